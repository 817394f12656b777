-- What a Florida store keeps of a product beside what the state and the registry know it by (product-spec 8.1).
ALTER TABLE products ADD COLUMN vendor TEXT NOT NULL DEFAULT '';
-- names with ", " between them
ALTER TABLE products ADD COLUMN tags TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN upc TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN external_id TEXT NOT NULL DEFAULT '';
-- four of the six attributes that make a product one (florida-rules 6.3); the others are strain and route
ALTER TABLE products ADD COLUMN size TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN volume TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN flavor TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN thc_cbd_ratio TEXT NOT NULL DEFAULT '';
-- the six in lower case; empty: none of the written ones was said
ALTER TABLE products ADD COLUMN six_attributes TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN ingredients TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN allergens TEXT NOT NULL DEFAULT '';
-- of one unit, where a delivery says no other
ALTER TABLE products ADD COLUMN cost_cents BIGINT;
-- thousandths of a gram
ALTER TABLE products ADD COLUMN net_weight BIGINT;
ALTER TABLE products ADD COLUMN servings BIGINT;
-- thousandths of a milligram of THC in one serving; of THC and CBD in one unit
ALTER TABLE products ADD COLUMN serving_amount BIGINT;
ALTER TABLE products ADD COLUMN thc_content BIGINT;
ALTER TABLE products ADD COLUMN cbd_content BIGINT;
ALTER TABLE products ADD COLUMN expiration_days BIGINT;
ALTER TABLE products ADD COLUMN low_threshold BIGINT;
ALTER TABLE products ADD COLUMN most_per_sale BIGINT;
CREATE UNIQUE INDEX products_by_upc ON products (upc) WHERE upc <> '';
CREATE INDEX products_by_attributes ON products (six_attributes);

-- The words a catalog is written in: brands, vendors, strains, categories and tags. Products keep the word itself.
CREATE TABLE catalog_terms (
    -- brand | vendor | strain | category | tag
    kind TEXT NOT NULL,
    name_lower TEXT NOT NULL,
    name TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    PRIMARY KEY (kind, name_lower)
);
INSERT INTO catalog_terms (kind, name_lower, name, active)
    SELECT 'category', LOWER(category), MIN(category), TRUE FROM products WHERE category <> '' GROUP BY LOWER(category);
INSERT INTO catalog_terms (kind, name_lower, name, active)
    SELECT 'brand', LOWER(brand), MIN(brand), TRUE FROM products WHERE brand <> '' GROUP BY LOWER(brand);
INSERT INTO catalog_terms (kind, name_lower, name, active)
    SELECT 'strain', LOWER(strain), MIN(strain), TRUE FROM products WHERE strain <> '' GROUP BY LOWER(strain);

-- A spreadsheet, or a change of many products, on its way into the catalog: kept as it came, compared with the catalog whenever it is
-- looked at, and written in parts of at most 200 rows, so that no sale waits for it (architecture 9).
CREATE TABLE product_imports (
    id TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    -- the columns it names, as JSON
    headings TEXT NOT NULL,
    rows BIGINT NOT NULL,
    parts BIGINT NOT NULL,
    -- staged | applying | done | discarded
    status TEXT NOT NULL,
    staged_at TIMESTAMP NOT NULL,
    applied_by TEXT REFERENCES users (id),
    closed_at TIMESTAMP
);
CREATE TABLE product_import_parts (
    import_id TEXT NOT NULL REFERENCES product_imports (id),
    number BIGINT NOT NULL,
    -- the rows, as JSON
    content TEXT NOT NULL,
    applied BOOLEAN NOT NULL,
    added BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    -- rows that became wrong between the preview and the writing, as JSON
    left_out TEXT NOT NULL,
    PRIMARY KEY (import_id, number)
);

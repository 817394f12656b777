-- Prices that fall with the number of units; a product is on one at the most.
CREATE TABLE price_tiers (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    name TEXT NOT NULL,
    active BOOLEAN NOT NULL
);
CREATE TABLE price_tier_steps (
    tier_id TEXT NOT NULL REFERENCES price_tiers (id),
    least_units BIGINT NOT NULL CHECK (least_units > 0),
    price_cents BIGINT NOT NULL CHECK (price_cents >= 0),
    PRIMARY KEY (tier_id, least_units)
);
CREATE TABLE price_tier_products (
    product_id TEXT NOT NULL REFERENCES products (id),
    location_id TEXT NOT NULL REFERENCES locations (id),
    tier_id TEXT NOT NULL REFERENCES price_tiers (id),
    PRIMARY KEY (location_id, product_id)
);
CREATE INDEX price_tier_products_of_tier ON price_tier_products (tier_id);

-- Discounts of a location. `terms` is what src/features/discounts/terms.rs says of it.
CREATE TABLE discounts (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    name TEXT NOT NULL,
    -- automatic | chosen | code
    method TEXT NOT NULL,
    -- in upper case; null unless it comes by a code
    code TEXT,
    terms TEXT NOT NULL,
    -- a manager says yes to each use
    needs_approval BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX discounts_of_location ON discounts (location_id, active);
CREATE UNIQUE INDEX discounts_one_code ON discounts (location_id, code) WHERE active AND code IS NOT NULL;

-- Products that no discount comes to by itself.
CREATE TABLE undiscounted_products (
    product_id TEXT NOT NULL REFERENCES products (id),
    location_id TEXT NOT NULL REFERENCES locations (id),
    PRIMARY KEY (location_id, product_id)
);

-- What somebody chose for a cart, or typed the code of.
CREATE TABLE cart_discounts (
    id TEXT PRIMARY KEY NOT NULL,
    cart_id TEXT NOT NULL REFERENCES carts (id),
    discount_id TEXT NOT NULL REFERENCES discounts (id),
    -- null: for the whole cart
    line TEXT,
    added_by TEXT NOT NULL REFERENCES users (id),
    approved_by TEXT REFERENCES users (id),
    added_at TIMESTAMP NOT NULL
);
CREATE INDEX cart_discounts_of_cart ON cart_discounts (cart_id);

-- What each discount took off each line of a sale, as it was called then.
CREATE TABLE sale_discounts (
    id TEXT PRIMARY KEY NOT NULL,
    sale_id TEXT NOT NULL REFERENCES sales (id),
    -- a row of sale_lines or sale_supplies
    line TEXT NOT NULL,
    discount_id TEXT NOT NULL REFERENCES discounts (id),
    name TEXT NOT NULL,
    cents BIGINT NOT NULL CHECK (cents > 0),
    approved_by TEXT REFERENCES users (id)
);
CREATE INDEX sale_discounts_of_sale ON sale_discounts (sale_id);
CREATE INDEX sale_discounts_of_discount ON sale_discounts (discount_id);

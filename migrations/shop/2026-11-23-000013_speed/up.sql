-- Lists that take as long with a hundred thousand packages as with a thousand.

-- Whether any of it lies in a room. Kept by the ledger (src/stock/ledger.rs): most packages of an old shop are sold out, and no list
-- should pass them by one by one.
ALTER TABLE packages ADD COLUMN in_stock BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE packages SET in_stock = TRUE WHERE id IN (SELECT package_id FROM stock WHERE on_hand > 0);

-- The words by which packages are found, each from its beginning: those of a product once for all of its packages, and those that a
-- package has beyond them. Letters a-z and digits only, so that every collation has them in the same order.
CREATE TABLE search_words (
    word TEXT NOT NULL,
    -- the id of a product or of a package
    about TEXT NOT NULL,
    of_product BOOLEAN NOT NULL,
    PRIMARY KEY (word, about)
);
CREATE INDEX search_words_about ON search_words (about, word);

-- One for each filter: what it is equal to, then the order of the list.
CREATE INDEX packages_in_order ON packages (location_id, in_stock, id);
CREATE INDEX packages_by_product ON packages (location_id, product_id, in_stock, id);
CREATE INDEX packages_by_room ON packages (location_id, room_id, in_stock, id);
CREATE INDEX packages_by_lab ON packages (location_id, lab_result, in_stock, id);
CREATE INDEX packages_by_status ON packages (location_id, status, in_stock, id);
CREATE INDEX packages_by_standing ON packages (location_id, inventory_status_id, in_stock, id)
    WHERE inventory_status_id IS NOT NULL;
CREATE INDEX packages_expiring ON packages (location_id, in_stock, expires_on, id);
-- What people read off a label: the last four digits.
CREATE INDEX packages_by_last_four ON packages (location_id, substr(barcode, 13));

CREATE INDEX products_of_category ON products (category, id);
CREATE INDEX products_of_brand ON products (brand, id);
CREATE INDEX products_of_vendor ON products (vendor, id);

-- A clerk's open cart, at every page of the register: no database takes the partial index for statuses it is told later.
CREATE INDEX carts_of_user ON carts (user_id, status);
-- Whether a form was filed already, at every sale: the partial index is not taken either.
CREATE INDEX filings_of_form ON filings (user_id, form_key);
-- What the top of every page counts.
CREATE INDEX filings_by_standing ON filings (location_id, status, id);
CREATE INDEX filings_contradicting ON filings (location_id, id) WHERE contradiction IS NOT NULL;

-- Begun by the same columns as another.
DROP INDEX packages_of_product;
DROP INDEX packages_of_inventory_status;

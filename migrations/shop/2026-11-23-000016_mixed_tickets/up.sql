-- Delivery devices and merchandise in carts and on tickets: counted by product and room, as their ledger is.
CREATE TABLE cart_supplies (
    id TEXT PRIMARY KEY NOT NULL,
    cart_id TEXT NOT NULL REFERENCES carts (id),
    product_id TEXT NOT NULL REFERENCES products (id),
    room_id TEXT NOT NULL REFERENCES rooms (id),
    quantity BIGINT NOT NULL CHECK (quantity > 0 AND quantity % 100 = 0),
    price_cents BIGINT NOT NULL,
    -- the order that allows a device; null: merchandise
    order_id TEXT,
    UNIQUE (cart_id, product_id, room_id)
);

CREATE TABLE sale_supplies (
    id TEXT PRIMARY KEY NOT NULL,
    sale_id TEXT NOT NULL REFERENCES sales (id),
    product_id TEXT NOT NULL REFERENCES products (id),
    room_id TEXT NOT NULL REFERENCES rooms (id),
    -- goes on from the numbers of the packages' lines, devices first: the state counts them so
    item_number BIGINT NOT NULL,
    -- device | merchandise, as it was when it was sold
    goods TEXT NOT NULL,
    product_name TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0 AND quantity % 100 = 0),
    price_cents BIGINT NOT NULL,
    -- price × quantity − discount + tax
    total_cents BIGINT NOT NULL,
    discount_cents BIGINT NOT NULL DEFAULT 0,
    tax_cents BIGINT NOT NULL DEFAULT 0,
    order_id TEXT
);
CREATE INDEX sale_supplies_of_sale ON sale_supplies (sale_id);
CREATE INDEX sale_supplies_of_product ON sale_supplies (product_id);

ALTER TABLE sale_lines ADD COLUMN discount_cents BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sale_lines ADD COLUMN tax_cents BIGINT NOT NULL DEFAULT 0;

-- A ticket of merchandise alone is told to nobody. SQLite cannot drop a NOT NULL, so the column is made anew.
ALTER TABLE sales RENAME COLUMN filing_id TO told;
ALTER TABLE sales ADD COLUMN filing_id TEXT REFERENCES filings (id);
UPDATE sales SET filing_id = told;
ALTER TABLE sales DROP COLUMN told;

-- Why a cart was put aside, while it is; and why one ended that nobody ended.
ALTER TABLE carts ADD COLUMN put_aside TEXT;
ALTER TABLE carts ADD COLUMN freed_because TEXT;
CREATE INDEX carts_by_status ON carts (location_id, status, touched_at);
-- How long a cart may hold goods untouched; 0: for ever.
ALTER TABLE locations ADD COLUMN cart_minutes BIGINT NOT NULL DEFAULT 30;

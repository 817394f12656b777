-- Delivery devices and merchandise: goods that the state gives no identifier, so they are counted by product and room.

-- What was bought of them from a vendor, without a manifest of the state. A draft moves no stock.
CREATE TABLE purchases (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    -- what people call it: 1, 2, 3 …
    number BIGINT NOT NULL,
    vendor TEXT NOT NULL,
    -- empty: the vendor gave none
    invoice_number TEXT NOT NULL,
    delivered_on DATE NOT NULL,
    room_id TEXT NOT NULL REFERENCES rooms (id),
    note TEXT NOT NULL,
    -- draft | received | cancelled
    status TEXT NOT NULL,
    -- counts the savings of a draft, so that nobody receives what they have not seen
    version BIGINT NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    closed_by TEXT REFERENCES users (id),
    closed_at TIMESTAMP,
    UNIQUE (location_id, number)
);
CREATE TABLE purchase_lines (
    id TEXT PRIMARY KEY NOT NULL,
    purchase_id TEXT NOT NULL REFERENCES purchases (id),
    product_id TEXT NOT NULL REFERENCES products (id),
    -- hundredths, as everywhere; whole units only
    quantity BIGINT NOT NULL CHECK (quantity > 0 AND quantity % 100 = 0),
    unit_cost_cents BIGINT NOT NULL CHECK (unit_cost_cents >= 0),
    -- how much of it went back to the vendor
    returned BIGINT NOT NULL,
    UNIQUE (purchase_id, product_id),
    CHECK (returned >= 0 AND returned <= quantity)
);

-- What one of a product cost when it was last bought for a location.
CREATE TABLE supply_costs (
    location_id TEXT NOT NULL REFERENCES locations (id),
    product_id TEXT NOT NULL REFERENCES products (id),
    unit_cost_cents BIGINT NOT NULL,
    purchase_id TEXT NOT NULL REFERENCES purchases (id),
    PRIMARY KEY (location_id, product_id)
);

-- The ledger of supplies: insert-only, every move with two ends, a room or an outside place.
CREATE TABLE supply_moves (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    product_id TEXT NOT NULL REFERENCES products (id),
    from_place TEXT NOT NULL,
    to_place TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0 AND quantity % 100 = 0),
    act TEXT NOT NULL,
    -- the shop's own word for why; empty where the act says it
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    -- the state's yes: only for what it is told, such as a device that is sold
    filing_id TEXT REFERENCES filings (id),
    purchase_id TEXT REFERENCES purchases (id),
    moved_by TEXT NOT NULL REFERENCES users (id),
    moved_at TIMESTAMP NOT NULL,
    CHECK (from_place <> to_place)
);
CREATE INDEX supply_moves_of_product ON supply_moves (product_id, location_id, id);
CREATE INDEX supply_moves_of_purchase ON supply_moves (purchase_id);

-- The running balance of that ledger, for rooms.
CREATE TABLE supply_stock (
    product_id TEXT NOT NULL REFERENCES products (id),
    room_id TEXT NOT NULL REFERENCES rooms (id),
    location_id TEXT NOT NULL REFERENCES locations (id),
    on_hand BIGINT NOT NULL CHECK (on_hand >= 0 AND on_hand % 100 = 0),
    held BIGINT NOT NULL CHECK (held % 100 = 0),
    PRIMARY KEY (product_id, room_id),
    CHECK (held >= 0 AND held <= on_hand)
);
CREATE INDEX supply_stock_of_location ON supply_stock (location_id, product_id);
CREATE INDEX supply_stock_of_room ON supply_stock (room_id);

-- Who holds supplies. `supply_stock.held` is their sum.
CREATE TABLE supply_holds (
    id TEXT PRIMARY KEY NOT NULL,
    product_id TEXT NOT NULL REFERENCES products (id),
    room_id TEXT NOT NULL REFERENCES rooms (id),
    quantity BIGINT NOT NULL CHECK (quantity > 0 AND quantity % 100 = 0),
    owner TEXT NOT NULL,
    -- whom a filing took it over from, and gives it back to when refused
    former_owner TEXT,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX supply_holds_of_owner ON supply_holds (owner);
CREATE INDEX supply_holds_of_product ON supply_holds (product_id);

-- What patients order ahead, which packages were picked for it, and who did what when.

CREATE TABLE pre_orders (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    -- the shop's own, from 1
    number BIGINT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    -- draft | confirmed | picked | ready | in_cart | collected | cancelled | expired
    status TEXT NOT NULL,
    -- phone | counter | web | other
    source TEXT NOT NULL,
    -- what somebody else calls it; never changed
    external_number TEXT,
    pickup_on DATE NOT NULL,
    from_minute BIGINT NOT NULL,
    to_minute BIGINT NOT NULL,
    -- the end of that window
    due_at TIMESTAMP NOT NULL,
    note TEXT NOT NULL,
    -- what became of the last scan of whoever picks, in words
    last_scan TEXT,
    last_scan_refused BOOLEAN NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    picked_by TEXT REFERENCES users (id),
    picked_at TIMESTAMP,
    ready_at TIMESTAMP,
    notified_by TEXT REFERENCES users (id),
    notified_at TIMESTAMP,
    ended_at TIMESTAMP,
    end_reason TEXT,
    touched_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX pre_orders_numbers ON pre_orders (location_id, number);
CREATE UNIQUE INDEX pre_orders_external ON pre_orders (location_id, source, external_number) WHERE external_number IS NOT NULL;
CREATE INDEX pre_orders_by_status ON pre_orders (location_id, status, due_at);
CREATE INDEX pre_orders_of_patient ON pre_orders (patient_id, status);

CREATE TABLE pre_order_lines (
    id TEXT PRIMARY KEY NOT NULL,
    pre_order_id TEXT NOT NULL REFERENCES pre_orders (id),
    product_id TEXT NOT NULL REFERENCES products (id),
    quantity BIGINT NOT NULL CHECK (quantity > 0)
);
CREATE UNIQUE INDEX pre_order_lines_of_order ON pre_order_lines (pre_order_id, product_id);
CREATE INDEX pre_order_lines_of_product ON pre_order_lines (product_id);

-- So much of one package for one line. It holds its stock until it goes into a cart.
CREATE TABLE pre_order_picks (
    id TEXT PRIMARY KEY NOT NULL,
    pre_order_id TEXT NOT NULL REFERENCES pre_orders (id),
    line_id TEXT NOT NULL REFERENCES pre_order_lines (id),
    package_id TEXT NOT NULL REFERENCES packages (id),
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    -- null: in the bag
    cart_id TEXT REFERENCES carts (id)
);
CREATE INDEX pre_order_picks_of_order ON pre_order_picks (pre_order_id);
CREATE INDEX pre_order_picks_of_line ON pre_order_picks (line_id);
CREATE INDEX pre_order_picks_of_cart ON pre_order_picks (cart_id) WHERE cart_id IS NOT NULL;

-- Insert only. Without a user: it happened by itself.
CREATE TABLE pre_order_events (
    id TEXT PRIMARY KEY NOT NULL,
    pre_order_id TEXT NOT NULL REFERENCES pre_orders (id),
    user_id TEXT REFERENCES users (id),
    words TEXT NOT NULL,
    happened_at TIMESTAMP NOT NULL
);
CREATE INDEX pre_order_events_of_order ON pre_order_events (pre_order_id, id);

-- So many hours after its window a pre-order ends by itself; 0: never.
ALTER TABLE locations ADD COLUMN pre_order_hours BIGINT NOT NULL DEFAULT 24;

-- Tags of a package: its product's when it is received, then its own.
CREATE TABLE package_tags (
    package_id TEXT NOT NULL REFERENCES packages (id),
    tag TEXT NOT NULL,
    PRIMARY KEY (package_id, tag)
);
CREATE INDEX package_tags_by_tag ON package_tags (tag, package_id);

-- What was decided so far of a manifest that is not received yet. Moves no stock.
CREATE TABLE receipt_drafts (
    manifest_id TEXT PRIMARY KEY NOT NULL REFERENCES manifests (id),
    -- where goods go unless a line says otherwise; null: as usual
    room_id TEXT REFERENCES rooms (id),
    saved_by TEXT NOT NULL REFERENCES users (id),
    saved_at TIMESTAMP NOT NULL
);

-- What was typed of a package on it; null: as suggested. By barcode: a manifest that the sender made anew has other lines.
CREATE TABLE receipt_draft_lines (
    manifest_id TEXT NOT NULL REFERENCES manifests (id),
    barcode TEXT NOT NULL,
    accepted TEXT,
    reason TEXT,
    room TEXT,
    cost TEXT,
    lot TEXT,
    expires TEXT,
    tags TEXT,
    PRIMARY KEY (manifest_id, barcode)
);

-- Which product of the catalog the sender's is, until the receipt makes it lasting.
CREATE TABLE receipt_draft_products (
    manifest_id TEXT NOT NULL REFERENCES manifests (id),
    state_name TEXT NOT NULL,
    inventory_type BIGINT NOT NULL,
    product_id TEXT NOT NULL REFERENCES products (id),
    PRIMARY KEY (manifest_id, state_name, inventory_type)
);

-- What was scanned of a shipment, once each.
CREATE TABLE receipt_scans (
    id TEXT PRIMARY KEY NOT NULL,
    manifest_id TEXT NOT NULL REFERENCES manifests (id),
    -- the 16 digits, or what was scanned instead
    code TEXT NOT NULL,
    scanned_by TEXT NOT NULL REFERENCES users (id),
    scanned_at TIMESTAMP NOT NULL,
    UNIQUE (manifest_id, code)
);

-- So much of a package came damaged.
CREATE TABLE receipt_damages (
    manifest_id TEXT NOT NULL REFERENCES manifests (id),
    barcode TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    note TEXT NOT NULL,
    noted_by TEXT NOT NULL REFERENCES users (id),
    noted_at TIMESTAMP NOT NULL,
    PRIMARY KEY (manifest_id, barcode)
);

-- Other names under which the state knows a product, beside the catalog's own: deliveries find it by each of them.
CREATE TABLE product_state_names (
    state_name TEXT NOT NULL,
    inventory_type BIGINT NOT NULL,
    product_id TEXT NOT NULL REFERENCES products (id),
    PRIMARY KEY (state_name, inventory_type)
);

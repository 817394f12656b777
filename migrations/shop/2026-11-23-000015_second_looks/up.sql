-- How much of a package lay in carts when it was counted, and whether that was counted with the rest.
ALTER TABLE count_lines ADD COLUMN in_cart BIGINT NOT NULL DEFAULT 0;
ALTER TABLE count_lines ADD COLUMN cart_counted BOOLEAN NOT NULL DEFAULT FALSE;
-- Nobody counted it: it was set to 0 with the rest when the count was submitted.
ALTER TABLE count_lines ADD COLUMN assumed BOOLEAN NOT NULL DEFAULT FALSE;
-- How many packages nobody had counted when the count was submitted, and why it was cancelled.
ALTER TABLE counts ADD COLUMN uncounted BIGINT;
ALTER TABLE counts ADD COLUMN closing_note TEXT;
-- The first of them, with what the books said.
CREATE TABLE count_uncounted (
    count_id TEXT NOT NULL REFERENCES counts (id),
    package_id TEXT NOT NULL REFERENCES packages (id),
    on_hand BIGINT NOT NULL,
    PRIMARY KEY (count_id, package_id)
);

-- As the product was called when the package was destroyed: a record of it does not change with the catalog.
ALTER TABLE destructions ADD COLUMN product_name TEXT;
UPDATE destructions SET product_name = (
    SELECT products.name FROM packages JOIN products ON products.id = packages.product_id
    WHERE packages.id = destructions.package_id
) WHERE status = 'destroyed';
ALTER TABLE destructions ADD COLUMN undo_reason TEXT;

-- A scan finds one package only. Where two had one label, the first that was received keeps it.
UPDATE packages SET external_barcode = NULL
WHERE external_barcode IS NOT NULL AND EXISTS (
    SELECT 1 FROM packages AS other
    WHERE other.location_id = packages.location_id AND other.external_barcode = packages.external_barcode
        AND other.id < packages.id
);
CREATE UNIQUE INDEX packages_one_external ON packages (location_id, external_barcode) WHERE external_barcode IS NOT NULL;

-- Packages that somebody has scanned for a move and not moved yet, and the room they go to.
CREATE TABLE move_lists (
    user_id TEXT PRIMARY KEY NOT NULL REFERENCES users (id),
    room_id TEXT REFERENCES rooms (id),
    -- their ids, in the order of the scans
    packages TEXT NOT NULL,
    -- what was scanned last and may not go
    refused_id TEXT REFERENCES packages (id)
);

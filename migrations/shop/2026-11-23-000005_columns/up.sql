-- Which columns of a list somebody wants to see, in the order of the screen; no row: the usual ones.
CREATE TABLE list_columns (
    user_id TEXT NOT NULL REFERENCES users (id),
    -- packages
    list TEXT NOT NULL,
    -- names with blanks between
    names TEXT NOT NULL,
    PRIMARY KEY (user_id, list)
);

-- What a shop calls the standing of a package beyond the state's own words: "On hold", "Display only" …
CREATE TABLE inventory_statuses (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    name TEXT NOT NULL,
    sellable BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL
);
CREATE INDEX inventory_statuses_of_location ON inventory_statuses (location_id, name);

ALTER TABLE packages ADD COLUMN inventory_status_id TEXT REFERENCES inventory_statuses (id);

-- The list is read from the newest on, a page at a time, whatever it is filtered by.
CREATE INDEX packages_newest ON packages (location_id, id);
CREATE INDEX packages_of_room ON packages (room_id, id);
CREATE INDEX packages_by_expiry ON packages (location_id, expires_on);
CREATE INDEX packages_of_product_newest ON packages (product_id, id);
CREATE INDEX packages_of_inventory_status ON packages (inventory_status_id, id) WHERE inventory_status_id IS NOT NULL;
CREATE INDEX stock_in_hand ON stock (package_id, place_id) WHERE on_hand > 0;

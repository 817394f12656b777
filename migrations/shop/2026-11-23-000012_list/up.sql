-- Filters and columns of a list, under a name that somebody gave them.
CREATE TABLE saved_views (
    id TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    -- packages
    list TEXT NOT NULL,
    name TEXT NOT NULL,
    -- the filters, as they stand in the address
    query TEXT NOT NULL,
    -- names of columns in their order, with blanks between
    names TEXT NOT NULL,
    -- shown when the list is opened without a filter; at most one of a person's
    opens_first BOOLEAN NOT NULL,
    UNIQUE (user_id, list, name)
);

-- What a count of chosen packages is of.
CREATE TABLE count_packages (
    count_id TEXT NOT NULL REFERENCES counts (id),
    package_id TEXT NOT NULL REFERENCES packages (id),
    PRIMARY KEY (count_id, package_id)
);

-- One picture of several disposals at once is kept once: the others have no content of their own and name the photo that has.
ALTER TABLE destruction_photos ADD COLUMN same_as TEXT REFERENCES destruction_photos (id);

-- The journal of a package: what of it was changed, from what to what, by whom. Insert only. Quantities are in `moves`.
CREATE TABLE package_changes (
    id TEXT PRIMARY KEY NOT NULL,
    package_id TEXT NOT NULL REFERENCES packages (id),
    -- room | batch | status | product | expiry | cost | label | lab result …: a word for people
    property TEXT NOT NULL,
    old_value TEXT NOT NULL,
    new_value TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    filing_id TEXT REFERENCES filings (id),
    changed_at TIMESTAMP NOT NULL
);
CREATE INDEX package_changes_of_package ON package_changes (package_id, id);

-- An inspector's sign-in: an account that reads from one time to another and is over by itself.
CREATE TABLE inspections (
    user_id TEXT PRIMARY KEY NOT NULL REFERENCES users (id),
    location_id TEXT NOT NULL REFERENCES locations (id),
    agency TEXT NOT NULL,
    badge TEXT NOT NULL,
    begins_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    opened_by TEXT NOT NULL REFERENCES users (id),
    -- ended by somebody, before its time
    ended_at TIMESTAMP,
    ended_by TEXT REFERENCES users (id)
);
CREATE INDEX inspections_of_location ON inspections (location_id, begins_at);

-- Every page that was shown to an inspector. The address only, never what was searched for.
CREATE TABLE inspection_looks (
    id TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL REFERENCES inspections (user_id),
    looked_at TIMESTAMP NOT NULL,
    page TEXT NOT NULL
);
CREATE INDEX inspection_looks_of_inspector ON inspection_looks (user_id, id);

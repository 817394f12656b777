-- Who changed what, from what to what. Insert only; each row carries the SHA-256 of the one before it and of itself, so that a row
-- that is removed, altered or put elsewhere shows (src/event/chain.rs).
CREATE TABLE events (
    position BIGINT PRIMARY KEY NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    user_id TEXT REFERENCES users (id),
    user_name TEXT NOT NULL,
    approved_by TEXT,
    category TEXT NOT NULL,
    kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    object_name TEXT NOT NULL,
    changes TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX events_of_location ON events (location_id, position);
CREATE INDEX events_of_category ON events (location_id, category, position);
CREATE INDEX events_of_user ON events (user_id, position);
CREATE INDEX events_of_object ON events (object_id, position);

-- The end of the chain: one row, which whoever adds an event writes first.
CREATE TABLE event_heads (
    id BIGINT PRIMARY KEY NOT NULL,
    position BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO event_heads (id, position, hash) VALUES (1, 0, '');

-- What came of going through the chain.
CREATE TABLE event_checks (
    id TEXT PRIMARY KEY NOT NULL,
    checked_at TIMESTAMP NOT NULL,
    checked_by TEXT,
    events BIGINT NOT NULL,
    hash TEXT NOT NULL,
    misfit BIGINT,
    words TEXT NOT NULL
);
CREATE INDEX event_checks_by_time ON event_checks (checked_at);

-- Counts of what is on the shelf: by room, brand or category. What differs is told to the state by ordinary adjustments.
CREATE TABLE counts (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    -- what people call it: 1, 2, 3 …
    number BIGINT NOT NULL,
    -- room | brand | category
    scope TEXT NOT NULL,
    -- the room's id, the brand or the category
    scope_value TEXT NOT NULL,
    scope_words TEXT NOT NULL,
    -- simple | advanced: whether somebody who did not count completes it
    review TEXT NOT NULL,
    -- open | blind: whether what is expected is shown to those who count
    sight TEXT NOT NULL,
    -- created | in_progress | submitted | completed | cancelled
    status TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    submitted_by TEXT REFERENCES users (id),
    submitted_at TIMESTAMP,
    closed_by TEXT REFERENCES users (id),
    closed_at TIMESTAMP,
    UNIQUE (location_id, number)
);
CREATE TABLE count_lines (
    id TEXT PRIMARY KEY NOT NULL,
    count_id TEXT NOT NULL REFERENCES counts (id),
    package_id TEXT NOT NULL REFERENCES packages (id),
    -- false: it lay where it should not, or is not to be counted
    belongs BOOLEAN NOT NULL,
    -- on hand at the moment at which it was counted: what is sold later makes no difference
    expected BIGINT NOT NULL,
    counted BIGINT NOT NULL CHECK (counted >= 0),
    counted_by TEXT NOT NULL REFERENCES users (id),
    counted_at TIMESTAMP NOT NULL,
    -- the difference was looked at, and nothing is adjusted
    left_as_it_is BOOLEAN NOT NULL,
    -- why its last adjustment was not taken
    refusal TEXT,
    UNIQUE (count_id, package_id)
);
-- Codes that were scanned and are no package here.
CREATE TABLE count_finds (
    id TEXT PRIMARY KEY NOT NULL,
    count_id TEXT NOT NULL REFERENCES counts (id),
    code TEXT NOT NULL,
    found_by TEXT NOT NULL REFERENCES users (id),
    found_at TIMESTAMP NOT NULL,
    UNIQUE (count_id, code)
);

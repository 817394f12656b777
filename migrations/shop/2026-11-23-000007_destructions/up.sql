-- Pictures of disposals: each at most 5 MB, as base64, so that a backup of the database has everything. Insert only.
CREATE TABLE destruction_photos (
    id TEXT PRIMARY KEY NOT NULL,
    destruction_id TEXT NOT NULL REFERENCES destructions (id),
    -- image/jpeg | image/png, as its first bytes say
    picture TEXT NOT NULL,
    content TEXT NOT NULL,
    added_by TEXT NOT NULL REFERENCES users (id),
    added_at TIMESTAMP NOT NULL
);
CREATE INDEX destruction_photos_of_destruction ON destruction_photos (destruction_id, id);

-- The sandbox's books. One table: each row of each of the state's tables, as the JSON that `sync_*` sends, with what it is found by.
CREATE TABLE rows (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    -- what else it is looked up by: a location, a manifest, a card
    owner TEXT NOT NULL,
    transaction_id BIGINT NOT NULL,
    transaction_original BIGINT NOT NULL,
    deleted BOOLEAN NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE INDEX rows_by_transaction ON rows (kind, transaction_id);
CREATE INDEX rows_by_owner ON rows (kind, owner);

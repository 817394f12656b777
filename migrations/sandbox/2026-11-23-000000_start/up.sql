-- The sandbox's books. One table: each row of each of the state's tables, as the JSON that `sync_*` sends, with what it is found by.
CREATE TABLE rows (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    -- whose it is: a licence, a company, a card, a manifest
    owner TEXT NOT NULL,
    transaction_id BIGINT NOT NULL,
    transaction_original BIGINT NOT NULL,
    deleted BOOLEAN NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE INDEX rows_by_transaction ON rows (kind, transaction_id);
CREATE INDEX rows_by_owner ON rows (kind, owner);

-- The last answer to an accepted write, by the nonce its caller chose.
CREATE TABLE nonces (
    ubi TEXT NOT NULL,
    nonce TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (ubi, nonce)
);

-- What the books know about themselves: who they are, the last transaction, how far their clock is ahead.
CREATE TABLE meta (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);

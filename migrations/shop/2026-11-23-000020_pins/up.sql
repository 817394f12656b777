-- A person's PIN: for approving at a till and for taking one over, never for signing in.
CREATE TABLE pins (
    user_id TEXT PRIMARY KEY NOT NULL REFERENCES users (id),
    hash TEXT NOT NULL,
    set_at TIMESTAMP NOT NULL,
    failed_tries BIGINT NOT NULL,
    locked_until TIMESTAMP
);

-- Who signed in with a password on which browser, and on which day of the shop: only they may come back there by PIN, that day.
CREATE TABLE device_sign_ins (
    device_hash TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    day DATE NOT NULL,
    signed_in_at TIMESTAMP NOT NULL,
    PRIMARY KEY (device_hash, user_id)
);
CREATE INDEX device_sign_ins_of_user ON device_sign_ins (user_id);
CREATE INDEX device_sign_ins_of_day ON device_sign_ins (day);

-- digits of a PIN set from now on
ALTER TABLE locations ADD COLUMN pin_length BIGINT NOT NULL DEFAULT 6;

-- who gave their PIN for it, where the person's own role did not do
ALTER TABLE filings ADD COLUMN approved_by TEXT;
ALTER TABLE records ADD COLUMN approved_by TEXT;
ALTER TABLE sales ADD COLUMN void_approved_by TEXT;

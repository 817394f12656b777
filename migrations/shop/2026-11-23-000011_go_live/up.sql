-- What a store had on its shelf before the state's system knew of it: a spreadsheet, looked at row by row, and told to the state one
-- filing a row while its location is being onboarded (product-spec 6.12).
CREATE TABLE initial_uploads (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    -- what people call it: 1, 2, 3 …
    number BIGINT NOT NULL,
    rows BIGINT NOT NULL,
    -- arriving | staged | running | paused | done | cancelled
    status TEXT NOT NULL,
    uploaded_by TEXT NOT NULL REFERENCES users (id),
    uploaded_at TIMESTAMP NOT NULL,
    -- in whose name its rows are told to the state
    run_by TEXT REFERENCES users (id),
    begun_at TIMESTAMP,
    -- why it stopped by itself
    note TEXT,
    closed_at TIMESTAMP,
    -- the process that is at it, and until when it keeps others off
    runner TEXT,
    leased_until TIMESTAMP,
    UNIQUE (location_id, number)
);
CREATE INDEX initial_uploads_by_status ON initial_uploads (status);
CREATE TABLE initial_upload_rows (
    upload_id TEXT NOT NULL REFERENCES initial_uploads (id),
    -- of the file
    line BIGINT NOT NULL,
    -- the old label in lower case
    label_key TEXT NOT NULL,
    -- as they came, as JSON
    cells TEXT NOT NULL,
    -- ready | warning | problem
    verdict TEXT NOT NULL,
    -- what is wrong with it, as JSON
    words TEXT NOT NULL,
    -- hundredths of the unit, and whether that is each; null for a problem
    quantity BIGINT,
    counted BOOLEAN NOT NULL,
    -- of all of it
    value_cents BIGINT,
    -- waiting | filing | accepted | refused | left_out
    status TEXT NOT NULL,
    filing_id TEXT REFERENCES filings (id),
    package_id TEXT REFERENCES packages (id),
    refusal TEXT,
    PRIMARY KEY (upload_id, line)
);
CREATE INDEX initial_upload_rows_by_status ON initial_upload_rows (upload_id, status, line);
CREATE INDEX initial_upload_rows_by_verdict ON initial_upload_rows (upload_id, verdict, line);
CREATE INDEX initial_upload_rows_by_label ON initial_upload_rows (label_key);
CREATE INDEX initial_upload_rows_by_filing ON initial_upload_rows (filing_id);

-- Whether a store is ready to go live: what was found, by whom it was asked, and when.
CREATE TABLE go_live_checks (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    checked_by TEXT NOT NULL REFERENCES users (id),
    checked_at TIMESTAMP NOT NULL,
    passed BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    unknown BIGINT NOT NULL,
    -- as JSON
    findings TEXT NOT NULL
);
CREATE INDEX go_live_checks_of_location ON go_live_checks (location_id, id);

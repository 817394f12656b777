-- Samples at laboratories, what became of what failed, and who released a certificate.

-- Two people sign a certificate before its packages are sold.
ALTER TABLE locations ADD COLUMN two_person_release BOOLEAN NOT NULL DEFAULT FALSE;

-- Our copy of the state's list.
CREATE TABLE laboratories (
    license TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    city TEXT,
    pulled_at TIMESTAMP NOT NULL
);

CREATE TABLE lab_samples (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    package_id TEXT NOT NULL REFERENCES packages (id),
    number TEXT NOT NULL UNIQUE,
    lab_license TEXT NOT NULL,
    lab_name TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    -- test | retest
    purpose TEXT NOT NULL,
    -- -1 failed, 0 pending, 1 passed, 2 rejected
    result BIGINT NOT NULL,
    -- the package's, before this one was drawn
    result_before BIGINT,
    filing_id TEXT NOT NULL REFERENCES filings (id),
    -- the state's transaction: a void names it
    sent_in BIGINT NOT NULL,
    sent_by TEXT NOT NULL REFERENCES users (id),
    sent_at TIMESTAMP NOT NULL,
    -- the later sample, or the remediation, since which this one does not speak for the package
    superseded_by TEXT REFERENCES filings (id),
    voided_at TIMESTAMP
);
CREATE INDEX lab_samples_of_package ON lab_samples (package_id, id);
CREATE INDEX lab_samples_of_location ON lab_samples (location_id, id);

-- Each time that a package was found to have failed: its clock runs until something is decided.
CREATE TABLE failed_tests (
    id TEXT PRIMARY KEY NOT NULL,
    package_id TEXT NOT NULL REFERENCES packages (id),
    failed_at TIMESTAMP NOT NULL,
    -- retest | remediation
    decision TEXT,
    decided_by TEXT REFERENCES users (id),
    decided_at TIMESTAMP,
    filing_id TEXT REFERENCES filings (id)
);
CREATE INDEX failed_tests_of_package ON failed_tests (package_id, id);

CREATE TABLE certificate_releases (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    -- on whose page it was signed; sublots have the same certificate
    package_id TEXT NOT NULL REFERENCES packages (id),
    -- the sample's number
    certificate TEXT NOT NULL,
    -- of what was read and signed: another result is another content
    content_hash TEXT NOT NULL,
    first_by TEXT NOT NULL REFERENCES users (id),
    first_at TIMESTAMP NOT NULL,
    first_note TEXT NOT NULL,
    second_by TEXT REFERENCES users (id),
    second_at TIMESTAMP,
    second_note TEXT,
    withdrawn_at TIMESTAMP,
    CHECK (second_by IS NULL OR second_by <> first_by)
);
CREATE UNIQUE INDEX certificate_releases_standing ON certificate_releases (location_id, certificate) WHERE withdrawn_at IS NULL;

CREATE INDEX packages_by_lab_result ON packages (location_id, lab_result, id);

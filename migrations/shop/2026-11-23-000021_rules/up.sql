-- How many dates a dispensation counts for: the sources disagree. a: W; b: W + 1.
ALTER TABLE locations ADD COLUMN window_variant TEXT NOT NULL DEFAULT 'a';
-- The law's dispensing hours bind, whatever the shop's own are.
ALTER TABLE locations ADD COLUMN law_hours BOOLEAN NOT NULL DEFAULT TRUE;

-- Where our own calculation from the registry's history is not the registry's figure. The registry's counts; this is for who looks after it.
CREATE TABLE registry_differences (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    registry_read_id TEXT NOT NULL REFERENCES registry_reads (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    -- edible:12345, an order as forms name it; or aggregate
    about TEXT NOT NULL,
    order_type TEXT NOT NULL,
    ours BIGINT NOT NULL,
    registrys BIGINT NOT NULL,
    window_variant TEXT NOT NULL,
    -- by the registry's calendar
    found_on DATE NOT NULL,
    found_at TIMESTAMP NOT NULL
);
-- The same difference is met at every reading of a day, and kept once.
CREATE UNIQUE INDEX registry_differences_once ON registry_differences (location_id, patient_id, about, found_on, ours, registrys);
CREATE INDEX registry_differences_newest ON registry_differences (location_id, found_at);

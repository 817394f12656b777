-- Who is here, in which lane; what is known of patients beyond the registry; and who looked at whose record.

-- The columns of the guest list. Names, colours and order are the shop's own; `kind` says what a lane does.
CREATE TABLE guest_lanes (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    color TEXT NOT NULL,
    position BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    -- Another random number after each change: the screens compare sums of them.
    stamp BIGINT NOT NULL
);
CREATE UNIQUE INDEX guest_lanes_of_location ON guest_lanes (location_id, name);

-- How the cards of a location look; none: the defaults.
CREATE TABLE guest_settings (
    location_id TEXT PRIMARY KEY NOT NULL REFERENCES locations (id),
    shown_as TEXT NOT NULL
);

-- Somebody at the desk, before they are checked in. Of a driving licence no number and no name is kept, only keyed digests of them.
CREATE TABLE guest_lookups (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    card_id TEXT,
    patient_id TEXT REFERENCES patients (id),
    initials TEXT NOT NULL,
    birth_date DATE,
    licence_expires_on DATE,
    licence_digest TEXT,
    person_digest TEXT,
    made_at TIMESTAMP NOT NULL
);
CREATE INDEX guest_lookups_by_age ON guest_lookups (made_at);

-- A visit. `ended_at` is null while the guest is here.
CREATE TABLE guests (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    lane_id TEXT NOT NULL REFERENCES guest_lanes (id),
    -- Null until the registry has been read.
    patient_id TEXT REFERENCES patients (id),
    card_id TEXT NOT NULL,
    -- The card without blanks and case.
    card_key TEXT NOT NULL,
    initials TEXT NOT NULL,
    person_digest TEXT,
    licence_digest TEXT,
    licence_expires_on DATE,
    caregiver_card_id TEXT,
    errand TEXT NOT NULL,
    registry_read_id TEXT REFERENCES registry_reads (id),
    -- Why the guest may not be served, in words.
    trouble TEXT,
    -- When the registry was last asked, by the machine's clock.
    asked_at TIMESTAMP,
    held_by TEXT REFERENCES users (id),
    held_at TIMESTAMP,
    cart_id TEXT REFERENCES carts (id),
    outcome TEXT,
    reason TEXT,
    checked_in_by TEXT NOT NULL REFERENCES users (id),
    checked_in_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    stamp BIGINT NOT NULL
);
CREATE UNIQUE INDEX guests_here ON guests (location_id, card_key) WHERE ended_at IS NULL;
CREATE INDEX guests_gone ON guests (location_id, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX guests_of_cart ON guests (cart_id) WHERE cart_id IS NOT NULL;
CREATE INDEX guests_of_patient ON guests (patient_id, id);
CREATE INDEX guests_of_lane ON guests (lane_id);

-- By what a patient is found: the name in small letters.
ALTER TABLE patients ADD COLUMN search_name TEXT NOT NULL DEFAULT '';
UPDATE patients SET search_name = lower(first_name || ' ' || last_name);
CREATE INDEX patients_by_birth_date ON patients (birth_date);
CREATE INDEX registry_reads_of_patient ON registry_reads (patient_id, read_at);

-- Which patient a driving licence belongs to, by a keyed digest of its number.
CREATE TABLE patient_licences (
    digest TEXT PRIMARY KEY NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    linked_by TEXT NOT NULL REFERENCES users (id),
    linked_at TIMESTAMP NOT NULL
);
CREATE INDEX patient_licences_of_patient ON patient_licences (patient_id);

CREATE TABLE patient_notes (
    id TEXT PRIMARY KEY NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    words TEXT NOT NULL,
    noted_at TIMESTAMP NOT NULL
);
CREATE INDEX patient_notes_of_patient ON patient_notes (patient_id, id);

-- `warning`: shown at the register; `ban`: no check-in.
CREATE TABLE patient_flags (
    id TEXT PRIMARY KEY NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    raised_by TEXT NOT NULL REFERENCES users (id),
    raised_at TIMESTAMP NOT NULL,
    lifted_by TEXT REFERENCES users (id),
    lifted_at TIMESTAMP
);
CREATE INDEX patient_flags_of_patient ON patient_flags (patient_id, id);
CREATE UNIQUE INDEX patient_bans ON patient_flags (patient_id) WHERE kind = 'ban' AND lifted_at IS NULL;

-- Every look at a patient's record (florida-rules 11.9, 11.16). Insert only.
CREATE TABLE patient_views (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    place TEXT NOT NULL,
    viewed_at TIMESTAMP NOT NULL
);
CREATE INDEX patient_views_of_location ON patient_views (location_id, id);
CREATE INDEX patient_views_of_patient ON patient_views (patient_id, id);
CREATE INDEX patient_views_of_user ON patient_views (user_id, id);

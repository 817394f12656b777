-- What leaves the store: where goods may be sent, the manifests under which they go, and what came back of them.

CREATE TABLE facilities (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    -- dispensary | processing | cultivation | laboratory | other
    kind TEXT NOT NULL,
    license TEXT NOT NULL,
    -- the company's number; empty: not known
    ubi TEXT NOT NULL,
    -- of our own company: transfers are without prices
    ours BOOLEAN NOT NULL,
    name TEXT NOT NULL,
    street TEXT NOT NULL,
    city TEXT NOT NULL,
    state TEXT NOT NULL,
    zip TEXT NOT NULL,
    phone TEXT NOT NULL,
    -- under which permission of the department another company's dispensary or plant may be supplied
    permit TEXT,
    -- when the state's list had it last
    known_at TIMESTAMP,
    active BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (location_id, license)
);

CREATE TABLE outgoing_manifests (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    -- ours, counted at each location
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    -- order | transfer | vendor_return
    kind TEXT NOT NULL,
    -- draft | filed | shipped | received | voided | deleted
    status TEXT NOT NULL,
    driver_id TEXT REFERENCES drivers (id),
    second_driver_id TEXT REFERENCES drivers (id),
    vehicle_id TEXT REFERENCES vehicles (id),
    note TEXT NOT NULL,
    -- the state's number, once it is filed
    state_number TEXT,
    -- the state's transactions: of the manifest, and of the goods' leaving
    filed_transaction BIGINT,
    shipped_transaction BIGINT,
    -- the invoice that was reported with the leaving; null: all stops are ours
    invoice_number TEXT,
    void_reason TEXT,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    filed_at TIMESTAMP,
    shipped_at TIMESTAMP,
    -- received, voided or deleted
    closed_at TIMESTAMP,
    -- when the state was last asked what became of it
    pulled_at TIMESTAMP,
    UNIQUE (location_id, number)
);
CREATE INDEX outgoing_manifests_of_location ON outgoing_manifests (location_id, status, id);

CREATE TABLE outgoing_stops (
    id TEXT PRIMARY KEY NOT NULL,
    manifest_id TEXT NOT NULL REFERENCES outgoing_manifests (id),
    -- the stop number that the state is told, from 1 without gaps
    position BIGINT NOT NULL,
    facility_id TEXT NOT NULL REFERENCES facilities (id),
    title TEXT NOT NULL,
    route TEXT NOT NULL,
    departs_at TIMESTAMP,
    arrives_at TIMESTAMP,
    -- open | voided
    status TEXT NOT NULL,
    arrived_at TIMESTAMP
);
CREATE INDEX outgoing_stops_of_manifest ON outgoing_stops (manifest_id, position);
CREATE INDEX outgoing_stops_of_facility ON outgoing_stops (facility_id);

CREATE TABLE outgoing_lines (
    id TEXT PRIMARY KEY NOT NULL,
    manifest_id TEXT NOT NULL REFERENCES outgoing_manifests (id),
    stop_id TEXT NOT NULL REFERENCES outgoing_stops (id),
    package_id TEXT NOT NULL REFERENCES packages (id),
    -- all of the package: parts are split off first
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    unit_price_cents BIGINT CHECK (unit_price_cents >= 0),
    -- where it left from
    room_id TEXT REFERENCES rooms (id),
    -- on a draft, on a filed manifest or on its way: a package is so on one manifest only
    is_open BOOLEAN NOT NULL,
    -- what the receiver did not take
    returned BIGINT NOT NULL DEFAULT 0 CHECK (returned >= 0 AND returned <= quantity),
    reject_reason TEXT
);
CREATE INDEX outgoing_lines_of_manifest ON outgoing_lines (manifest_id, id);
CREATE INDEX outgoing_lines_of_stop ON outgoing_lines (stop_id, id);
CREATE INDEX outgoing_lines_of_package ON outgoing_lines (package_id, id);
CREATE UNIQUE INDEX outgoing_lines_open ON outgoing_lines (package_id) WHERE is_open;

-- What a receiver did not take: ours again, without a manifest, until it is taken into stock.
CREATE TABLE outgoing_returns (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    line_id TEXT NOT NULL UNIQUE REFERENCES outgoing_lines (id),
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    reject_reason TEXT,
    heard_at TIMESTAMP NOT NULL,
    -- the package that it is now: itself, or what the state made of the part
    package_id TEXT REFERENCES packages (id),
    taken_at TIMESTAMP,
    taken_by TEXT REFERENCES users (id)
);
CREATE INDEX outgoing_returns_of_location ON outgoing_returns (location_id, taken_at);

-- Papers of manifests, as they were printed: insert only.
CREATE TABLE outgoing_prints (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    manifest_id TEXT NOT NULL REFERENCES outgoing_manifests (id),
    -- manifest | invoice
    kind TEXT NOT NULL,
    -- everything that stood on it
    content TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    printed_before BIGINT NOT NULL,
    printed_at TIMESTAMP NOT NULL
);
CREATE INDEX outgoing_prints_of_manifest ON outgoing_prints (manifest_id, id);

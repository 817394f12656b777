-- The shop's books, in the subset that SQLite and PostgreSQL share (see migrations/README.md).
-- Money in cents, goods in hundredths of the state's unit, medicine in thousandths of its unit, instants in UTC.

-- What this database is: which state it belongs to, and other facts about itself.
CREATE TABLE facts (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);

CREATE TABLE locations (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    license TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    -- minutes after local midnight; equal: never closes
    opens_minute BIGINT NOT NULL CHECK (opens_minute BETWEEN 0 AND 1439),
    closes_minute BIGINT NOT NULL CHECK (closes_minute BETWEEN 0 AND 1439),
    -- never | package
    create_batches TEXT NOT NULL,
    receiving_room_id TEXT,
    expiry_days BIGINT NOT NULL CHECK (expiry_days >= 0),
    drivers_enabled BOOLEAN NOT NULL,
    scan_only BOOLEAN NOT NULL,
    id_check_required BOOLEAN NOT NULL,
    idle_blank_minutes BIGINT NOT NULL CHECK (idle_blank_minutes BETWEEN 1 AND 60),
    password_length BIGINT NOT NULL CHECK (password_length BETWEEN 8 AND 128),
    password_days BIGINT NOT NULL CHECK (password_days >= 0),
    tax_rate_basis_points BIGINT NOT NULL CHECK (tax_rate_basis_points BETWEEN 0 AND 5000),
    receipt_footer TEXT NOT NULL
);

CREATE TABLE users (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    name TEXT NOT NULL,
    login_id TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    mmur_email TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    password_set_at TIMESTAMP NOT NULL,
    active BOOLEAN NOT NULL,
    failed_tries BIGINT NOT NULL,
    locked_until TIMESTAMP,
    -- unchecked | registered | unregistered: what the state's staff registry last said of mmur_email, byte for byte
    registry_standing TEXT NOT NULL,
    registry_near TEXT,
    registry_role TEXT,
    registry_checked_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE sessions (
    id_hash TEXT PRIMARY KEY NOT NULL,
    user_id TEXT REFERENCES users (id),
    state TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_of_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Acts the state does not care about: the form's key makes a double submit land on the first result.
CREATE TABLE records (
    form_key TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    location_id TEXT NOT NULL REFERENCES locations (id),
    act TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    done TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (user_id, form_key)
);

-- One act told to the state (architecture §7). Never holds a patient's name.
CREATE TABLE filings (
    id TEXT PRIMARY KEY NOT NULL,
    form_key TEXT,
    content_hash TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    location_id TEXT NOT NULL REFERENCES locations (id),
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    -- planned | open | accepted | refused
    status TEXT NOT NULL,
    follows TEXT REFERENCES filings (id),
    summary TEXT NOT NULL,
    intent TEXT NOT NULL,
    message TEXT,
    form_url TEXT NOT NULL,
    result_url TEXT,
    done TEXT,
    send_by TIMESTAMP,
    high_water BIGINT,
    answer TEXT,
    refusal TEXT,
    -- a yes that came after the row was refused: shown in red until a person has settled it
    contradiction TEXT,
    settled TEXT,
    state_transaction BIGINT UNIQUE,
    searched_at TIMESTAMP,
    opened_at TIMESTAMP NOT NULL,
    closed_at TIMESTAMP,
    looked_at TIMESTAMP,
    lease_until TIMESTAMP
);
CREATE UNIQUE INDEX filings_one_per_form ON filings (user_id, form_key) WHERE status <> 'refused' AND form_key IS NOT NULL;
CREATE INDEX filings_by_status ON filings (status, opened_at);
CREATE INDEX filings_of_location ON filings (location_id, id);
CREATE INDEX filings_that_follow ON filings (follows);

-- Which things a filing is about, so that a thing's page can list its filings.
CREATE TABLE filing_subjects (
    filing_id TEXT NOT NULL REFERENCES filings (id),
    subject TEXT NOT NULL,
    PRIMARY KEY (subject, filing_id)
);

-- Who may touch what while the state thinks. `alone_id` is the one filing that has it alone; `sharers` counts the others.
CREATE TABLE claimed (
    subject TEXT PRIMARY KEY NOT NULL,
    alone_id TEXT,
    sharers BIGINT NOT NULL CHECK (sharers >= 0),
    CHECK (alone_id IS NULL OR sharers = 0)
);
CREATE TABLE claims (
    filing_id TEXT NOT NULL REFERENCES filings (id),
    subject TEXT NOT NULL REFERENCES claimed (subject),
    alone BOOLEAN NOT NULL,
    PRIMARY KEY (filing_id, subject)
);
CREATE INDEX claims_of_subject ON claims (subject);

CREATE TABLE rooms (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    state_room BIGINT NOT NULL,
    name TEXT NOT NULL,
    -- sales_floor | inventory | quarantine
    kind TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    UNIQUE (location_id, state_room)
);

-- Words the state gives us: its reasons for destroying and adjusting.
CREATE TABLE state_reasons (
    -- destroy | adjust
    kind TEXT NOT NULL,
    code BIGINT NOT NULL,
    name TEXT NOT NULL,
    pulled_at TIMESTAMP NOT NULL,
    PRIMARY KEY (kind, code)
);

CREATE TABLE products (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    name_lower TEXT NOT NULL,
    sku TEXT NOT NULL UNIQUE,
    -- cannabis | device | merchandise
    goods TEXT NOT NULL,
    category TEXT NOT NULL,
    brand TEXT NOT NULL,
    strain TEXT NOT NULL,
    -- BioTrack's inventory type; null for what the state does not know
    inventory_type BIGINT,
    order_type TEXT,
    route TEXT,
    alternate_routes TEXT NOT NULL,
    -- what one sellable unit posts to an order, thousandths of the order's unit
    posted_amount BIGINT NOT NULL CHECK (posted_amount >= 0),
    price_cents BIGINT NOT NULL CHECK (price_cents >= 0),
    -- the state's name for it, by which deliveries find it
    state_name TEXT,
    on_register BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX products_by_name ON products (name_lower, id);
CREATE INDEX products_by_state_name ON products (state_name, inventory_type);

CREATE TABLE manifests (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    number TEXT NOT NULL,
    sender_license TEXT NOT NULL,
    sender_name TEXT NOT NULL,
    transfer_date DATE,
    item_count BIGINT NOT NULL,
    -- awaiting | arrived | received | withdrawn (the state lists it no more)
    status TEXT NOT NULL,
    arrived_at TIMESTAMP,
    received_at TIMESTAMP,
    received_by TEXT REFERENCES users (id),
    pulled_at TIMESTAMP NOT NULL,
    -- one manifest may have a stop at several locations of ours
    UNIQUE (location_id, number)
);
CREATE INDEX manifests_of_location ON manifests (location_id, status);

CREATE TABLE manifest_lines (
    id TEXT PRIMARY KEY NOT NULL,
    manifest_id TEXT NOT NULL REFERENCES manifests (id),
    barcode TEXT NOT NULL,
    inventory_type BIGINT NOT NULL,
    strain TEXT NOT NULL,
    state_name TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity >= 0),
    usable_weight TEXT,
    med_usable BIGINT,
    sample_id TEXT,
    -- -1 failed, 0 pending, 1 passed, 2 rejected; null: no sample known
    lab_result BIGINT,
    lab_license TEXT,
    lab_tests TEXT,
    lab_read_at TIMESTAMP,
    accepted BIGINT,
    rejected BIGINT,
    reject_reason TEXT,
    package_id TEXT,
    UNIQUE (manifest_id, barcode)
);

CREATE TABLE packages (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    barcode TEXT NOT NULL UNIQUE,
    external_barcode TEXT,
    product_id TEXT NOT NULL REFERENCES products (id),
    room_id TEXT NOT NULL REFERENCES rooms (id),
    -- active | scheduled | destroyed
    status TEXT NOT NULL,
    inventory_type BIGINT NOT NULL,
    state_name TEXT NOT NULL,
    strain TEXT NOT NULL,
    lot_name TEXT,
    -- of one unit
    cost_cents BIGINT,
    -- what one unit debits, set by the lab, thousandths of the order's unit
    med_usable BIGINT,
    sample_id TEXT,
    lab_result BIGINT,
    lab_license TEXT,
    lab_tests TEXT,
    lab_read_at TIMESTAMP,
    expires_on DATE,
    manifest_id TEXT REFERENCES manifests (id),
    parent_id TEXT REFERENCES packages (id),
    customer_return BOOLEAN NOT NULL,
    received_at TIMESTAMP NOT NULL,
    -- what the search looks in: product, strain, sku and lot in lower case
    search_text TEXT NOT NULL
);
CREATE INDEX packages_of_location ON packages (location_id, status, id);
CREATE INDEX packages_of_product ON packages (product_id);
CREATE INDEX packages_by_external ON packages (external_barcode);

-- The ledger: insert only. Every move has two ends; a room's id, or one of the outside places.
CREATE TABLE moves (
    id TEXT PRIMARY KEY NOT NULL,
    package_id TEXT NOT NULL REFERENCES packages (id),
    from_place TEXT NOT NULL,
    to_place TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    act TEXT NOT NULL,
    filing_id TEXT REFERENCES filings (id),
    moved_at TIMESTAMP NOT NULL,
    CHECK (from_place <> to_place)
);
CREATE INDEX moves_of_package ON moves (package_id, id);

-- The running balance of the ledger, for rooms.
CREATE TABLE stock (
    package_id TEXT NOT NULL REFERENCES packages (id),
    place_id TEXT NOT NULL,
    on_hand BIGINT NOT NULL CHECK (on_hand >= 0),
    held BIGINT NOT NULL,
    PRIMARY KEY (package_id, place_id),
    CHECK (held >= 0 AND held <= on_hand)
);

-- Who holds stock: a cart, a filing, a scheduled destruction. `stock.held` is their sum.
CREATE TABLE holds (
    id TEXT PRIMARY KEY NOT NULL,
    package_id TEXT NOT NULL REFERENCES packages (id),
    place_id TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    owner TEXT NOT NULL,
    -- whom a filing took it over from, and gives it back to when refused
    former_owner TEXT,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX holds_of_owner ON holds (owner);
CREATE INDEX holds_of_package ON holds (package_id);

CREATE TABLE destructions (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    package_id TEXT NOT NULL REFERENCES packages (id),
    quantity BIGINT NOT NULL,
    reason_code BIGINT NOT NULL,
    reason_name TEXT NOT NULL,
    note TEXT NOT NULL,
    -- scheduled | destroyed | undone
    status TEXT NOT NULL,
    scheduled_by TEXT NOT NULL REFERENCES users (id),
    scheduled_at TIMESTAMP NOT NULL,
    due_at TIMESTAMP NOT NULL,
    disposed_on DATE,
    method TEXT,
    witness_one TEXT REFERENCES users (id),
    witness_two TEXT REFERENCES users (id),
    closed_by TEXT REFERENCES users (id),
    closed_at TIMESTAMP
);
CREATE INDEX destructions_of_location ON destructions (location_id, status, due_at);
CREATE INDEX destructions_of_package ON destructions (package_id);

CREATE TABLE patients (
    id TEXT PRIMARY KEY NOT NULL,
    card_id TEXT NOT NULL UNIQUE,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    birth_date DATE NOT NULL,
    card_expires_on DATE,
    read_at TIMESTAMP NOT NULL
);

-- One reading of the state's registry; the snapshot has no names.
CREATE TABLE registry_reads (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    snapshot TEXT NOT NULL,
    read_at TIMESTAMP NOT NULL
);

CREATE TABLE carts (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    registry_read_id TEXT NOT NULL REFERENCES registry_reads (id),
    caregiver_card_id TEXT,
    -- open | tendered | sold | cancelled
    status TEXT NOT NULL,
    last_scan TEXT,
    last_scan_refused BOOLEAN NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    touched_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX carts_one_open_each ON carts (user_id) WHERE status IN ('open', 'tendered');

CREATE TABLE cart_lines (
    id TEXT PRIMARY KEY NOT NULL,
    cart_id TEXT NOT NULL REFERENCES carts (id),
    package_id TEXT NOT NULL REFERENCES packages (id),
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    price_cents BIGINT NOT NULL,
    order_id TEXT NOT NULL,
    order_type TEXT NOT NULL,
    route TEXT NOT NULL,
    -- of one unit, thousandths
    amount_each BIGINT NOT NULL,
    UNIQUE (cart_id, package_id)
);

-- Allotment that a sale on its way to the state will debit: two tills cannot both pass.
CREATE TABLE allotment_holds (
    filing_id TEXT NOT NULL REFERENCES filings (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    order_id TEXT NOT NULL,
    order_type TEXT NOT NULL,
    route TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (filing_id, order_id, route)
);
CREATE INDEX allotment_holds_of_patient ON allotment_holds (patient_id);

CREATE TABLE sales (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    number BIGINT NOT NULL,
    cart_id TEXT NOT NULL REFERENCES carts (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    caregiver_card_id TEXT,
    filing_id TEXT NOT NULL REFERENCES filings (id),
    -- pending | sold | voided | withdrawn
    status TEXT NOT NULL,
    subtotal_cents BIGINT NOT NULL,
    tax_cents BIGINT NOT NULL,
    total_cents BIGINT NOT NULL,
    tendered_cents BIGINT NOT NULL,
    change_cents BIGINT NOT NULL,
    state_transaction BIGINT,
    business_date DATE NOT NULL,
    sold_at TIMESTAMP NOT NULL,
    voided_at TIMESTAMP,
    voided_by TEXT REFERENCES users (id),
    void_reason TEXT,
    UNIQUE (location_id, number)
);
CREATE INDEX sales_of_location ON sales (location_id, business_date, id);
CREATE INDEX sales_of_user ON sales (user_id, id);
CREATE INDEX sales_of_patient ON sales (patient_id, id);
CREATE INDEX sales_of_cart ON sales (cart_id);
CREATE INDEX sales_by_transaction ON sales (state_transaction);

CREATE TABLE sale_lines (
    id TEXT PRIMARY KEY NOT NULL,
    sale_id TEXT NOT NULL REFERENCES sales (id),
    package_id TEXT NOT NULL REFERENCES packages (id),
    item_number BIGINT NOT NULL,
    product_name TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    price_cents BIGINT NOT NULL,
    total_cents BIGINT NOT NULL,
    order_id TEXT NOT NULL,
    order_type TEXT NOT NULL,
    route TEXT NOT NULL,
    amount BIGINT NOT NULL,
    physician TEXT NOT NULL,
    UNIQUE (sale_id, item_number)
);
CREATE INDEX sale_lines_of_package ON sale_lines (package_id);

CREATE TABLE drivers (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    employee_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    born_on DATE NOT NULL,
    hired_on DATE NOT NULL,
    license_number TEXT NOT NULL,
    phone TEXT NOT NULL,
    -- active | retired
    status TEXT NOT NULL
);

CREATE TABLE vehicles (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    vehicle_number BIGINT NOT NULL UNIQUE,
    nickname TEXT NOT NULL,
    make TEXT NOT NULL,
    model TEXT NOT NULL,
    year BIGINT NOT NULL,
    color TEXT NOT NULL,
    plate TEXT NOT NULL UNIQUE,
    vin TEXT NOT NULL UNIQUE,
    -- active | retired
    status TEXT NOT NULL
);

-- Whether cash is kept in drawers here, and whether those who count are not told what should be there.
ALTER TABLE locations ADD COLUMN cash_in_drawers BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE locations ADD COLUMN blind_counts BOOLEAN NOT NULL DEFAULT TRUE;

-- A till with a drawer: hidden, never deleted.
CREATE TABLE registers (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    name TEXT NOT NULL,
    name_lower TEXT NOT NULL,
    hidden BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (location_id, name_lower)
);
-- Every shop has one; its id is the shop's, which is no other register's.
INSERT INTO registers (id, location_id, name, name_lower, hidden, created_at)
SELECT id, id, 'Register 1', 'register 1', FALSE, CURRENT_TIMESTAMP FROM locations;

-- What may be said of cash that comes and goes without a sale.
CREATE TABLE drawer_reasons (
    location_id TEXT NOT NULL REFERENCES locations (id),
    -- drop | pay_in | pay_out | adjust
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    PRIMARY KEY (location_id, kind, name)
);
INSERT INTO drawer_reasons (location_id, kind, name, active) SELECT id, 'drop', 'To the safe', TRUE FROM locations;
INSERT INTO drawer_reasons (location_id, kind, name, active) SELECT id, 'pay_in', 'Change from the bank', TRUE FROM locations;
INSERT INTO drawer_reasons (location_id, kind, name, active) SELECT id, 'pay_out', 'Petty cash', TRUE FROM locations;
INSERT INTO drawer_reasons (location_id, kind, name, active) SELECT id, 'adjust', 'Counting mistake', TRUE FROM locations;

-- The drawer of a register from its opening to its closing.
CREATE TABLE drawer_sessions (
    id TEXT PRIMARY KEY NOT NULL,
    register_id TEXT NOT NULL REFERENCES registers (id),
    location_id TEXT NOT NULL REFERENCES locations (id),
    -- open | counting | closed
    status TEXT NOT NULL,
    business_date DATE NOT NULL,
    -- what the last closing said that it left, if there was one
    left_cents BIGINT,
    opening_cents BIGINT NOT NULL CHECK (opening_cents >= 0),
    opened_by TEXT NOT NULL REFERENCES users (id),
    opened_at TIMESTAMP NOT NULL,
    -- the opening and every move but those after the close
    balance_cents BIGINT NOT NULL,
    -- promised to voids and refunds that the state has not answered
    held_cents BIGINT NOT NULL,
    moves BIGINT NOT NULL,
    -- how often a count was begun; the last one, and how many moves there were at its beginning
    counts BIGINT NOT NULL,
    counted_by TEXT REFERENCES users (id),
    counting_at TIMESTAMP,
    counting_moves BIGINT,
    counting_cents BIGINT,
    -- bills and coins as they were counted: JSON, [cents, how many]
    denominations TEXT,
    expected_cents BIGINT,
    counted_cents BIGINT,
    next_cents BIGINT,
    deposit_cents BIGINT,
    note TEXT,
    closed_at TIMESTAMP,
    -- tickets that the state answered after the close; in no count
    after_close_cents BIGINT NOT NULL,
    CHECK (held_cents >= 0),
    CHECK (balance_cents >= held_cents)
);
CREATE UNIQUE INDEX drawer_sessions_one_open ON drawer_sessions (register_id) WHERE status <> 'closed';
CREATE INDEX drawer_sessions_of_location ON drawer_sessions (location_id, business_date, id);
CREATE INDEX drawer_sessions_of_register ON drawer_sessions (register_id, id);

-- Cash in and out: only ever added to.
CREATE TABLE drawer_moves (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES drawer_sessions (id),
    -- sale | void | refund | drop | pay_in | pay_out | transfer | adjust
    kind TEXT NOT NULL,
    amount_cents BIGINT NOT NULL CHECK (amount_cents <> 0),
    sale_id TEXT REFERENCES sales (id),
    -- the other end of a transfer
    other_session_id TEXT REFERENCES drawer_sessions (id),
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    moved_at TIMESTAMP NOT NULL,
    after_close BOOLEAN NOT NULL
);
CREATE INDEX drawer_moves_of_session ON drawer_moves (session_id, id);
CREATE INDEX drawer_moves_of_sale ON drawer_moves (sale_id);
CREATE UNIQUE INDEX drawer_moves_once ON drawer_moves (sale_id, kind) WHERE kind IN ('sale', 'void');

-- Cash of acts that the state has not answered: neither sales, nor over or short, until it has.
CREATE TABLE drawer_suspense (
    filing_id TEXT PRIMARY KEY NOT NULL REFERENCES filings (id),
    session_id TEXT NOT NULL REFERENCES drawer_sessions (id),
    sale_id TEXT NOT NULL REFERENCES sales (id),
    -- sale | void | refund
    kind TEXT NOT NULL,
    -- handed over, or to be given back
    cents BIGINT NOT NULL CHECK (cents > 0),
    -- what of it stays in the drawer when the state accepts
    kept_cents BIGINT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    taken_at TIMESTAMP NOT NULL,
    -- open | settled | give_back | given_back | used | freed
    status TEXT NOT NULL,
    after_close BOOLEAN NOT NULL,
    -- who closed the drawer over it, and said so
    named_by TEXT REFERENCES users (id),
    named_at TIMESTAMP,
    ended_by TEXT REFERENCES users (id),
    ended_at TIMESTAMP
);
CREATE INDEX drawer_suspense_of_session ON drawer_suspense (session_id, status);
CREATE INDEX drawer_suspense_of_sale ON drawer_suspense (sale_id);
CREATE INDEX drawer_suspense_of_user ON drawer_suspense (user_id, status);

ALTER TABLE sales ADD COLUMN drawer_session_id TEXT REFERENCES drawer_sessions (id);
CREATE INDEX sales_of_drawer ON sales (drawer_session_id);

-- What a ticket was paid with: the cash that stays, and the debit of an outside terminal.
CREATE TABLE sale_payments (
    sale_id TEXT NOT NULL REFERENCES sales (id),
    -- cash | debit
    method TEXT NOT NULL,
    amount_cents BIGINT NOT NULL,
    -- the terminal's reference or the card's last four digits
    reference TEXT,
    PRIMARY KEY (sale_id, method)
);
INSERT INTO sale_payments (sale_id, method, amount_cents) SELECT id, 'cash', tendered_cents - change_cents FROM sales;

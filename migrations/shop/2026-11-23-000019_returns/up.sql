-- What customers bring back, the money they get for it, and what was printed of a ticket.

-- One visit of a customer who brings something of one sale back.
CREATE TABLE returns (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    sale_id TEXT NOT NULL REFERENCES sales (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    -- whose PIN let them
    approved_by TEXT REFERENCES users (id),
    -- null: nothing of it is the state's business
    filing_id TEXT REFERENCES filings (id),
    -- pending | accepted | withdrawn
    status TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- cash | debit | none
    method TEXT NOT NULL,
    -- what the debit terminal printed
    terminal_reference TEXT,
    amount_cents BIGINT NOT NULL CHECK (amount_cents >= 0),
    state_transaction BIGINT,
    business_date DATE NOT NULL,
    returned_at TIMESTAMP NOT NULL
);
CREATE INDEX returns_of_sale ON returns (sale_id);
CREATE INDEX returns_of_location ON returns (location_id, id);
CREATE INDEX returns_of_filing ON returns (filing_id);

CREATE TABLE return_lines (
    id TEXT PRIMARY KEY NOT NULL,
    return_id TEXT NOT NULL REFERENCES returns (id),
    -- the line of cannabis that it is of, or else the device or merchandise (`sale_supplies`)
    sale_line_id TEXT REFERENCES sale_lines (id),
    sale_supply_id TEXT,
    product_name TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    amount_cents BIGINT NOT NULL CHECK (amount_cents >= 0),
    restocked BOOLEAN NOT NULL,
    -- the new package that the state made of it
    package_id TEXT REFERENCES packages (id)
);
CREATE INDEX return_lines_of_return ON return_lines (return_id);
CREATE INDEX return_lines_of_sale_line ON return_lines (sale_line_id);
CREATE INDEX return_lines_of_sale_supply ON return_lines (sale_supply_id);
CREATE INDEX return_lines_of_package ON return_lines (package_id);

-- Whatever happens at once: never more comes back than was sold.
ALTER TABLE sale_lines ADD COLUMN returned BIGINT NOT NULL DEFAULT 0 CHECK (returned >= 0 AND returned <= quantity);

-- walk_in | pickup | delivery
ALTER TABLE sales ADD COLUMN fulfilment TEXT NOT NULL DEFAULT 'walk_in';

-- The state's reason for which what comes back is scheduled for destruction by itself; null: a person schedules it.
ALTER TABLE locations ADD COLUMN schedule_returns BIGINT;

-- Receipts and labels of a sale: insert only. All but the first are reprints, and say why.
CREATE TABLE sale_prints (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    sale_id TEXT NOT NULL REFERENCES sales (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    -- receipt | labels
    kind TEXT NOT NULL,
    -- the labels of one line; null: of every line
    sale_line_id TEXT REFERENCES sale_lines (id),
    -- a label for each unit, or one for the line
    each_unit BOOLEAN NOT NULL,
    printed_before BIGINT NOT NULL,
    reason TEXT,
    printed_at TIMESTAMP NOT NULL
);
CREATE INDEX sale_prints_of_sale ON sale_prints (sale_id, id);

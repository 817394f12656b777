-- What people may do, by groups that a shop edits. The shipped ones are called as their role; what is in them is filled in at the start
-- of the program (src/may/group.rs), once for each permission, so that a later version's new permissions get to them too.
CREATE TABLE permission_groups (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    name_lower TEXT NOT NULL UNIQUE,
    -- what a group of the shop's own was copied from
    role TEXT NOT NULL,
    permissions TEXT NOT NULL,
    needs_second_factor BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL
);
INSERT INTO permission_groups (id, name, name_lower, role, permissions, needs_second_factor, active) VALUES
    ('budtender', 'Budtender', 'budtender', 'budtender', '[]', FALSE, TRUE),
    ('front_desk', 'Front desk', 'front desk', 'front_desk', '[]', FALSE, TRUE),
    ('fulfilment', 'Fulfilment', 'fulfilment', 'fulfilment', '[]', FALSE, TRUE),
    ('driver', 'Driver', 'driver', 'driver', '[]', FALSE, TRUE),
    ('inventory', 'Inventory', 'inventory', 'inventory', '[]', FALSE, TRUE),
    ('compliance', 'Compliance', 'compliance', 'compliance', '[]', FALSE, TRUE),
    ('shift_lead', 'Shift lead', 'shift lead', 'shift_lead', '[]', FALSE, TRUE),
    ('manager', 'Manager', 'manager', 'manager', '[]', FALSE, TRUE),
    ('admin', 'Admin', 'admin', 'admin', '[]', FALSE, TRUE),
    ('auditor', 'Read-only auditor', 'read-only auditor', 'auditor', '[]', FALSE, TRUE);

-- a group of the shop's own; none: the shipped one of the person's role
ALTER TABLE users ADD COLUMN group_id TEXT;
-- what a person may do besides, as a JSON list
ALTER TABLE users ADD COLUMN extra_permissions TEXT NOT NULL DEFAULT '[]';
ALTER TABLE users ADD COLUMN kind TEXT NOT NULL DEFAULT 'other';
ALTER TABLE users ADD COLUMN born_on DATE;
ALTER TABLE users ADD COLUMN state_id TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN state_id_expires_on DATE;

-- A person's second factor: the key that their authenticator shares with us. Not in use before the first right code.
CREATE TABLE second_factors (
    user_id TEXT PRIMARY KEY NOT NULL REFERENCES users (id),
    secret TEXT NOT NULL,
    confirmed_at TIMESTAMP,
    -- the half minute of the last code that was taken: it and all before are used
    last_step BIGINT NOT NULL,
    failed_tries BIGINT NOT NULL,
    locked_until TIMESTAMP
);
-- Each lets its person in once, when the authenticator is lost. SHA-256 of 80 random bits.
CREATE TABLE recovery_codes (
    user_id TEXT NOT NULL REFERENCES users (id),
    hash TEXT NOT NULL,
    used_at TIMESTAMP,
    PRIMARY KEY (user_id, hash)
);

-- an account that signs in elsewhere is signed out where it was
ALTER TABLE locations ADD COLUMN one_session BOOLEAN NOT NULL DEFAULT FALSE;

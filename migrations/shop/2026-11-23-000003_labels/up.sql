-- Printed labels: each press of the button, and what was on the sheet. Insert only.
CREATE TABLE label_prints (
    id TEXT PRIMARY KEY NOT NULL,
    location_id TEXT NOT NULL REFERENCES locations (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    -- 2x1 | 4x2 | letter
    size TEXT NOT NULL,
    printed_at TIMESTAMP NOT NULL
);
CREATE TABLE label_print_lines (
    id TEXT PRIMARY KEY NOT NULL,
    print_id TEXT NOT NULL REFERENCES label_prints (id),
    package_id TEXT NOT NULL REFERENCES packages (id),
    copies BIGINT NOT NULL CHECK (copies > 0),
    -- How many times labels of this package had been printed before.
    printed_before BIGINT NOT NULL
);
CREATE INDEX label_print_lines_of_print ON label_print_lines (print_id, id);
CREATE INDEX label_print_lines_of_package ON label_print_lines (package_id);
-- What was made of a package.
CREATE INDEX packages_of_parent ON packages (parent_id);

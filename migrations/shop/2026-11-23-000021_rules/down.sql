DROP TABLE registry_differences;
ALTER TABLE locations DROP COLUMN law_hours;
ALTER TABLE locations DROP COLUMN window_variant;

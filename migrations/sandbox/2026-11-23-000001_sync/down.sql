DROP INDEX rows_by_original;
DROP INDEX rows_by_owner;
CREATE INDEX rows_by_owner ON rows (kind, owner);

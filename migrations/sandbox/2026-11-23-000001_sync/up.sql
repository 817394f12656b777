-- A sync from a transaction on reads only the rows since, of their owner; and the lines of a sale are found by their sale.
DROP INDEX rows_by_owner;
CREATE INDEX rows_by_owner ON rows (kind, owner, transaction_id);
CREATE INDEX rows_by_original ON rows (kind, transaction_original);

-- A sync reads only the rows since a transaction, or those of an owner in their order; the lines of a sale are found by their sale.
DROP INDEX rows_by_owner;
CREATE INDEX rows_by_owner ON rows (kind, owner, transaction_id);
CREATE INDEX rows_by_original ON rows (kind, transaction_original);

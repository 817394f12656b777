-- The first migration: undoing it is deleting the database.
SELECT 1;

DROP TABLE sale_prints;
ALTER TABLE locations DROP COLUMN schedule_returns;
ALTER TABLE sales DROP COLUMN fulfilment;
DROP TABLE return_lines;
DROP TABLE returns;
ALTER TABLE sale_lines DROP COLUMN returned;

ALTER TABLE sale_supplies DROP COLUMN returned;

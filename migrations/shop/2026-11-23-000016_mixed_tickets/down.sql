ALTER TABLE locations DROP COLUMN cart_minutes;
DROP INDEX carts_by_status;
ALTER TABLE carts DROP COLUMN freed_because;
ALTER TABLE carts DROP COLUMN put_aside;
ALTER TABLE sale_lines DROP COLUMN tax_cents;
ALTER TABLE sale_lines DROP COLUMN discount_cents;
DROP TABLE sale_supplies;
DROP TABLE cart_supplies;

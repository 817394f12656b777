ALTER TABLE carts DROP COLUMN advice_units;
ALTER TABLE carts DROP COLUMN advice_line;

-- which line of a cart to reduce, and to how many, when the last scan or change did not fit
ALTER TABLE carts ADD COLUMN advice_line TEXT;
ALTER TABLE carts ADD COLUMN advice_units BIGINT;

ALTER TABLE returns DROP COLUMN other_way;
ALTER TABLE returns DROP COLUMN cash_cents;
ALTER TABLE cart_discounts DROP COLUMN approved_for;

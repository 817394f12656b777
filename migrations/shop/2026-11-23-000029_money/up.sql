-- What was in the cart when a manager said yes to a discount: JSON, [line, units]. The yes is for no more than that.
ALTER TABLE cart_discounts ADD COLUMN approved_for TEXT;

-- What of a refund goes out in cash; the rest of it goes to the card. And why it goes another way than it was paid.
ALTER TABLE returns ADD COLUMN cash_cents BIGINT NOT NULL DEFAULT 0;
UPDATE returns SET cash_cents = amount_cents WHERE method = 'cash';
ALTER TABLE returns ADD COLUMN other_way TEXT;

ALTER TABLE sales DROP COLUMN void_approved_by;
ALTER TABLE records DROP COLUMN approved_by;
ALTER TABLE filings DROP COLUMN approved_by;
ALTER TABLE locations DROP COLUMN pin_length;
DROP TABLE device_sign_ins;
DROP TABLE pins;

-- As for packages: whatever happens at once, never more of a device or of merchandise comes back than was sold.
ALTER TABLE sale_supplies ADD COLUMN returned BIGINT NOT NULL DEFAULT 0 CHECK (returned >= 0 AND returned <= quantity);

DELETE FROM destruction_photos WHERE same_as IS NOT NULL;
ALTER TABLE destruction_photos DROP COLUMN same_as;
DROP TABLE count_packages;
DROP TABLE saved_views;

DROP INDEX packages_by_lab_result;
DROP TABLE certificate_releases;
DROP TABLE failed_tests;
DROP TABLE lab_samples;
DROP TABLE laboratories;
ALTER TABLE locations DROP COLUMN two_person_release;

DROP INDEX certificate_releases_of_package;
DROP INDEX certificate_releases_standing;
ALTER TABLE certificate_releases DROP COLUMN med_usable;
CREATE UNIQUE INDEX certificate_releases_standing ON certificate_releases (location_id, certificate) WHERE withdrawn_at IS NULL;

-- Packages of one sample may post different amounts: each content of a certificate is signed for itself.
DROP INDEX certificate_releases_standing;
-- what one unit posts, of the content that was signed
ALTER TABLE certificate_releases ADD COLUMN med_usable BIGINT;
UPDATE certificate_releases
SET med_usable = (SELECT packages.med_usable FROM packages WHERE packages.id = certificate_releases.package_id);
CREATE UNIQUE INDEX certificate_releases_standing ON certificate_releases (location_id, certificate, content_hash)
WHERE withdrawn_at IS NULL;
CREATE INDEX certificate_releases_of_package ON certificate_releases (package_id);

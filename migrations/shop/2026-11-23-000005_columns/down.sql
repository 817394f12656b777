DROP INDEX stock_in_hand;
DROP INDEX packages_of_inventory_status;
DROP INDEX packages_of_product_newest;
DROP INDEX packages_by_expiry;
DROP INDEX packages_of_room;
DROP INDEX packages_newest;
ALTER TABLE packages DROP COLUMN inventory_status_id;
DROP TABLE inventory_statuses;
DROP TABLE list_columns;

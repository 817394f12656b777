DROP TABLE package_changes;

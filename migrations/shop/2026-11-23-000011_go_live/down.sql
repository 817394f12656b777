DROP TABLE go_live_checks;
DROP TABLE initial_upload_rows;
DROP TABLE initial_uploads;

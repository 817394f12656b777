DROP TABLE product_state_names;
DROP TABLE receipt_damages;
DROP TABLE receipt_scans;
DROP TABLE receipt_draft_products;
DROP TABLE receipt_draft_lines;
DROP TABLE receipt_drafts;
DROP TABLE package_tags;

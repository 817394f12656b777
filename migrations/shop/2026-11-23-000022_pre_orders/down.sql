ALTER TABLE locations DROP COLUMN pre_order_hours;
DROP TABLE pre_order_events;
DROP TABLE pre_order_picks;
DROP TABLE pre_order_lines;
DROP TABLE pre_orders;

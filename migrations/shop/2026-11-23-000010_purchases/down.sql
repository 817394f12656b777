DROP TABLE supply_holds;
DROP TABLE supply_stock;
DROP TABLE supply_moves;
DROP TABLE supply_costs;
DROP TABLE purchase_lines;
DROP TABLE purchases;

DROP TABLE inspection_looks;
DROP TABLE inspections;

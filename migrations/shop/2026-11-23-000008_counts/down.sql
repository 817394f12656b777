DROP TABLE count_finds;
DROP TABLE count_lines;
DROP TABLE counts;

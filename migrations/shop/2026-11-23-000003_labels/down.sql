DROP INDEX packages_of_parent;
DROP TABLE label_print_lines;
DROP TABLE label_prints;

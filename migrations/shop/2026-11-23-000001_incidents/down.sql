DROP TABLE notices;
DROP TABLE incidents;

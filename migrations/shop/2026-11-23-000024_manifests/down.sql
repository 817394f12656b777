DROP TABLE outgoing_prints;
DROP TABLE outgoing_returns;
DROP TABLE outgoing_lines;
DROP TABLE outgoing_stops;
DROP TABLE outgoing_manifests;
DROP TABLE facilities;

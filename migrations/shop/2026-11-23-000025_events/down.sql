DROP TABLE event_checks;
DROP TABLE event_heads;
DROP TABLE events;

DROP TABLE destruction_photos;

DROP TABLE sale_discounts;
DROP TABLE cart_discounts;
DROP TABLE undiscounted_products;
DROP TABLE discounts;
DROP TABLE price_tier_products;
DROP TABLE price_tier_steps;
DROP TABLE price_tiers;

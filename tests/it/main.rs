//! One test program: each file is a feature or a promise.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

mod advice;
mod allotments;
mod astray;
mod both_databases;
mod catalog_imports;
mod comparisons;
mod concurrency;
mod conversions;
mod counts;
mod crashes;
mod crashes_of_acts;
mod crashes_of_labs;
mod crashes_of_manifests;
mod crashes_of_places;
mod crashes_of_returns;
mod crashes_of_the_desk;
mod crashes_of_tickets;
mod destructions;
mod discount_limits;
mod discounts;
mod discounts_in_carts;
mod drawers;
mod drivers;
mod events;
mod evidence;
mod explain;
mod facilities;
mod filings;
mod go_live;
mod groups;
mod guests;
mod home;
mod hours;
mod hundred_thousand;
mod import_beside_sales;
mod incidents;
mod incoming;
mod initial_uploads;
mod inspectors;
mod intents;
mod inventory;
mod labels;
mod labs;
mod locations;
mod looked_again;
mod manifests;
mod mixed_tickets;
mod moves;
mod names_in_logs;
mod order;
mod package_list;
mod parked_carts;
mod passwords;
mod patients;
mod pins;
mod pre_orders;
mod pre_orders_at_once;
mod prints;
mod product_slips;
mod products;
mod purchases;
mod receiving;
mod receiving_drafts;
mod receiving_scans;
mod refund_ways;
mod register;
mod retests;
mod returns;
mod returns_in_drawers;
mod returns_of_supplies;
mod roles;
mod rooms;
mod rules;
mod sales;
mod sandbox;
mod scan_speed;
mod scanning;
mod second_factors;
mod settlements;
mod sign_in;
mod standings;
mod sublots;
mod supplies;
mod supplies_ledger;
#[allow(dead_code, unused_imports, reason = "tests/fire.rs shares it, and uses other parts")]
mod support;
mod suspense;
mod sweeping;
mod switches;
mod tender;
mod till;
mod users;
mod vehicles;
mod views;
mod writer;

//! One test program: each file is a feature or a promise.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test says what is wrong by failing")]

mod both_databases;
mod concurrency;
mod crashes;
mod destructions;
mod inventory;
mod receiving;
mod drivers;
mod locations;
mod passwords;
mod products;
mod roles;
mod sandbox;
mod filings;
mod home;
mod support;
mod users;
mod vehicles;
mod writer;
mod register;
mod sales;

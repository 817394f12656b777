//! One test program: each file is a feature or a promise.

mod both_databases;
mod crashes;
mod sandbox;
mod roles;
mod support;
mod writer;

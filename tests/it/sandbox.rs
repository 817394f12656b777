//! The sandbox by raw HTTP, past our own client and pages: what it accepts, what it refuses, and what it does to a caller on demand.
//! Every refusal here is also checked to have changed nothing in the books.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that meets what it does not expect ends there"
)]

mod action_table;
mod allotment;
mod caller;
mod conformance;
mod conversions;
mod corners;
mod deliveries;
mod destruction;
mod faults;
mod generic_sales;
mod goods;
mod holds;
mod inventory;
mod labs;
mod manifests;
mod people;
mod proofs;
mod receiving;
mod refunds;
mod robust;
mod sales;
mod sync;
mod taxes;
mod training;
mod transfers;
mod walker;
mod wire;
mod worlds;

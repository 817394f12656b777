//! The sandbox by raw HTTP, past our own client and pages: what it accepts, what it refuses, and what it does to a caller on demand.
//! Every refusal here is also checked to have changed nothing in the books.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that meets what it does not expect ends there"
)]

mod allotment;
mod caller;
mod destruction;
mod faults;
mod inventory;
mod receiving;
mod refunds;
mod sales;
mod wire;

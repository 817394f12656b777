//! What needs attention, by role. Reads other features' tables and writes nothing.

mod amounts;
mod drawers;
mod laboratory;
mod model;
mod needs;
mod outages;
mod pre_orders;
mod registry;
mod returned;
mod shelf;
pub mod web;

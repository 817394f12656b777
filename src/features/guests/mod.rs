//! Guests: who is at the door, who waits, and who has whom. The home page of the register.
//!
//! **A visit** is a row of `guests`: looked up (`lookup`), checked in to a lane, served (a cart of the register belongs to it), over. It
//! ends by itself when its cart is sold or cancelled. The registry decides whether anybody may be served; without its answer a guest
//! waits in a lane of their own and is asked for again by a button and by [`ask`].
//!
//! **Every screen shows the same.** Each change gives its row another random stamp. One task for each process adds the stamps of the
//! open visits up (`watch`) and tells the open pages when the sum is another one, so that it does not matter which process wrote.
//!
//! **Names.** Here are initials only, and keyed digests of what a driving licence says; names stay in `patients/`.

mod board;
mod digest;
mod lane;
mod lane_records;
mod licence;
mod lookup;
mod model;
mod records;
mod registry;
mod rounds;
mod serving;

pub mod buyers;
pub mod cards;
pub mod departures;
pub mod events;
pub mod lane_restorations;
pub mod lane_shifts;
pub mod lanes;
pub mod lookups;
pub mod moves;
pub mod readings;
pub mod refusals;
pub mod scans;
pub mod servings;
pub mod turn_aways;
pub mod web;

pub use lane::Lane;
pub use lookup::Lookup;
pub use model::Guest;
pub use rounds::{ask, ask_waiting, watch};
pub use serving::{CartFate, Served, cart_taken_up, cart_went, serve};

use crate::app::App;
use crate::error::Result;

/// A number that no other change has: what the screens compare is the sum of them.
fn stamp() -> i64 {
    // 40 bits: thousands of them stay far from the end of an i64.
    i64::try_from(uuid::Uuid::new_v4().as_u128() >> 88).unwrap_or_default()
}

/// At start: every location has lanes.
pub async fn complete(app: &App) -> Result<()> {
    app.db.write(Lane::complete).await
}

//! The demonstration world: a dispensary, the processor that sends it goods, a laboratory, patients and staff. All of it is made
//! up; dates count from the day the books are first opened.

mod demo;
pub mod people;
mod places;
pub mod shipments;

use super::profile::Profile;
use super::refusal::Result;
use super::state::Books;
use crate::db::Conn;

/// The company's number: `license_number` at login.
pub const UBI: &str = "600000100";
/// The dispensary's licence.
pub const SHOP: &str = "MMTC-2019-0016-R1";
/// The licence of the processor that sends.
pub const SENDER: &str = "MMTC-2019-0016-P1";
/// The laboratory's licence.
pub const LAB: &str = "CMTL-2021-0007";

/// Fills empty books, each thing in a transaction of its own, as it would have come about.
pub fn load(conn: &mut Conn, profile: &Profile, now: i64) -> Result<()> {
    places::load(&mut Books::writing(conn, profile, now)?)?;
    people::load(&mut Books::writing(conn, profile, now)?)?;
    for shipment in demo::shipments() {
        shipments::send(&mut Books::writing(conn, profile, now)?, &shipment)?;
    }
    Ok(())
}

//! Groups of permissions, and the rules of giving them: nobody raises themselves, only who may assign gives what they do not have, and
//! somebody is always left who can let people in and say what they may do.

mod giving;
mod records;
pub mod retirements;
pub mod web;

pub use giving::{must_be_below, must_be_given, must_leave_an_admin};

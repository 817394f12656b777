//! Laboratories: what they say of packages, the samples that go there, who releases a certificate, and what follows a failed test.

mod failures;
mod filings;
mod laboratories;
mod model;
pub mod panel;
mod readings;
pub mod release;
pub mod releases;
pub mod remediations;
mod remedies;
pub mod retests;
pub mod samples;
pub mod signings;
mod taken_back;
pub mod voids;
pub mod web;
mod worklist;

pub use failures::FailedTest;
pub use filings::CreateSample;
pub use model::LabSample;
pub use panel::Panel;
pub use readings::{read_again, read_if_old};
pub use release::Release;
pub use remedies::{Remediate, Retest};
pub use taken_back::VoidSample;
pub use worklist::{deadlines, unsigned};

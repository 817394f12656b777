//! The rows of the state's tables, field names as `sync_*` sends them (biotrack-api §3).

mod goods;
mod holds;
mod labs;
mod patients;
mod places;
mod preassigned;
mod sales;
mod samples;
mod shipments;
mod taxes;
mod transporters;

pub use goods::{Adjustment, Conversion, Item};
pub use holds::{HeldGoods, Hold};
pub use labs::Lab;
pub use patients::{PastDispensation, Patient, PatientOrder};
pub use places::{ApiUser, Employee, PlantRoom, Room, Staff, Vehicle, Vendor};
pub use preassigned::Preassigned;
pub use sales::SaleLine;
pub use samples::{GivenSample, Sample};
pub use shipments::{Inbound, Manifest, Outbound, Returned, Stop, StopItem};
pub use taxes::TaxReport;
pub use transporters::Transporter;

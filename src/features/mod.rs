//! The features, a folder each: the same noun in the URL, the folder, the template folder, the table and the test.

pub mod conversions;
pub mod counts;
pub mod destructions;
pub mod discounts;
pub mod drawers;
pub mod drivers;
pub mod events;
pub mod evidence;
pub mod facilities;
pub mod filings;
pub mod go_live;
pub mod groups;
pub mod guests;
pub mod home;
pub mod incidents;
pub mod initial_uploads;
pub mod inspectors;
pub mod inventory;
pub mod labels;
pub mod labs;
pub mod locations;
pub mod manifests;
pub mod passwords;
pub mod patients;
pub mod pins;
pub mod pre_orders;
pub mod price_tiers;
pub mod prints;
pub mod products;
pub mod purchases;
pub mod reasons;
pub mod receiving;
pub mod register;
pub mod returns;
pub mod rooms;
pub mod rules;
pub mod sales;
pub mod second_factors;
pub mod sign_in;
pub mod statuses;
pub mod sublots;
pub mod supplies;
pub mod users;
pub mod vehicles;

use crate::filing::{Act, Action, Of};

/// Every act there is, by name: recovery goes through the same four functions as the handler.
pub fn act(action: Action) -> &'static dyn Act {
    match action {
        Action::AddDriver => &Of::<drivers::AddDriver>::ACT,
        Action::ChangeDriver => &Of::<drivers::ChangeDriver>::ACT,
        Action::RetireDriver => &Of::<drivers::RetireDriver>::ACT,
        Action::AddVehicle => &Of::<vehicles::AddVehicle>::ACT,
        Action::ChangeVehicle => &Of::<vehicles::ChangeVehicle>::ACT,
        Action::RetireVehicle => &Of::<vehicles::RetireVehicle>::ACT,
        Action::AddRoom => &Of::<rooms::AddRoom>::ACT,
        Action::ChangeRoom => &Of::<rooms::ChangeRoom>::ACT,
        Action::RetireRoom => &Of::<rooms::RetireRoom>::ACT,
        Action::ConfirmArrival => &Of::<receiving::ConfirmArrival>::ACT,
        Action::Receive => &Of::<receiving::Receive>::ACT,
        Action::Adjust => &Of::<inventory::Adjust>::ACT,
        Action::Move => &Of::<inventory::MoveToRoom>::ACT,
        Action::MakeSublots => &Of::<sublots::MakeSublots>::ACT,
        Action::Convert => &Of::<conversions::Convert>::ACT,
        Action::UndoConversion => &Of::<conversions::UndoConversion>::ACT,
        Action::CreateSample => &Of::<labs::CreateSample>::ACT,
        Action::VoidSample => &Of::<labs::VoidSample>::ACT,
        Action::Retest => &Of::<labs::Retest>::ACT,
        Action::Remediate => &Of::<labs::Remediate>::ACT,
        Action::ScheduleDestruction => &Of::<destructions::ScheduleDestruction>::ACT,
        Action::UndoDestruction => &Of::<destructions::UndoDestruction>::ACT,
        Action::Destroy => &Of::<destructions::Destroy>::ACT,
        Action::Sell => &Of::<sales::Sell>::ACT,
        Action::VoidSale => &Of::<sales::VoidSale>::ACT,
        Action::ReturnSale => &Of::<returns::ReturnSale>::ACT,
        Action::FileManifest => &Of::<manifests::FileManifest>::ACT,
        Action::ShipManifest => &Of::<manifests::ShipManifest>::ACT,
        Action::RecallShipment => &Of::<manifests::RecallShipment>::ACT,
        Action::VoidManifest => &Of::<manifests::VoidManifest>::ACT,
        Action::VoidStop => &Of::<manifests::VoidStop>::ACT,
        Action::TakeBack => &Of::<manifests::TakeBack>::ACT,
        Action::TakeOver => &Of::<initial_uploads::TakeOver>::ACT,
    }
}

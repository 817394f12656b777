//! Everything the clerks do. A new kind of act is a function, and a line in [`ACTS`] that says what it tells the state.

#[path = "acts/counts.rs"]
mod counts;
#[path = "acts/destructions.rs"]
mod destructions;
#[path = "acts/fleet.rs"]
mod fleet;
#[path = "acts/labs.rs"]
mod labs;
#[path = "acts/manifests.rs"]
mod manifests;
#[path = "acts/packages.rs"]
mod packages;
#[path = "acts/receiving.rs"]
mod receiving;
#[path = "acts/rooms.rs"]
mod rooms;
#[path = "acts/sales.rs"]
mod sales;

pub use receiving::receive_one;
pub use sales::sell;

use super::browser::{Lost, Outcome, Person};
use super::stage::Stage;
use lotbook::filing::Action;
use std::pin::Pin;

type Doing<'a> = Pin<Box<dyn Future<Output = Result<Outcome, Lost>> + Send + 'a>>;

/// One kind of act: how often, what the state is told of it, and how it is done by the pages.
pub struct Act {
    pub name: &'static str,
    pub weight: u64,
    pub files: &'static [Action],
    pub run: for<'a> fn(&'a mut Person, &'a Stage) -> Doing<'a>,
}

macro_rules! acts {
    ($($module:ident :: $name:ident $weight:literal [$($action:ident)*];)+) => {
        pub const ACTS: &[Act] = &[$(Act {
            name: stringify!($name),
            weight: $weight,
            files: &[$(Action::$action),*],
            run: |person, stage| Box::pin($module::$name(person, stage)),
        }),+];
    };
}

acts! {
    sales::sell 40 [Sell];
    sales::void 8 [VoidSale];
    sales::take_back 6 [ReturnSale ScheduleDestruction];
    receiving::receive 10 [ConfirmArrival Receive Move];
    packages::move_package 12 [Move];
    packages::move_by_scanning 6 [Move];
    packages::adjust 10 [Adjust];
    packages::sublot 7 [MakeSublots Move];
    packages::convert 9 [Convert];
    packages::undo_conversion 7 [UndoConversion];
    destructions::schedule 7 [ScheduleDestruction];
    destructions::undo 5 [UndoDestruction];
    destructions::complete 5 [Destroy];
    labs::send_sample 5 [CreateSample];
    labs::void_sample 3 [VoidSample];
    labs::hear_laboratory 8 [];
    labs::retest 4 [Retest];
    labs::remediate 5 [Remediate];
    labs::read_lab 3 [];
    labs::read_all 1 [];
    rooms::add_room 4 [AddRoom];
    rooms::change_room 4 [ChangeRoom];
    rooms::retire_room 4 [RetireRoom];
    counts::count 8 [Adjust];
    fleet::add_driver 3 [AddDriver];
    fleet::change_driver 3 [ChangeDriver];
    fleet::retire_driver 2 [RetireDriver];
    fleet::add_vehicle 3 [AddVehicle];
    fleet::change_vehicle 3 [ChangeVehicle];
    fleet::retire_vehicle 2 [RetireVehicle];
    manifests::file_manifest 8 [FileManifest];
    manifests::ship_manifest 4 [ShipManifest];
    manifests::void_manifest 4 [VoidManifest];
    manifests::recall_shipment 4 [RecallShipment VoidManifest];
    manifests::void_stop 3 [VoidStop];
}

/// What nobody does under fire, and why not.
pub const ELSEWHERE: &[(&str, &str)] = &[
    ("take_over", "an initial upload is over before the first sale; tests/it/initial_uploads.rs kills it at every place"),
    (
        "take_back",
        "only a receiver elsewhere begins it, and nobody stands there; tests/it/crashes_of_manifests.rs kills it at every place",
    ),
];

/// Everything that the state is told under fire.
pub fn told() -> impl Iterator<Item = Action> {
    ACTS.iter().flat_map(|act| act.files.iter().copied())
}

/// Does one act, drawn by weight.
pub async fn any(person: &mut Person, stage: &Stage) -> (&'static str, Outcome) {
    let mut drawn = person.chance.between(1, ACTS.iter().map(|act| act.weight).sum());
    let act = ACTS.iter().find(|act| {
        let hit = drawn <= act.weight;
        drawn = drawn.saturating_sub(act.weight);
        hit
    });
    let act = act.unwrap_or(&ACTS[0]);
    person.doing = act.name;
    let outcome = (act.run)(person, stage).await.unwrap_or_else(|Lost(why)| {
        person.words.push(format!("{}: no answer, {why}", act.name));
        Outcome::Lost
    });
    (act.name, outcome)
}

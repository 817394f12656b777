//! `/inventory/{id}/sublots`: parts of a package become packages of their own.

use super::filings::{MOST, MakeSublots, Output};
use crate::features::inventory::{Lab, Package, Unit};
use crate::features::labs::LabSample;
use crate::features::products::Product;
use crate::features::rooms::Room;
use crate::filing::Filing;
use crate::stock::{self, Balance};
use crate::values::{PackageId, RoomId};
use crate::web::prelude::*;

/// Lines that stand open on the page; the others are folded up below them, and keep what was typed.
const USUAL_ROWS: usize = 5;
/// The most labels of one package at once.
const MOST_COPIES: i64 = 20;

#[derive(Template)]
#[template(path = "sublots/new.html")]
struct New {
    shell: Shell,
    package: Package,
    product: Product,
    room: Room,
    balance: Balance,
    rooms: Vec<Room>,
    /// Why nothing is split off it while its retest runs.
    retested: Option<String>,
}

impl New {
    fn unit(&self) -> &'static str {
        Unit::of(self.package.inventory_type).words()
    }

    fn help(&self) -> &'static str {
        if Unit::of(self.package.inventory_type).is_counted() {
            "Whole units. Leave the lines that you do not need empty."
        } else {
            "At most two decimals. Leave the lines that you do not need empty."
        }
    }

    fn usual(&self) -> std::ops::RangeInclusive<usize> {
        1..=USUAL_ROWS
    }

    fn more(&self) -> std::ops::RangeInclusive<usize> {
        USUAL_ROWS + 1..=MOST
    }

    /// Something was typed there, in a form that came back.
    fn more_are_used(&self) -> bool {
        self.more().any(|row| !self.shell.value(format!("quantity-{row}"), "").is_empty())
    }

    fn lab(&self) -> Lab {
        Lab::of(self.package.lab_result)
    }

    fn is_too_early(&self) -> bool {
        !self.package.lab_has_spoken()
    }

    fn stay(&self) -> String {
        format!("They stay in {}", self.room.name)
    }

    /// Everywhere else.
    fn options(&self) -> Vec<(String, String)> {
        let elsewhere = self.rooms.iter().filter(|room| room.id != self.room.id);
        elsewhere.map(|room| (room.id.to_string(), format!("{} ({})", room.name, room.kind.label().to_lowercase()))).collect()
    }
}

fn readable(id: &str) -> Result<PackageId> {
    id.parse().map_err(|_| Error::NotFound)
}

/// GET /inventory/{id}/sublots/new
pub async fn new(app: Data<App>, may: May<may::MakeSublots>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let (package, product, room, balance, rooms, retested) = app
        .read(move |conn| {
            let (package, product, room) = Package::with_place(conn, location, id)?;
            let retested = LabSample::words_of_retest(conn, &package)?;
            Ok((package, product, room, stock::of_package(conn, id)?, Room::listed(conn, location)?, retested))
        })
        .await?;
    page(New { shell, package, product, room, balance, rooms, retested })
}

/// POST /inventory/{id}/sublots
pub async fn create(app: Data<App>, may: May<may::MakeSublots>, id: Path<String>, form: Form) -> Result<Redirect> {
    let (location, id) = (may.location, readable(&id)?);
    let package = app.read(move |conn| Package::find(conn, location, id)).await?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let outputs = outputs(&fields, Unit::of(package.inventory_type));
    let (outputs, room) = fields.done((outputs, fields.optional::<RoomId>("room")))?;
    let sublots = MakeSublots {
        everything: fields.ticked("everything"),
        ..MakeSublots::new(package.id, outputs, room, fields.ticked("untested"))
    };
    let made = app.file(&may, key, sublots.clone()).await?;
    let words = if made.len() == 1 { "One sublot was made".to_owned() } else { format!("{} sublots were made", made.len()) };
    let moved = match room.filter(|room| *room != package.room_id) {
        Some(room) => {
            let name = app.read(move |conn| Room::find(conn, location, room)).await?.name;
            let which = if made.len() == 1 { "Its move" } else { "Their move" };
            format!(" {which} to {name} is reported to BioTrack next.")
        }
        None => String::new(),
    };
    Ok(see_other(sublots.result_url(&made)).notice(format!("{words}, here and in BioTrack.{moved}")))
}

/// The lines that are filled, in their order.
fn outputs(fields: &Fields, unit: Unit) -> Option<Vec<Output>> {
    let filled: Vec<&str> = fields
        .starting_with("quantity-")
        .into_iter()
        .filter(|(_, typed)| !typed.is_empty())
        .map(|(row, _)| row)
        .take(MOST)
        .collect();
    if filled.is_empty() {
        fields.problem("quantity-1", "Type how much the new package gets.");
    }
    filled.into_iter().map(|row| output(fields, row, unit)).collect::<Vec<_>>().into_iter().collect()
}

fn output(fields: &Fields, row: &str, unit: Unit) -> Option<Output> {
    let (name, copies) = (format!("quantity-{row}"), format!("labels-{row}"));
    let quantity = fields.quantity(&name)?;
    if !quantity.is_positive() {
        fields.problem(&name, "Type more than 0, or leave the line empty.");
    } else if unit.is_counted() && quantity.whole().is_none() {
        fields.problem(&name, "This package is counted: type a whole number.");
    }
    let copies = if fields.raw(&copies).is_empty() { Some(0) } else { fields.whole(&copies, 0..=MOST_COPIES) };
    Some(Output { quantity, copies: copies? })
}

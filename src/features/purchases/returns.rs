//! `/receiving/purchases/{id}/returns`: part of a received purchase goes back to the vendor.

use super::line::PurchaseLine;
use super::model::Shown;
use super::received::{Reason, ReturnToVendor};
use super::search::URL;
use super::web::readable;
use crate::features::rooms::Room;
use crate::features::supplies::Shelf;
use crate::features::supplies::moves::MOST_UNITS;
use crate::values::{PurchaseLineId, Quantity, RoomId};
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "purchases/return.html")]
struct New {
    shell: Shell,
    shown: Shown,
    /// What may still go back, and where it lies: `Sales floor 12, Vault 3`.
    lines: Vec<(PurchaseLine, String)>,
    rooms: Vec<Room>,
}

impl New {
    fn rooms(&self) -> Vec<(String, String)> {
        self.rooms.iter().map(|room| (room.id.to_string(), room.name.clone())).collect()
    }
}

/// GET /receiving/purchases/{id}/returns/new
pub async fn new(app: Data<App>, may: May<may::Purchase>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let (shown, lines, rooms) = app
        .read(move |conn| {
            let shown = Shown::find(conn, location, id)?;
            shown.purchase.must_be_received()?;
            let mut lines = Vec::new();
            for line in PurchaseLine::of_purchase(conn, id)?.into_iter().filter(|line| line.left().is_positive()) {
                let lies = lies(&Shelf::of(conn, location, line.product_id)?);
                lines.push((line, lies));
            }
            Ok((shown, lines, Room::all(conn, location)?))
        })
        .await?;
    if lines.is_empty() {
        return rule(format!("All of {} went back already.", shown.purchase.name()));
    }
    page(New { shell, shown, lines, rooms })
}

/// Where it lies, in words.
fn lies(shelf: &Shelf) -> String {
    let free: Vec<String> = shelf
        .rooms
        .iter()
        .filter(|(_, balance)| balance.available().is_positive())
        .map(|(room, balance)| format!("{} {}", room.name, balance.available()))
        .collect();
    if free.is_empty() { "none is free".to_owned() } else { free.join(", ") }
}

/// POST /receiving/purchases/{id}/returns
pub async fn create(app: Data<App>, may: May<may::Purchase>, id: Path<String>, form: Form) -> Result<Redirect> {
    let purchase = readable(&id)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let readings =
        (fields.choice::<RoomId>("room"), lines(&fields), fields.choice::<Reason>("reason"), fields.text("note", 0..=200));
    let (room, lines, reason, note) = fields.done(readings)?;
    let said = app.record(&may, key, ReturnToVendor { purchase, room, lines, reason, note }).await?;
    Ok(see_other(format!("{URL}/{purchase}")).notice(said))
}

/// The lines of which some goes back; an empty field, or 0, is none.
fn lines(fields: &Fields) -> Vec<Option<(PurchaseLineId, Quantity)>> {
    let typed = fields.starting_with("quantity-").into_iter().filter(|(_, value)| !matches!(*value, "" | "0"));
    typed
        .filter_map(|(id, _)| id.parse::<PurchaseLineId>().ok())
        .map(|line| fields.whole(&format!("quantity-{line}"), 1..=MOST_UNITS).map(|units| (line, Quantity::units(units))))
        .collect()
}

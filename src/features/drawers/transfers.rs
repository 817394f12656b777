//! `/drawers/{id}/transfers`: cash goes from one open drawer to another.

use super::model::Drawer;
use super::records::TransferCash;
use super::register::Register;
use crate::values::{Cents, DrawerSessionId};
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "drawers/transfer.html")]
struct New {
    shell: Shell,
    drawer: Drawer,
    register: String,
    /// The other open drawers, by their registers.
    others: Vec<(String, String)>,
}

/// GET /drawers/{id}/transfers/new
pub async fn new(app: Data<App>, may: May<may::MoveCash>, id: Path<DrawerSessionId>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, id.into_inner());
    let new = app
        .read(move |conn| {
            let drawer = Drawer::find(conn, location, id)?;
            let mut others = Vec::new();
            for register in Register::in_use(conn, location)? {
                let open = Drawer::open_of(conn, register.id)?.filter(|other| other.is_open() && other.id != id);
                others.extend(open.map(|other| (other.id.to_string(), register.name)));
            }
            Ok(New { shell, register: drawer.register_name(conn)?, drawer, others })
        })
        .await?;
    page(new)
}

/// POST /drawers/{id}/transfers
pub async fn create(app: Data<App>, may: May<may::MoveCash>, id: Path<DrawerSessionId>, form: Form) -> Result<Redirect> {
    let (from, fields) = (id.into_inner(), form.fields());
    let key = fields.form_key()?;
    let amount = fields.money("amount");
    if amount == Some(Cents::ZERO) {
        fields.problem("amount", "Type how much.");
    }
    let (cents, to, note) = fields.done((amount, fields.choice::<DrawerSessionId>("to"), fields.text("note", 0..=200)))?;
    app.record(&may, key, TransferCash { from, to, cents, note }).await?;
    Ok(see_other(format!("/drawers/{from}")).notice(format!("{cents} went to the other drawer.")))
}

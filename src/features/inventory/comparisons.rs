//! `/inventory/{id}/comparisons`: the state is asked for a package and stands beside our books; if its quantity is wrong, it is told
//! ours once more. The state has no screen of its own for operators: this is how they see what it believes.

use super::adjust::{Adjust, Meant};
use super::compared::{Compared, Ours};
use super::detail::readable;
use crate::features::reasons::{self, Kind, Reason};
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "inventory/comparison.html")]
struct New {
    shell: Shell,
    ours: Ours,
    /// What the state said, or why it said nothing.
    answer: Result<Compared, String>,
    /// The state's row could be read whole, room and all.
    is_whole: bool,
    may_adjust: bool,
    reasons: Vec<Reason>,
}

impl New {
    fn options(&self) -> Vec<(i64, &str)> {
        self.reasons.iter().map(|reason| (reason.code, reason.name.as_str())).collect()
    }

    fn may_tell_again(&self) -> bool {
        let differs = self.answer.as_ref().is_ok_and(Compared::quantity_differs);
        differs && self.may_adjust && !self.ours.is_waiting && !self.reasons.is_empty()
    }
}

/// GET /inventory/{id}/comparisons/new
pub async fn new(app: Data<App>, may: May<may::SeeInventory>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let ours = app.read(move |conn| Ours::find(conn, location, id)).await?;
    let (mut answer, mut is_whole) = (Err(String::new()), false);
    match app.biotrack.look(ours.package.barcode).await {
        Ok(look) => {
            let row = row(&app, &ours).await;
            is_whole = row.is_some();
            answer = Ok(Compared::of(&ours, &look, row.as_ref()));
        }
        Err(error) => answer = answer.map_err(|_| error.to_string()),
    }
    let may_adjust = may.may::<may::Adjust>();
    let reasons = if may_adjust { reasons::current(&app, &may, Kind::Adjust).await? } else { Vec::new() };
    page(New { shell, ours, answer, is_whole, may_adjust, reasons })
}

/// The state's row of it, which it lists by transactions only; `None` when something else has changed it since.
async fn row(app: &App, ours: &Ours) -> Option<crate::biotrack::Item> {
    match app.biotrack.changed_last_by(ours.told_last?).await {
        Ok(rows) => rows.into_iter().find(|row| row.barcode == ours.package.barcode),
        Err(error) => {
            tracing::warn!(%error, "a package's row could not be read for a comparison");
            None
        }
    }
}

/// POST /inventory/{id}/comparisons: the state is told our quantity once more.
pub async fn create(app: Data<App>, may: May<may::Adjust>, id: Path<String>, form: Form) -> Result<Redirect> {
    let (location, id) = (may.location, readable(&id)?);
    let package = app.read(move |conn| super::Package::find(conn, location, id)).await?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let (reason, note) = fields.done((fields.whole("reason", 0..=i64::MAX), fields.text("note", 3..=200)))?;
    app.file(&may, key, Adjust::meant(package.id, Meant::AsHere, reason, note)).await?;
    Ok(see_other(format!("/inventory/{}/comparisons/new", package.id)).notice("The state was told our quantity once more."))
}

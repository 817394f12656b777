//! `/drawers/reasons`: what may be said of cash that moves without a sale.

use super::ledger::Kind;
use super::reason::{AddReason, KINDS, Reason, SwitchReason};
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "drawers/reasons.html")]
struct Index {
    shell: Shell,
    reasons: Vec<Reason>,
}

impl Index {
    fn kinds(&self) -> [Kind; 4] {
        KINDS
    }

    fn of(&self, kind: &Kind) -> Vec<&Reason> {
        self.reasons.iter().filter(|reason| reason.kind == *kind).collect()
    }
}

/// GET /drawers/reasons
pub async fn index(app: Data<App>, may: May<may::EditRegisters>, shell: Shell) -> Result<Html> {
    let location = may.location;
    let reasons = app.read(move |conn| Reason::all(conn, location)).await?;
    page(Index { shell, reasons })
}

/// POST /drawers/reasons
pub async fn create(app: Data<App>, may: May<may::EditRegisters>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (kind, name) = fields.done((fields.choice::<Kind>("kind"), fields.text("name", 1..=60)))?;
    let notice = format!("“{name}” was added.");
    app.record(&may, key, AddReason { kind, name }).await?;
    Ok(see_other("/drawers/reasons").notice(notice))
}

/// POST /drawers/reasons/switches: a reason is used no more, or again.
pub async fn update(app: Data<App>, may: May<may::EditRegisters>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (kind, name) = fields.done((fields.choice::<Kind>("kind"), fields.text("name", 1..=60)))?;
    app.record(&may, key, SwitchReason { kind, name, active: fields.ticked("active") }).await?;
    Ok(see_other("/drawers/reasons"))
}

//! `/manifests/returns`: what receivers did not take. It comes back without a manifest, and is taken into stock here.

use super::heard;
use super::taking_back::{Outstanding, TakeBack};
use crate::values::OutgoingReturnId;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "manifests/returns.html")]
struct Index {
    shell: Shell,
    outstanding: Vec<Outstanding>,
    /// Why the state could not be asked just now.
    silence: Option<String>,
    may_send: bool,
}

/// GET /manifests/returns
pub async fn index(app: Data<App>, clerk: May<may::SeeManifests>, shell: Shell) -> Result<Html> {
    let location = clerk.location;
    let silence = heard::pull(&app, &clerk).await?;
    let outstanding = app.read(move |conn| Outstanding::listed(conn, location)).await?;
    page(Index { shell, outstanding, silence, may_send: clerk.may::<may::SendGoods>() })
}

/// POST /manifests/returns
pub async fn create(app: Data<App>, may: May<may::SendGoods>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let mut chosen = fields.done(fields.choices::<OutgoingReturnId>("returned"))?;
    chosen.sort();
    chosen.dedup();
    if chosen.is_empty() {
        return rule("Nothing is chosen. Tick what is here again.");
    }
    let arrived = app.file(&may, key, TakeBack::new(chosen)).await?;
    let words = crate::features::inventory::packages(arrived.len());
    Ok(see_other("/manifests/returns").notice(format!("{words} taken into stock, here and in BioTrack.")))
}

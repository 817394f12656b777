//! `/manifests/{id}/stops/{stop}/prices`: what another company pays for one of each.

use super::draft::SavePrices;
use super::web::readable_stop;
use crate::values::{Cents, OutgoingLineId};
use crate::web::prelude::*;

/// POST /manifests/{id}/stops/{stop}/prices
pub async fn create(app: Data<App>, may: May<may::SendGoods>, ids: Path<(String, String)>, form: Form) -> Result<Redirect> {
    let (manifest, stop) = readable_stop(&ids)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let prices: Option<Vec<_>> = fields.starting_with("price-").into_iter().map(|(line, _)| price(&fields, line)).collect();
    let prices = fields.done(prices)?;
    app.record(&may, key, SavePrices { manifest, stop, prices }).await?;
    Ok(see_other(format!("/manifests/{manifest}#stop-{stop}")).notice("The prices are saved."))
}

fn price(fields: &Fields, line: &str) -> Option<(OutgoingLineId, Option<Cents>)> {
    let name = format!("price-{line}");
    let Ok(id) = line.parse() else {
        fields.problem(&name, "That is none of the packages. Open the page again.");
        return None;
    };
    let price = fields.optional_money(&name)?;
    if price.is_some_and(|price| price < Cents::ZERO) {
        fields.problem(&name, "A price is 0.00 or more.");
        return None;
    }
    Some((id, price))
}

//! `/receiving/purchases/{id}/receipts`: what will happen, on a page of its own, because a received purchase is closed for good.

use super::line::{PurchaseLine, Totals};
use super::model::{Purchase, Shown};
use super::received::ReceivePurchase;
use super::search::URL;
use super::web::readable;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "purchases/receipt.html")]
struct New {
    shell: Shell,
    shown: Shown,
    lines: Vec<PurchaseLine>,
    totals: Totals,
    /// Received before with the same invoice number.
    same_invoice: Vec<Purchase>,
}

impl New {
    /// `Receive 3 products, 40 units`.
    fn act(&self) -> String {
        format!("Receive {}", self.totals.words())
    }

    fn question(&self) -> String {
        format!("{}?", self.act())
    }

    fn free(&self) -> i64 {
        i64::try_from(self.lines.iter().filter(|line| line.unit_cost_cents.0 == 0).count()).unwrap_or(i64::MAX)
    }
}

/// GET /receiving/purchases/{id}/receipts/new
pub async fn new(app: Data<App>, may: May<may::Purchase>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let (shown, lines, same_invoice) = app
        .read(move |conn| {
            let shown = Shown::find(conn, location, id)?;
            shown.purchase.must_be_draft()?;
            let same = shown.purchase.same_invoice(conn, location)?;
            Ok((shown, PurchaseLine::of_purchase(conn, id)?, same))
        })
        .await?;
    page(New { shell, shown, totals: Totals::of(&lines), lines, same_invoice })
}

/// POST /receiving/purchases/{id}/receipts
pub async fn create(app: Data<App>, may: May<may::Purchase>, id: Path<String>, form: Form) -> Result<Redirect> {
    let id = readable(&id)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let version = fields.done(fields.whole("version", 1..=i64::MAX))?;
    let said = app.record(&may, key, ReceivePurchase { purchase: id, version }).await?;
    Ok(see_other(format!("{URL}/{id}")).notice(said))
}

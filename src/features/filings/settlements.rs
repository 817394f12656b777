//! POST /filings/{id}/settlements: what a person says became of a filing.

use crate::filing::{Corrected, Settled, Told, Verdict};
use crate::values::FilingId;
use crate::web::prelude::*;
use std::ops::RangeInclusive;

const REASON: RangeInclusive<usize> = 3..=300;
/// Far beyond any number of the state.
const TRANSACTIONS: RangeInclusive<i64> = 1..=999_999_999_999;

/// POST /filings/{id}/settlements
pub async fn create(app: Data<App>, may: May<may::SettleFiling>, id: Path<FilingId>, form: Form) -> Result<Redirect> {
    let (fields, id) = (form.fields(), id.into_inner());
    let key = fields.form_key()?;
    let names_a_row = fields.raw("verdict") == Verdict::Has.as_str();
    let (verdict, transaction, reason) = fields.done((
        fields.read::<Verdict>("verdict"),
        if names_a_row { fields.whole("transaction", TRANSACTIONS).map(Some) } else { Some(None) },
        fields.text("reason", REASON),
    ))?;
    let notice = match (verdict, transaction) {
        (Verdict::Corrected, _) => {
            app.record(&may, key, Corrected { filing: id, reason }).await?;
            "Settled: what this filing froze is free again. Nothing else was changed.".to_owned()
        }
        (_, Some(transaction)) => notice(app.settle(&may, key, id, Told::Has { transaction }, reason).await?),
        (_, None) => {
            let looked = fields.ticked("looked");
            after_all(app.settle(&may, key, id, Told::HasNot { looked }, reason).await?)
        }
    };
    Ok(see_other(format!("/filings/{id}")).notice(notice))
}

fn notice(settled: Settled) -> String {
    match settled {
        Settled::Accepted { transaction } => {
            format!("Settled: the state has it as transaction {transaction}, and our books now say the same.")
        }
        Settled::Refused => {
            "Settled: the state does not have it. It was closed as refused, and what was held is free again.".into()
        }
        Settled::Before => "This filing was closed before you sent that; nothing more was done.".into(),
    }
}

/// The state's ledger stands above what was said of it.
fn after_all(settled: Settled) -> String {
    match settled {
        Settled::Accepted { transaction } => format!(
            "The state has it after all, as transaction {transaction}: so it was accepted, and our books now say the same."
        ),
        other => notice(other),
    }
}

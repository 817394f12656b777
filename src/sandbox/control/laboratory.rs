//! What the control door does to goods: a laboratory's result out of nothing, and whether a location is still being opened.

use super::{State, answered};
use crate::sandbox::quality;
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Item, Sample, Vendor};
use crate::sandbox::state::Books;
use crate::sandbox::texts;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::{Value, json};

/// A result for every sample of an item, or for one sample alone.
#[derive(Deserialize)]
pub struct LabResult {
    barcode: Option<String>,
    sample_id: Option<String>,
    result: i64,
    med_usableweight: Option<String>,
}

/// POST /control/lab
pub async fn set_result(sandbox: State, ask: web::Json<LabResult>) -> HttpResponse {
    answered(sandbox.write(move |books| result(books, &ask)).await)
}

fn result(books: &mut Books, ask: &LabResult) -> Result<Value> {
    let debit = ask.med_usableweight.as_deref();
    match (&ask.sample_id, &ask.barcode) {
        (Some(id), _) => {
            let Some(sample) = books.get::<Sample>(id)?.filter(|sample| !sample.voided) else {
                return refuse(refusal::no_sample());
            };
            let item = books.get::<Item>(&sample.parentid)?;
            let tests = item.map(|item| quality::certificate(&item, ask.result)).unwrap_or_default();
            books.file_result(sample, ask.result, tests, debit)?;
        }
        (None, Some(barcode)) => {
            let Some(mut item) = books.get::<Item>(barcode)? else { return refuse(texts::item_not_found(barcode)) };
            quality::set_result(books, &mut item, ask.result, debit)?;
        }
        (None, None) => return refuse(refusal::no_identifier()),
    }
    Ok(json!({}))
}

/// Whether opening stock may be reported at a location.
#[derive(Deserialize)]
pub struct Onboarding {
    location: String,
    onboarding: bool,
}

/// POST /control/onboarding
pub async fn set_onboarding(sandbox: State, ask: web::Json<Onboarding>) -> HttpResponse {
    let work = move |books: &mut Books| {
        let Some(vendor) = books.get::<Vendor>(&ask.location)? else { return refuse(refusal::not_your_location()) };
        books.put(&Vendor { onboarding: ask.onboarding, ..vendor })?;
        Ok(json!({}))
    };
    answered(sandbox.write(work).await)
}

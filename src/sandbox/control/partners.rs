//! What the control door does to the places goods go to and the third parties that carry them.

use super::{State, answered};
use crate::sandbox::rows::{Transporter, Vendor};
use actix_web::{HttpResponse, web};
use serde_json::json;

/// POST /control/licenses: a licensed location, as `sync_vendor` has it.
pub async fn put_license(sandbox: State, vendor: web::Json<Vendor>) -> HttpResponse {
    answered(sandbox.write(move |books| books.put(&*vendor)).await.map(|()| json!({})))
}

/// POST /control/transporters: a third party, as `sync_third_party_transporter` has it.
pub async fn put_transporter(sandbox: State, transporter: web::Json<Transporter>) -> HttpResponse {
    answered(sandbox.write(move |books| books.put(&*transporter)).await.map(|()| json!({})))
}

//! The control door, for tests and demonstrations only: faults, the clock, the books, test data. It answers only when it was asked
//! for at the start, and only to this machine.

mod laboratory;
mod partners;

use super::faults::Fault;
use super::refusal::{Failure, Result};
use super::rows::{Patient, Staff};
use super::sets::Which;
use super::state::Books;
use super::world::shipments::{self, Shipment};
use super::{Sandbox, actions, world};
use actix_web::{HttpRequest, HttpResponse, guard, web};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::net::IpAddr;

type State = web::Data<Sandbox>;

/// Adds `/control`, if it is to be there.
pub fn routes(routes: &mut web::ServiceConfig, open: bool) {
    if !open {
        return;
    }
    let from_here =
        guard::fn_guard(|context| is_loopback(context.head().peer_addr.map(|peer| peer.ip()), context.head().headers()));
    let door = web::scope("/control")
        .guard(from_here)
        .app_data(web::JsonConfig::default().limit(16 * 1024 * 1024).error_handler(|error, _| {
            let body = json!({"error": error.to_string()});
            actix_web::error::InternalError::from_response(error, HttpResponse::BadRequest().json(body)).into()
        }))
        .route("", web::get().to(about))
        .route("/faults", web::get().to(faults))
        .route("/faults", web::post().to(add_fault))
        .route("/faults", web::put().to(replace_faults))
        .route("/faults", web::delete().to(clear_faults))
        .route("/clock", web::post().to(advance_clock))
        .route("/books", web::get().to(books))
        .route("/world", web::get().to(written_world))
        .route("/calls", web::get().to(calls))
        .route("/calls/counts", web::get().to(counts))
        .route("/shipments", web::post().to(ship))
        .route("/patients", web::post().to(put_patient))
        .route("/staff", web::post().to(put_staff))
        .route("/licenses", web::post().to(partners::put_license))
        .route("/transporters", web::post().to(partners::put_transporter))
        .route("/lab", web::post().to(laboratory::set_result))
        .route("/onboarding", web::post().to(laboratory::set_onboarding));
    routes.service(door);
    routes.service(web::scope("/control").default_service(web::to(forbidden)));
}

/// Both the caller and the name it called us by must be this machine: a page in a browser must not reach this by a name of its own.
fn is_loopback(peer: Option<IpAddr>, headers: &actix_web::http::header::HeaderMap) -> bool {
    let host = headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name =
        host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit())).map_or(host, |(name, _)| name);
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let here = bare.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    here && peer.is_some_and(|peer| peer.to_canonical().is_loopback())
}

async fn forbidden(request: HttpRequest) -> HttpResponse {
    tracing::warn!(peer = ?request.peer_addr(), "the sandbox's control door was knocked at from elsewhere");
    HttpResponse::Forbidden().finish()
}

/// Whose books these are, their clock, and the action table with where each action is known from.
async fn about(sandbox: State) -> HttpResponse {
    let actions = actions::all().map(|action| json!({"name": action.name, "does": action.does, "provenance": action.provenance}));
    let actions: Vec<Value> = actions.collect();
    HttpResponse::Ok().json(
        json!({"identity": sandbox.live.identity, "profile": *sandbox.live.profile, "now": sandbox.now(), "actions": actions}),
    )
}

/// What is set, and how often each kind has struck since the start.
async fn faults(sandbox: State) -> HttpResponse {
    HttpResponse::Ok().json(sandbox.faults.standing())
}

async fn add_fault(sandbox: State, fault: web::Json<Fault>) -> HttpResponse {
    if let Some(words) = fault.trouble() {
        return HttpResponse::UnprocessableEntity().json(json!({"error": words}));
    }
    sandbox.faults.add(fault.into_inner());
    HttpResponse::Ok().json(json!({}))
}

/// All faults at once, and the seed of their chance.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mix {
    faults: Vec<Fault>,
    seed: Option<u64>,
}

async fn replace_faults(sandbox: State, mix: web::Json<Mix>) -> HttpResponse {
    if let Some(words) = mix.faults.iter().find_map(Fault::trouble) {
        return HttpResponse::UnprocessableEntity().json(json!({"error": words}));
    }
    let Mix { faults, seed } = mix.into_inner();
    sandbox.faults.replace(faults, seed);
    HttpResponse::Ok().json(json!({}))
}

async fn clear_faults(sandbox: State) -> HttpResponse {
    sandbox.faults.clear();
    HttpResponse::Ok().json(json!({}))
}

#[derive(Deserialize)]
struct Advance {
    advance_seconds: i64,
}

async fn advance_clock(sandbox: State, ask: web::Json<Advance>) -> HttpResponse {
    match sandbox.advance(ask.advance_seconds).await {
        Ok(None) => HttpResponse::BadRequest().json(json!({"error": "the clock can be moved up to a hundred years from today"})),
        moved => answered(moved.map(|now| json!({"now": now}))),
    }
}

#[derive(Deserialize)]
struct WhichBooks {
    #[serde(default)]
    training: u8,
}

/// Every row by kind, with the fields that never leave the books; no passwords. The live books, or with `training=1` the others.
async fn books(sandbox: State, asked: web::Query<WhichBooks>) -> HttpResponse {
    let which = if asked.training == 1 { Which::Training } else { Which::Live };
    answered(sandbox.read_in(which, everything).await)
}

fn everything(books: &mut Books) -> Result<Value> {
    let mut kinds: Map<String, Value> = Map::new();
    for entry in books.everything()? {
        let mut fields: Map<String, Value> = serde_json::from_str(&entry.body)?;
        fields.remove("_digest");
        fields.insert("transactionid".into(), entry.transaction_id.into());
        fields.insert("transactionid_original".into(), entry.transaction_original.into());
        fields.insert("deleted".into(), i64::from(entry.deleted).into());
        if let Some(rows) = kinds.entry(entry.kind).or_insert_with(|| json!([])).as_array_mut() {
            rows.push(fields.into());
        }
    }
    Ok(kinds.into())
}

/// The books as a world file, with digests for passwords: to compare books, or to begin others with.
async fn written_world(sandbox: State) -> HttpResponse {
    answered(sandbox.read(world::written).await)
}

async fn calls(sandbox: State) -> HttpResponse {
    HttpResponse::Ok().json(sandbox.calls.all())
}

/// How often each action was told, and what became of each nonce.
async fn counts(sandbox: State) -> HttpResponse {
    HttpResponse::Ok().json(sandbox.calls.counts())
}

async fn ship(sandbox: State, shipment: web::Json<Shipment>) -> HttpResponse {
    let shipment = shipment.into_inner();
    answered(sandbox.write(move |books| shipments::send(books, &shipment).map(|sent| json!(sent))).await)
}

async fn put_patient(sandbox: State, patient: web::Json<Patient>) -> HttpResponse {
    let mut patient = patient.into_inner();
    if patient.card_key.is_empty() {
        patient.card_key = world::patients::card_key(&patient.card_id);
    }
    let card_key = patient.card_key.clone();
    answered(sandbox.write(move |books| books.put(&patient)).await.map(|()| json!({"card_key": card_key})))
}

async fn put_staff(sandbox: State, staff: web::Json<Staff>) -> HttpResponse {
    answered(sandbox.write(move |books| books.put(&*staff)).await.map(|()| json!({})))
}

fn answered(outcome: Result<Value>) -> HttpResponse {
    match outcome {
        Ok(answer) => HttpResponse::Ok().json(answer),
        Err(Failure::Refused(refusal)) => HttpResponse::UnprocessableEntity().json(json!({"error": refusal.text})),
        Err(error) => HttpResponse::InternalServerError().json(json!({"error": error.to_string()})),
    }
}

//! The wire: `POST /serverjson.asp`, one JSON object in, one out, whatever the content type says (biotrack-api §1.1–1.6).
//! Logical failures are answered with status 200 and `success` 0.

use super::actions::{self, Action, Answer, Call, Does, Provenance};
use super::ask::Ask;
use super::faults::{Fault, Kind};
use super::refusal::{self, Failure, Refusal, Result, refuse};
use super::rows::ApiUser;
use super::session::Caller;
use super::sets::Which;
use super::{Sandbox, texts};
use actix_web::body::{BodySize, MessageBody};
use actix_web::{HttpResponse, web};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::sleep;

/// The largest request that is read.
const LARGEST: usize = 10 * 1024 * 1024;

/// What goes back.
enum Reply {
    Json(Value),
    Text(String),
    Broken,
    Dropped,
}

/// POST /serverjson.asp
pub async fn serverjson(sandbox: web::Data<Sandbox>, payload: web::Payload) -> HttpResponse {
    let body = collect(payload).await;
    // Spawned: the state finishes what reached it, whether or not the caller still listens.
    let exchange = actix_web::rt::spawn(async move { exchange(&sandbox, body).await });
    match exchange.await.unwrap_or(Reply::Broken) {
        Reply::Json(answer) => HttpResponse::Ok().content_type("text/plain").body(answer.to_string()),
        Reply::Text(text) => HttpResponse::Ok().content_type("text/plain").body(text),
        Reply::Broken => HttpResponse::InternalServerError().finish(),
        Reply::Dropped => HttpResponse::Ok().body(NoAnswer),
    }
}

/// The whole body; `None` when it is too large or did not arrive whole. More than the largest is taken off the wire before it is
/// refused, so that the caller hears why.
async fn collect(payload: web::Payload) -> Option<web::Bytes> {
    let body = payload.to_bytes_limited(8 * LARGEST).await.ok()?.ok()?;
    (body.len() <= LARGEST).then_some(body)
}

async fn exchange(sandbox: &Sandbox, body: Option<web::Bytes>) -> Reply {
    let ask = match body.as_deref().map(serde_json::from_slice::<Value>) {
        Some(Ok(Value::Object(fields))) => Ask(fields),
        Some(_) => return refused(&texts::unreadable()),
        None => return refused(&texts::too_large()),
    };
    let faults = sandbox.faults.due(&ask.text("action").unwrap_or_default());
    if let Some(reply) = before(sandbox, &faults, &ask).await {
        return reply;
    }
    let ask = Arc::new(ask);
    let outcome = perform(sandbox, &ask).await;
    sandbox.calls.note(&ask, &outcome);
    if faults.iter().any(|fault| fault.kind == Kind::Duplicate) {
        sandbox.faults.struck(Kind::Duplicate);
        sandbox.calls.note(&ask, &perform(sandbox, &ask).await);
    }
    match answered(outcome) {
        Some(answer) => after(sandbox, &faults, answer).await,
        None => Reply::Broken,
    }
}

/// The faults that strike before anything is done.
async fn before(sandbox: &Sandbox, faults: &[Fault], ask: &Ask) -> Option<Reply> {
    for fault in faults {
        let reply = match fault.kind {
            Kind::DropBefore => Some(Reply::Dropped),
            Kind::Error500 => Some(Reply::Broken),
            Kind::Refuse => {
                let text = fault.text.clone().unwrap_or_else(|| "Refused by a fault that was asked for.".into());
                Some(refused(&Refusal { code: fault.code, text }))
            }
            Kind::Delay => {
                sleep(Duration::from_millis(fault.millis)).await;
                None
            }
            Kind::ExpireSession => {
                sandbox.sessions.end(&ask.text("sessionid").unwrap_or_default());
                None
            }
            _ => continue,
        };
        sandbox.faults.struck(fault.kind);
        if reply.is_some() {
            sandbox.calls.note_unheard(ask, &format!("{:?}", fault.kind));
            return reply;
        }
    }
    None
}

/// The faults that strike the answer.
async fn after(sandbox: &Sandbox, faults: &[Fault], answer: Value) -> Reply {
    for fault in faults {
        let reply = match fault.kind {
            Kind::DropAfter => Some(Reply::Dropped),
            Kind::Error500After => Some(Reply::Broken),
            Kind::Empty => Some(Reply::Text(String::new())),
            Kind::Garbage => {
                let text = answer.to_string();
                Some(Reply::Text(text.chars().take(text.len() / 2).collect()))
            }
            Kind::HeaderLeak => Some(Reply::Text(format!("Content-Type: text/plain\r\n\r\n{answer}"))),
            Kind::DelayAfter => {
                sleep(Duration::from_millis(fault.millis)).await;
                None
            }
            _ => continue,
        };
        sandbox.faults.struck(fault.kind);
        if let Some(reply) = reply {
            return reply;
        }
    }
    Reply::Json(answer)
}

fn refused(refusal: &Refusal) -> Reply {
    Reply::Json(answer_no(refusal))
}

fn answer_no(refusal: &Refusal) -> Value {
    let mut answer = json!({"success": 0, "error": refusal.text});
    if let (Some(code), Some(fields)) = (refusal.code, answer.as_object_mut()) {
        fields.insert("errorcode".into(), code.into());
    }
    answer
}

/// The reply to a call that was tried. The books being away is the only thing that is not an answer.
fn answered(outcome: Result<Answer>) -> Option<Value> {
    match outcome {
        Ok(answer) => Some(Value::Object(answer)),
        Err(Failure::Refused(refusal)) => Some(answer_no(&refusal)),
        Err(error) => {
            tracing::error!(%error, "a call to the sandbox failed");
            None
        }
    }
}

async fn perform(sandbox: &Sandbox, ask: &Arc<Ask>) -> Result<Answer> {
    if ask.text("API").is_none_or(|version| version.trim() != "4.0") {
        return refuse(refusal::api_version());
    }
    let name = ask.text("action").unwrap_or_default();
    if name == "login" {
        return login(sandbox, ask).await;
    }
    let caller = caller(sandbox, ask).await?;
    let in_profile = |action: &Action| sandbox.live.profile.florida_additions || action.provenance != Provenance::Invented;
    let Some(action) = actions::find(&name).filter(in_profile) else { return refuse(refusal::no_privilege(&name)) };
    run(sandbox, ask, action, caller).await
}

async fn run(sandbox: &Sandbox, ask: &Arc<Ask>, action: Action, caller: Caller) -> Result<Answer> {
    let (ask, which) = (Arc::clone(ask), which(ask));
    match action.does {
        Does::Read => {
            let query = move |books: &mut super::state::Books| {
                let now = books.now;
                let mut answer = (action.run)(&mut Call { books, ask: &ask, ubi: &caller.ubi, username: &caller.username })?;
                // A replayed answer has its own.
                answer.entry("success").or_insert(1.into());
                answer.entry("sessiontime").or_insert(now.into());
                Ok(answer)
            };
            sandbox.read_in(which, query).await
        }
        Does::Write => {
            let work = move |books: &mut super::state::Books| {
                let mut answer =
                    (action.run)(&mut Call { books: &mut *books, ask: &ask, ubi: &caller.ubi, username: &caller.username })?;
                answer.insert("success".into(), 1.into());
                answer.insert("transactionid".into(), books.transaction.into());
                answer.insert("sessiontime".into(), books.now.into());
                if let Some(nonce) = ask.text("nonce") {
                    books.keep_answer(&caller.ubi, &nonce, &answer.clone().into())?;
                }
                Ok(answer)
            };
            sandbox.write_in(which, work).await
        }
    }
}

/// The data set that a call is about.
fn which(ask: &Ask) -> Which {
    if ask.flag("training") { Which::Training } else { Which::Live }
}

async fn login(sandbox: &Sandbox, ask: &Ask) -> Result<Answer> {
    let user = authenticated(sandbox, ask).await?;
    let (admin, time) = (user.admin, sandbox.now());
    let sessionid = sandbox.sessions.open(Caller { ubi: user.ubi, username: user.username });
    Ok([("success", 1.into()), ("admin", admin.into()), ("sessionid", Value::from(sessionid)), ("time", time.into())]
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect())
}

/// Whoever calls: by session, or by credentials on the call itself.
async fn caller(sandbox: &Sandbox, ask: &Ask) -> Result<Caller> {
    if ask.flag("nosession") {
        let user = authenticated(sandbox, ask).await?;
        return Ok(Caller { ubi: user.ubi, username: user.username });
    }
    let session = ask.text("sessionid").and_then(|id| sandbox.sessions.caller(&id));
    session.ok_or_else(|| refusal::session_expired().into())
}

async fn authenticated(sandbox: &Sandbox, ask: &Ask) -> Result<ApiUser> {
    let field = |name| ask.text(name).unwrap_or_default();
    let (ubi, username, password) = (field("license_number"), field("username"), field("password"));
    let digest = password_digest(&ubi, &username, &password);
    let user = sandbox.read_in(which(ask), move |books| books.get::<ApiUser>(&format!("{ubi}/{username}"))).await?;
    user.filter(|user| user.digest == digest).ok_or_else(|| refusal::wrong_password().into())
}

/// What the books keep of a password. A digest is enough for the made-up passwords of a sandbox.
pub fn password_digest(ubi: &str, username: &str, password: &str) -> String {
    let digest = Sha256::digest(format!("{ubi}\n{username}\n{password}"));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A body that fails at once: the connection closes and no byte of an answer leaves.
struct NoAnswer;

impl MessageBody for NoAnswer {
    type Error = std::io::Error;

    fn size(&self) -> BodySize {
        BodySize::Sized(1)
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<web::Bytes, Self::Error>>> {
        Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionAborted.into())))
    }
}

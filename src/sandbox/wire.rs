//! The wire: `POST /serverjson.asp`, one JSON object in, one out, whatever the content type says (biotrack-api §1.1–1.6).
//! Logical failures are answered with status 200 and `success` 0.

use super::actions::Answer;
use super::ask::Ask;
use super::envelope::perform;
use super::faults::{Fault, Kind};
use super::refusal::{Failure, Refusal};
use super::{Sandbox, body};
use actix_web::body::{BodySize, MessageBody};
use actix_web::{HttpResponse, web};
use serde_json::{Value, json};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::sleep;

/// Characters of a refusal.
const LONGEST_TEXT: usize = 1000;

/// What goes back.
enum Reply {
    Json(Value),
    Text(String),
    Broken,
    Dropped,
}

/// POST /serverjson.asp
pub async fn serverjson(sandbox: web::Data<Sandbox>, payload: web::Payload) -> HttpResponse {
    let request = body::taken(payload).await;
    let numbers_as_text = sandbox.live.profile.numbers_as_text;
    // Spawned: the state finishes what reached it, whether or not the caller still listens.
    let exchange = actix_web::rt::spawn(async move { exchange(&sandbox, request).await });
    match exchange.await.unwrap_or(Reply::Broken) {
        Reply::Json(answer) => HttpResponse::Ok().content_type("text/plain").body(styled(answer, numbers_as_text).to_string()),
        Reply::Text(text) => HttpResponse::Ok().content_type("text/plain").body(text),
        Reply::Broken => HttpResponse::InternalServerError().finish(),
        Reply::Dropped => HttpResponse::Ok().body(NoAnswer),
    }
}

async fn exchange(sandbox: &Sandbox, request: Result<Ask, Refusal>) -> Reply {
    let ask = match request {
        Ok(ask) => ask,
        Err(refusal) => return refused(&refusal),
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
        Some(answer) => after(sandbox, &faults, styled(answer, sandbox.live.profile.numbers_as_text)).await,
        None => Reply::Broken,
    }
}

/// The faults that strike before anything is done.
async fn before(sandbox: &Sandbox, faults: &[Fault], ask: &Ask) -> Option<Reply> {
    for fault in faults {
        let reply = match fault.kind {
            Kind::DropBefore => Some(Reply::Dropped),
            Kind::Error500 => Some(Reply::Broken),
            Kind::Refuse => Some(refused(&fault.refusal(&ask.text("action").unwrap_or_default()))),
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

/// The answer with its numbers as the profile writes them: live systems send integers, the vendor's document shows text.
fn styled(answer: Value, numbers_as_text: bool) -> Value {
    match answer {
        Value::Number(number) if numbers_as_text => Value::String(number.to_string()),
        Value::Array(values) if numbers_as_text => values.into_iter().map(|value| styled(value, true)).collect(),
        Value::Object(fields) if numbers_as_text => fields.into_iter().map(|(name, value)| (name, styled(value, true))).collect(),
        other => other,
    }
}

fn refused(refusal: &Refusal) -> Reply {
    Reply::Json(answer_no(refusal))
}

fn answer_no(refusal: &Refusal) -> Value {
    // What was sent is repeated in some texts, and may have been anything.
    let text: String = refusal.text.chars().take(LONGEST_TEXT).collect();
    let mut answer = json!({"success": 0, "error": text});
    if let (Some(code), Some(fields)) = (refusal.code, answer.as_object_mut()) {
        fields.insert("errorcode".into(), code.into());
    }
    answer
}

/// The reply to a call that was tried. The books being away is the only thing that is not an answer.
fn answered(outcome: Result<Answer, Failure>) -> Option<Value> {
    match outcome {
        Ok(answer) => Some(Value::Object(answer)),
        Err(Failure::Refused(refusal)) => Some(answer_no(&refusal)),
        Err(error) => {
            tracing::error!(%error, "a call to the sandbox failed");
            None
        }
    }
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

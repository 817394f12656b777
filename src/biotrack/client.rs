//! One call to the state, once: time limits, bounded calls in flight, the envelope, and what the outcome means.

use super::answer::Answer;
use super::health::{Health, Record};
use super::messages::Message;
use super::session::{Session, Token};
use super::wire::{self, Heard, Said};
use super::{ReadError, Refusal, Reply, Settings, Silence};
use crate::values::{At, Clock, FilingId};
use anyhow::Context;
use serde_json::{Map, Value};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Shorter than any server's, so that a write is not put on a connection that the other side is just closing.
const IDLE_CONNECTION: Duration = Duration::from_secs(3);

/// The state's interface. Cheap to clone; all clones share one session, one bound and one record.
#[derive(Clone)]
pub struct Biotrack(Arc<Inner>);

struct Inner {
    settings: Settings,
    http: reqwest::Client,
    bound: Semaphore,
    session: Session,
    record: Record,
    clock: Clock,
    high_water: AtomicI64,
}

impl Biotrack {
    /// Makes the client; calls nobody yet.
    pub fn new(settings: Settings, clock: Clock) -> anyhow::Result<Self> {
        reqwest::Url::parse(&settings.url)
            .with_context(|| format!("the address of the state's interface, “{}”", settings.url))?;
        let http = reqwest::Client::builder()
            .retry(reqwest::retry::never())
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(settings.timeout.min(Duration::from_secs(5)))
            .timeout(settings.timeout)
            .pool_idle_timeout(IDLE_CONNECTION)
            .build()
            .context("setting up calls to the state")?;
        let bound = Semaphore::new(settings.in_flight.max(1));
        let (session, record, high_water) = Default::default();
        Ok(Self(Arc::new(Inner { settings, http, bound, session, record, clock, high_water })))
    }

    /// One write, once, by `actor` (empty where the state asks for none). `before` is checked immediately before the bytes leave.
    pub async fn send(&self, nonce: FilingId, actor: &str, message: &Message, before: At) -> Reply {
        let mut body = message.body.clone();
        body.insert("nonce".into(), nonce.as_str().into());
        if !actor.is_empty() {
            body.insert("actor".into(), actor.into());
        }
        match self.call(&message.action, body, Some(before)).await {
            Heard::Yes(said) => match Answer::said(said, self.0.clock.state()) {
                Some(answer) => Reply::Accepted(answer),
                None => Reply::Unknown("The state said yes without a transaction number.".into()),
            },
            Heard::No(refusal) => Reply::Refused(refusal),
            Heard::Unsent(words) => Reply::NotSent(words),
            Heard::Nothing(words) => Reply::Unknown(words),
        }
    }

    /// The highest transaction number seen in any answer.
    pub fn high_water(&self) -> i64 {
        self.0.high_water.load(Ordering::SeqCst)
    }

    /// Notes a transaction number known from elsewhere, as from the filings kept before a restart.
    pub fn saw_transaction(&self, transaction: i64) {
        self.0.high_water.fetch_max(transaction, Ordering::SeqCst);
    }

    /// How the link has been lately.
    pub fn health(&self) -> Health {
        self.0.record.health(self.0.settings.in_flight.max(1).saturating_sub(self.0.bound.available_permits()))
    }

    /// A cheap read: rooms changed since we last heard of anything.
    pub async fn probe(&self) -> Result<(), Silence> {
        let since = Map::from_iter([("transaction_start".to_owned(), Value::from(self.high_water().saturating_add(1)))]);
        match self.read("sync_inventory_room", since).await {
            Ok(_) | Err(ReadError::Refused(_)) => Ok(()),
            Err(ReadError::Silent(silence)) => Err(silence),
        }
    }

    /// Sets the clock by the sandbox's control door. No call to the state: with the link cut by the sandbox's own faults its answers
    /// bring no time, and the shop's clock would stand still while the sandbox's is moved. Only for a sandbox on this machine.
    pub async fn follow_control_clock(&self) -> anyhow::Result<()> {
        let door = reqwest::Url::parse(&self.0.settings.url)?.join("/control")?;
        let text = self.0.http.get(door).send().await?.text().await?;
        let about: Value = serde_json::from_str(&text).context("the control door's answer")?;
        let now = about.get("now").and_then(Value::as_i64).context("the control door tells no time")?;
        self.0.clock.saw_state_time(now);
        Ok(())
    }

    /// A real sign-in, whatever session there is: do the credentials work now? The session that is open stays the one that is used.
    pub async fn sign_in_anew(&self) -> Result<(), ReadError> {
        self.sign_in().await.map(drop).map_err(|words| Silence(words).into())
    }

    #[cfg(test)]
    pub(super) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// A question.
    pub(super) async fn read(&self, action: &str, body: Map<String, Value>) -> Result<Said, ReadError> {
        self.call(action, body, None).await.read()
    }

    /// The one resend in the program is here: an expired session is raised before any effect. Once, with the same nonce, and only
    /// when the state said so in words; a call without an answer is never sent again. If the second is refused like the first, that
    /// is a no; if it is lost, it is unknown like any other.
    async fn call(&self, action: &str, mut body: Map<String, Value>, before: Option<At>) -> Heard {
        body.insert("action".into(), action.into());
        let token = match self.token(before).await {
            Ok(token) => token,
            Err(words) => return Heard::Unsent(words),
        };
        let heard = self.with_token(&token, &mut body, before).await;
        if !heard.session_expired() {
            return heard;
        }
        self.0.session.forget(&token).await;
        match self.token(before).await {
            Ok(token) => self.with_token(&token, &mut body, before).await,
            Err(words) => Heard::Unsent(words),
        }
    }

    async fn with_token(&self, token: &Token, body: &mut Map<String, Value>, before: Option<At>) -> Heard {
        body.insert("sessionid".into(), token.as_str().into());
        self.exchange(body, before).await
    }

    async fn token(&self, before: Option<At>) -> Result<Token, String> {
        let patience = before.map_or(self.0.settings.timeout * 2, |before| self.until(before));
        let signed_in = tokio::time::timeout(patience, self.0.session.token(self.sign_in())).await;
        signed_in.unwrap_or_else(|_| Err("Signing in to the state took too long; nothing was sent.".into()))
    }

    async fn sign_in(&self) -> Result<Token, String> {
        let settings = &self.0.settings;
        let fields = [
            ("action", "login"),
            ("license_number", &settings.ubi),
            ("username", &settings.username),
            ("password", &settings.password),
        ];
        let mut body = fields.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
        match self.exchange(&mut body, None).await {
            Heard::Yes(said) => match said.body.get("sessionid").and_then(Value::as_str) {
                Some(token) => Ok(Token::new(token)),
                None => Err("The state signed us in without a session; nothing was sent.".into()),
            },
            Heard::No(Refusal { text, .. }) => {
                tracing::warn!("the state refused our sign-in");
                Err(format!("The state refused our sign-in, so nothing was sent: {text}"))
            }
            Heard::Unsent(words) => Err(words),
            Heard::Nothing(words) => Err(format!("We could not sign in to the state, so nothing was sent. {words}")),
        }
    }

    /// The envelope around one body, one permit, one request; then what can be learned from any answer is noted.
    async fn exchange(&self, body: &mut Map<String, Value>, before: Option<At>) -> Heard {
        body.insert("API".into(), "4.0".into());
        body.insert("training".into(), 0.into());
        let text = Value::Object(body.clone()).to_string();
        let Some(_permit) = self.permit(before).await else {
            return Heard::Unsent("Too many calls to the state were under way; nothing was sent. Please try again.".into());
        };
        if before.is_some_and(|before| self.0.clock.machine() >= before) {
            return Heard::Unsent("It became too late to send this; nothing was done. Please try again.".into());
        }
        let action = body.get("action").and_then(Value::as_str).unwrap_or_default();
        let started = Instant::now();
        let heard = self.without_secrets(self.post(text, wire::longest(action)).await, body);
        self.note(action, &heard, started.elapsed());
        heard
    }

    async fn permit(&self, before: Option<At>) -> Option<SemaphorePermit<'_>> {
        let patience = before.map_or(self.0.settings.timeout, |before| self.until(before));
        match tokio::time::timeout(patience, self.0.bound.acquire()).await {
            Ok(Ok(permit)) => Some(permit),
            Ok(Err(_)) | Err(_) => None,
        }
    }

    fn until(&self, before: At) -> Duration {
        (before - self.0.clock.machine()).to_std().unwrap_or_default()
    }

    async fn post(&self, text: String, longest: usize) -> Heard {
        let request = self.0.http.post(&self.0.settings.url).header("content-type", "application/json").body(text);
        let mut response = match request.send().await {
            Ok(response) => response,
            Err(error) if error.is_connect() => {
                return Heard::Unsent("The state cannot be reached; nothing was done. Please try again.".into());
            }
            Err(error) => return Heard::Nothing(self.no_answer(&error)),
        };
        let status = response.status().as_u16();
        let mut bytes = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if bytes.len().saturating_add(chunk.len()) > longest => {
                    return Heard::Nothing(format!("The state's answer is longer than the {longest} bytes that we read of one."));
                }
                Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
                Ok(None) => return wire::heard(status, &String::from_utf8_lossy(&bytes)),
                Err(error) => return Heard::Nothing(self.no_answer(&error)),
            }
        }
    }

    /// The reason of a no is kept and shown: should the state repeat our session or our password in it, that is blacked out.
    fn without_secrets(&self, heard: Heard, body: &Map<String, Value>) -> Heard {
        let Heard::No(mut refusal) = heard else { return heard };
        let session = body.get("sessionid").and_then(Value::as_str).unwrap_or_default();
        for secret in [session, &self.0.settings.password].into_iter().filter(|secret| !secret.is_empty()) {
            refusal.text = refusal.text.replace(secret, "••••••");
        }
        Heard::No(refusal)
    }

    fn no_answer(&self, error: &reqwest::Error) -> String {
        match error.is_timeout() {
            true => format!("The state did not answer within {} ms.", self.0.settings.timeout.as_millis()),
            false => "The connection to the state broke before its answer was complete.".into(),
        }
    }

    fn note(&self, action: &str, heard: &Heard, took: Duration) {
        // First what the answer tells of the time: an answer after a silence is noted at the hour that it brings.
        if let Heard::Yes(said) = heard {
            self.note_said(action, said);
        }
        let now = self.0.clock.now();
        match heard {
            Heard::Yes(_) => self.0.record.answered(now, took),
            Heard::No(refusal) => {
                self.0.record.answered(now, took);
                tracing::debug!(action, code = refusal.code, "the state said no");
            }
            Heard::Unsent(words) | Heard::Nothing(words) => {
                self.0.record.failed(now, took, words);
                tracing::warn!(action, %words, "a call to the state got no answer");
            }
        }
    }

    fn note_said(&self, action: &str, said: &Said) {
        if let Some(transaction) = said.highest_transaction() {
            self.saw_transaction(transaction);
        }
        // A replayed answer carries the time of the original.
        if let Some(time) = said.time().filter(|_| action != "nonce_replay") {
            self.0.clock.saw_state_time(time);
        }
    }
}

//! The running program, and its doors: [`App::read`], [`App::record`] for what the state does not care about, and
//! [`App::file`] (in `filing/`) for what it does.

use crate::biotrack::Biotrack;
use crate::config::Config;
use crate::db::{Conn, Db, Queue};
use crate::error::{Error, OnUnique, Result, rule};
use crate::filing::{Act, Action, Counts, Dying};
use crate::may::{Clerk, Mandate, Permission};
use crate::outage::Outage;
use crate::schema::records;
use crate::values::{At, Clock, FormKey, LocationId, UserId};
use crate::web::streams::Streams;
use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio_util::task::TaskTracker;

/// Everything a handler needs, shared by all workers. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub biotrack: Biotrack,
    pub config: std::sync::Arc<Config>,
    pub clock: Clock,
    /// Every act there is; `main` hands it over, so that nothing below imports a feature.
    pub acts: fn(Action) -> &'static dyn Act,
    /// Acts run here, not on a worker's runtime: neither a browser that hangs up nor a stopping worker can cut one in half.
    pub runtime: tokio::runtime::Handle,
    /// What every page says of a silent state.
    pub outage: Outage,
    /// Open pages that are told of changes.
    pub streams: Streams,
    /// Joined at shutdown.
    pub under_way: TaskTracker,
    /// Where a test cuts an act off.
    pub dying: Dying,
}

/// Who records an act, and when.
pub struct By<'a> {
    pub clerk: &'a Clerk,
    /// Who gave their PIN for it.
    pub approver: Option<UserId>,
    pub now: At,
}

/// An act the state does not care about: settings, users, carts.
pub trait Record: Serialize + Send + Sync + 'static {
    /// Its name in the books.
    const ACT: &'static str;
    type Needs: Permission;
    type Done: Serialize + DeserializeOwned + Send + 'static;
    /// What writes many rows waits behind the counter, and writes at most 200 of them (architecture §9).
    const QUEUE: Queue = Queue::Counter;

    /// Checks and writes. Plain, short SQL; may say no.
    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<Self::Done>;
}

impl App {
    /// Runs `query` on a reader; it can write nothing.
    pub async fn read<T: Send + 'static>(&self, query: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static) -> Result<T> {
        self.db.read(query).await
    }

    /// What the top of every page says of the filings: those the state has not answered, and those of the last day that it refused.
    pub async fn counts(&self, location: LocationId) -> Result<Counts> {
        let since = self.clock.now() - chrono::TimeDelta::days(1);
        self.read(move |conn| Counts::of(conn, location, since)).await
    }

    /// Records `act` once per form: the same form again, with the same content, gets the first result.
    pub async fn record<A: Record>(&self, may: &impl Mandate<A::Needs>, form: FormKey, act: A) -> Result<A::Done> {
        must_not_inspect(may)?;
        let (clerk, approver, now) = (Clerk::clone(may), may.approver(), self.clock.now());
        let hash = content_hash(A::ACT, &act)?;
        self.db
            .write_on(A::QUEUE, move |tx| {
                let earlier: Option<(String, String)> = records::table
                    .find((clerk.user, form))
                    .select((records::content_hash, records::done))
                    .first(tx)
                    .optional()?;
                match earlier {
                    Some((same, done)) if same == hash => return Ok(serde_json::from_str(&done)?),
                    Some(_) => {
                        return rule("This form was already sent, with other content. Open it again to make another change.");
                    }
                    None => {}
                }
                let done = act.record(tx, &By { clerk: &clerk, approver, now })?;
                diesel::insert_into(records::table)
                    .values((
                        records::form_key.eq(form),
                        records::user_id.eq(clerk.user),
                        records::location_id.eq(clerk.location),
                        records::act.eq(A::ACT),
                        records::content_hash.eq(&hash),
                        records::done.eq(serde_json::to_string(&done)?),
                        records::recorded_at.eq(now),
                        records::approved_by.eq(approver),
                    ))
                    .execute(tx)
                    .on_unique(|| Error::Busy("This form is just being recorded. Reload the page to see what became of it."))?;
                Ok(done)
            })
            .await
    }
}

/// No permission of theirs opens a door; should one ever do, it is closed here.
pub fn must_not_inspect(clerk: &Clerk) -> Result<()> {
    if clerk.is_inspector() { Err(Error::Forbidden) } else { Ok(()) }
}

/// What tells one content of a form from another. Secrets are skipped by the acts' own `Serialize`.
pub fn content_hash(act: &str, content: &impl Serialize) -> Result<String> {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(format!("{act}\n{}", serde_json::to_string(content)?));
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

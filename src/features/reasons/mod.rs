//! Why: the state's own lists of reasons (mission row 15). Reasons of one's own cannot exist. Our copy is refreshed daily.

mod model;

pub use model::{Kind, Reason};

use crate::app::{App, By, Record};
use crate::db::Conn;
use crate::error::Result;
use crate::may::{May, Permission};
use crate::values::FormKey;
use chrono::TimeDelta;
use serde::Serialize;
use std::marker::PhantomData;

const FRESH: TimeDelta = TimeDelta::days(1);

/// The state's list, as it came; noted by whoever opens a form that needs it.
#[derive(Serialize)]
struct NoteReasons<P> {
    kind: Kind,
    told: Vec<(i64, String)>,
    #[serde(skip)]
    by: PhantomData<P>,
}

impl<P: Permission> Record for NoteReasons<P> {
    const ACT: &'static str = "note the state's reasons";
    type Needs = P;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        Reason::replace(tx, self.kind, &self.told, by.now)
    }
}

/// The list, asked for again when it is older than a day. While the state is silent the old one serves.
pub async fn current<P: Permission>(app: &App, may: &May<P>, kind: Kind) -> Result<Vec<Reason>> {
    let kept = app.read(move |conn| Reason::listed(conn, kind)).await?;
    let oldest_good = app.clock.now() - FRESH;
    if may.is_inspector() || kept.first().is_some_and(|reason| reason.pulled_at > oldest_good) {
        return Ok(kept);
    }
    let asked = match kind {
        Kind::Destroy => app.biotrack.destroy_reasons().await,
        Kind::Adjust => app.biotrack.adjust_reasons().await,
    };
    match asked {
        Ok(told) if !told.is_empty() => {
            app.record(may, FormKey::new(), NoteReasons::<P> { kind, told, by: PhantomData }).await?;
            app.read(move |conn| Reason::listed(conn, kind)).await
        }
        Ok(_) => Ok(kept),
        Err(error) => {
            tracing::warn!(%error, kind = kind.as_str(), "the state's reasons could not be asked");
            Ok(kept)
        }
    }
}

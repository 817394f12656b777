//! `/events/checks`: going through the chain now.

use crate::event::{Found, check};
use crate::web::prelude::*;

/// POST /events/checks
pub async fn create(app: Data<App>, may: May<may::CheckEvents>, form: Form) -> Result<Redirect> {
    // Twice is no more than once: it reads, and keeps what it found.
    form.fields().form_key()?;
    let Found { events, misfit, .. } = check(&app.db, Some(may.name.clone()), app.clock.now()).await?;
    let notice = match misfit {
        None => format!("All {events} events fit: none was removed, altered or put elsewhere."),
        Some((_, words)) => words,
    };
    Ok(see_other("/events").notice(notice))
}

//! POST /incidents/{id}/notices: somebody has told the department.

use super::records::RecordNotice;
use super::watch::refresh;
use crate::values::{At, IncidentId};
use crate::web::prelude::*;
use chrono::{NaiveDate, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use std::ops::RangeInclusive;

/// In characters: a letter, not a book.
const BODY: RangeInclusive<usize> = 20..=8000;

/// POST /incidents/{id}/notices
pub async fn create(app: Data<App>, may: May<may::RecordNotice>, id: Path<IncidentId>, form: Form) -> Result<Redirect> {
    let (fields, incident) = (form.fields(), id.into_inner());
    let key = fields.form_key()?;
    let (body, day, minute, note) = fields.done((
        fields.text("notice", BODY),
        fields.date("sent_on"),
        fields.minute_of_day("sent_at"),
        fields.optional_text("note", 300),
    ))?;
    let Some(sent_at) = instant(day, minute, may.zone) else {
        return Err(Error::Invalid(Problems::one("sent_at", "The clocks skip that time on that day. Type another.")));
    };
    app.record(&may, key, RecordNotice { incident, sent_at, body, note: note.unwrap_or_default() }).await?;
    refresh(&app).await?;
    Ok(see_other(format!("/incidents/{incident}"))
        .notice("Written down: the department was told. The notice is kept as it was sent."))
}

/// A time of a day where the shop is; of a time that the clocks go through twice, the first.
fn instant(day: NaiveDate, minute: i64, zone: Tz) -> Option<At> {
    let time = NaiveTime::MIN + TimeDelta::minutes(minute);
    Some(zone.from_local_datetime(&day.and_time(time)).earliest()?.naive_utc())
}

//! What differs is adjusted, one filing each, and the count is completed when nothing is left. What is refused stays open with why.

use super::line::Counted;
use super::model::Count;
use super::records::{CompleteCount, must_be_another};
use super::web::readable;
use crate::features::inventory::{Adjust, OfCount};
use crate::values::{CountLineId, FormKey};
use crate::web::prelude::*;

/// The most filings of one press: a person waits for them.
const AT_ONCE: usize = 50;

/// What was decided to adjust, under the form's number for it.
struct Decided {
    key: FormKey,
    line: CountLineId,
    act: Adjust,
}

/// How the filings of one press ended.
#[derive(Default)]
struct Ended {
    adjusted: usize,
    waiting: usize,
    refused: Vec<(CountLineId, String)>,
}

/// POST /counts/{id}/completions
pub async fn create(app: Data<App>, may: May<may::CompleteCounts>, id: Path<String>, form: Form) -> Result<Redirect> {
    let (location, user, id) = (may.location, may.user, readable(&id)?);
    let fields = form.fields();
    let key = fields.form_key()?;
    let (count, lines) = app.read(move |conn| Ok((Count::find(conn, location, id)?, Counted::of_count(conn, id)?))).await?;
    must_be_another(&count, &lines, user)?;
    let left = left(&fields);
    let decided: Vec<Option<Decided>> =
        lines.iter().filter(|one| one.is_undecided()).filter_map(|one| decision(&fields, &count, one)).collect();
    let decided = fields.done(decided)?;
    let more = decided.len().saturating_sub(AT_ONCE);
    let ended = adjust(&app, &may, decided).await?;
    let words = ended.words(more);
    let is_completed = app.record(&may, key, CompleteCount { count: id, left, refused: ended.refused }).await?;
    let end = if is_completed { "The count is completed." } else { "The count stays open until every difference is decided." };
    Ok(see_other(format!("/counts/{id}")).notice(format!("{words}{end}")))
}

/// The lines that somebody decided to leave as they are.
fn left(fields: &Fields) -> Vec<CountLineId> {
    let all = fields.starting_with("reason-").into_iter();
    all.filter(|(_, value)| *value == "leave").filter_map(|(id, _)| id.parse().ok()).collect()
}

/// `None`: not decided now. `Some(None)`: what was sent is noted as a problem.
fn decision(fields: &Fields, count: &Count, one: &Counted) -> Option<Option<Decided>> {
    let name = format!("reason-{}", one.line.id);
    let reason = if fields.raw(&name).is_empty() { fields.raw("reason") } else { fields.raw(&name) };
    if reason.is_empty() || reason == "leave" {
        return None;
    }
    let (Ok(reason), Ok(key)) = (reason.parse::<i64>(), fields.raw(&format!("key-{}", one.line.id)).parse::<FormKey>()) else {
        fields.problem(&name, "Choose one of the state's reasons. If this line is new to the page, open the page again.");
        return Some(None);
    };
    let note = format!("{}: counted {}, expected {}", count.name(), one.line.counted, one.line.expected);
    let of = OfCount { count: count.id, line: one.line.id };
    Some(Some(Decided { key, line: one.line.id, act: Adjust::of_count(one.line.package_id, reason, note, of) }))
}

/// One after the other: a refusal of one says nothing of the next.
async fn adjust(app: &App, may: &May<may::CompleteCounts>, decided: Vec<Decided>) -> Result<Ended> {
    let may = May::<may::Adjust>::check(Clerk::clone(may))?;
    let mut ended = Ended::default();
    for one in decided.into_iter().take(AT_ONCE) {
        match app.file(&may, one.key, one.act).await {
            Ok(_) => ended.adjusted += 1,
            Err(Error::Waiting(_)) => ended.waiting += 1,
            Err(error @ (Error::Rule(_) | Error::Refused(_) | Error::Busy(_))) => {
                ended.refused.push((one.line, error.to_string()));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(ended)
}

impl Ended {
    fn words(&self, more: usize) -> String {
        let some = [
            (self.adjusted, "adjusted here and in BioTrack"),
            (self.waiting, "waiting for the state's answer"),
            (self.refused.len(), "refused, each with why"),
            (more, "for the next press of the button"),
        ];
        let said: Vec<String> =
            some.iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}")).collect();
        if said.is_empty() { String::new() } else { format!("{}. ", said.join("; ")) }
    }
}

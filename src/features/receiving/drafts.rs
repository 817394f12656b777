//! The form of a manifest: what was typed is kept, page by page, and then what will happen is shown, because a received manifest is
//! closed for good. A draft moves no stock, and whoever may receive goes on with it.

use super::confirmation::Confirmation;
use super::delivery::Delivery;
use super::lines::Typed;
use super::listing::{PAGE, Position, Showing};
use super::over::Over;
use super::saves::{Rest, SaveDraft};
use super::web::{Show, both};
use crate::values::{FormKey, RoomId};
use crate::web::prelude::*;
use actix_web::Either;
use actix_web::http::StatusCode;

/// GET /receiving/{manifest}/drafts: the form again, after the state or a rule refused what was confirmed.
pub async fn show(app: Data<App>, may: May<may::Receive>, shell: Shell, code: Path<String>) -> Result<Html> {
    let (location, code, now) = (may.location, code.into_inner(), app.clock.now());
    let (delivery, outcome) = app.read(move |conn| both(conn, location, &code, now)).await?;
    page(Show::of(shell, &may, delivery, outcome, Position::START))
}

/// POST /receiving/{manifest}/drafts
pub async fn create(
    app: Data<App>,
    may: May<may::Receive>,
    shell: Shell,
    code: Path<String>,
    form: Form,
) -> Result<Either<Html, Redirect>> {
    let (location, code, now) = (may.location, code.into_inner(), app.clock.now());
    let (number, fields) = (code.clone(), form.fields());
    let before = app.read(move |conn| Delivery::find(conn, location, &number, now)).await?;
    let (save, unsaid) = read(&fields, &before);
    // In place of a form's key: to keep the same draft twice changes nothing.
    app.record(&may, FormKey::new(), save).await?;
    let manifest = before.manifest.number;
    if fields.raw("go") == "save" {
        let words = "The draft is kept. It moves no stock; whoever may receive can go on with it.";
        let here = Position::of_button(fields.raw("here")).query();
        return Ok(Either::Right(see_other(format!("/receiving/{manifest}?{here}")).notice(words)));
    }
    if fields.raw("go") == "forget" {
        let words = "Everything is as suggested again. What was scanned and found damaged stays.";
        return Ok(Either::Right(see_other(format!("/receiving/{manifest}")).notice(words)));
    }
    if fields.ticked("go") {
        let to = Position::of_button(fields.raw("go")).query();
        return Ok(Either::Right(see_other(format!("/receiving/{manifest}?{to}"))));
    }
    let zone = may.zone;
    let read = move |conn: &mut crate::db::Conn| {
        let (delivery, outcome) = both(conn, location, &code, now)?;
        let scans = delivery.strangers();
        let over = Over::of(conn, &delivery.manifest, scans, zone)?;
        Ok((delivery, outcome, over))
    };
    let (delivery, outcome, over) = app.read(read).await?;
    let (choices, problems) = delivery.choices();
    let problems = if unsaid.is_empty() { problems } else { unsaid };
    if problems.is_empty() {
        return page(Confirmation::of(shell, delivery, choices, over)?).map(Either::Left);
    }
    // In place, with only those lines of a long list that are to be mended.
    let is_long = delivery.lines.len() > PAGE && problems.of("reject_reason").is_none();
    let showing = if is_long { Showing::Wrong } else { Showing::All };
    let again = Show::of(shell.with_problems(problems), &may, delivery, outcome, Position::START.showing(showing));
    Ok(Either::Left(page(again)?.status(StatusCode::UNPROCESSABLE_ENTITY)))
}

/// What stands in the fields of this page; or all of the rest accepted, or everything rejected, by one button.
fn read(fields: &Fields<'_>, delivery: &Delivery) -> (SaveDraft, Problems) {
    let (typed, mut problems) = (Typed::of(fields), Problems::default());
    let rest = match fields.raw("all") {
        "accept" => Rest::Accepted,
        "reject" => match fields.text("reject_reason", 1..=200) {
            Some(why) => Rest::Rejected(why),
            None => {
                let words = "Say why nothing of it is taken, in at most 200 characters: the state and the sender are told.";
                problems.add("reject_reason", words);
                Rest::AsSuggested
            }
        },
        _ if fields.raw("go") == "forget" => Rest::Forgotten,
        _ => Rest::AsSuggested,
    };
    let chosen = |name| fields.optional::<RoomId>(name).flatten().filter(|room| delivery.room(*room).is_some());
    let save = SaveDraft {
        manifest: delivery.manifest.id,
        room: (!fields.all("all_room").is_empty()).then(|| chosen("all_room")),
        room_then: chosen("room_then"),
        lines: delivery.lines.iter().filter_map(|line| Some((line.id, typed.line(line.id)?))).collect(),
        scanned: fields.ticked("scanned"),
        rest,
    };
    (save, problems)
}

//! `/register/tender`: the amount due, what is handed over, and the one button that sells.

use super::super::locations::Location;
use super::till::Till;
use crate::values::Cents;
use crate::web::prelude::*;
use actix_web::Either;

#[derive(Template)]
#[template(path = "register/tender.html")]
struct Show {
    shell: Shell,
    till: Till,
    id_check_required: bool,
    is_open: bool,
    hours: String,
    notes: Vec<Cents>,
    registry_trouble: Option<String>,
}

/// What people hand over.
const NOTES: [Cents; 4] = [Cents(2_000), Cents(4_000), Cents(6_000), Cents(10_000)];

/// GET /register/tender
pub async fn show(app: Data<App>, may: May<may::Sell>, shell: Shell) -> Result<Either<Html, Redirect>> {
    let (clerk, now) = (Clerk::clone(&may), app.clock.now());
    let (till, location) =
        app.read(move |conn| Ok((Till::at_hand(conn, &clerk, now)?, Location::find(conn, clerk.location)?))).await?;
    let Some(till) = till.filter(|till| till.is_open() && !till.lines.is_empty()) else {
        return Ok(Either::Right(see_other("/register")));
    };
    let notes = NOTES.into_iter().filter(|note| *note >= till.total).collect();
    let show = Show {
        shell,
        notes,
        till,
        id_check_required: location.id_check_required,
        is_open: location.is_open(now)?,
        hours: location.hours(),
        registry_trouble: may.registry_trouble.clone(),
    };
    page(show).map(Either::Left)
}

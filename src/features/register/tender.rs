//! `/register/tender`: the amount due, what is handed over, and the one button that sells.

use super::super::locations::Location;
use super::till::Till;
use crate::values::Cents;
use crate::web::kept::Kept;
use crate::web::prelude::*;
use actix_session::SessionExt;
use actix_web::{Either, HttpRequest};

#[derive(Template)]
#[template(path = "register/tender.html")]
struct Show {
    shell: Shell,
    till: Till,
    id_check_required: bool,
    /// Why nothing may be dispensed now.
    closed: Option<String>,
    notes: Vec<Cents>,
    registry_trouble: Option<String>,
}

/// What people hand over.
const NOTES: [Cents; 4] = [Cents(2_000), Cents(4_000), Cents(6_000), Cents(10_000)];

/// GET /register/tender
pub async fn show(app: Data<App>, may: May<may::Sell>, request: HttpRequest) -> Result<Either<Html, Redirect>> {
    let (clerk, now) = (Clerk::clone(&may), app.clock.now());
    let (till, location) =
        app.read(move |conn| Ok((Till::at_hand(conn, &clerk, now)?, Location::find(conn, clerk.location)?))).await?;
    let Some(till) = till.filter(|till| till.is_open() && !till.lines.is_empty()) else {
        hand_on(&app, &request)?;
        return Ok(Either::Right(see_other("/register")));
    };
    let notes = NOTES.into_iter().filter(|note| *note >= till.totals.total).collect();
    let show = Show {
        shell: Shell::of(&request).await?,
        notes,
        id_check_required: location.id_check_required && till.is_told,
        till,
        closed: location.closed(now)?,
        registry_trouble: may.registry_trouble.clone(),
    };
    page(show).map(Either::Left)
}

/// Why a sale was refused is said on the register, when there is nothing left to tender: the cart was cancelled, or is empty now.
fn hand_on(app: &App, request: &HttpRequest) -> Result<()> {
    let (session, now) = (request.get_session(), app.clock.machine());
    match Kept::take(&session, request.path(), now).words_for_all() {
        Some(words) => Kept::new("/register", now, &[]).words(words).save(&session),
        None => Ok(()),
    }
}

//! `/register/tender`: the amount due, what is handed over, and the one button that sells.

use super::super::drawers::{Place, Standing};
use super::super::locations::Location;
use super::super::patients::{self, seen};
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
    standing: Standing,
    registry_trouble: Option<String>,
}

impl Show {
    /// The drawer that the cash goes into, for the form.
    fn drawer(&self) -> String {
        self.standing.drawer_id().map_or_else(String::new, |id| id.to_string())
    }

    /// Whose photo ID is looked at.
    fn id_check(&self) -> &'static str {
        if self.till.cart.caregiver_card_id.is_some() {
            "Photo ID of the caregiver checked: it is this person, and the caregiver's card is theirs"
        } else {
            "Photo ID checked: it is this person, and the card is theirs"
        }
    }

    /// The form came back with a split typed, or with something wrong about one.
    fn is_split(&self) -> bool {
        ["debit", "split_cash"].iter().any(|name| self.shell.problem(name).is_some() || !self.shell.value(name, "").is_empty())
    }
}

/// What people round up to: a five, a ten, a twenty, a fifty, a hundred.
const NOTES: [i64; 5] = [500, 1_000, 2_000, 5_000, 10_000];

/// What is likely to be handed over for `total` when it is not exact, the least first.
fn notes(total: Cents) -> Vec<Cents> {
    let mut likely: Vec<Cents> = NOTES.iter().map(|note| Cents((total.0 / note + 1) * note)).collect();
    likely.sort();
    likely.dedup();
    likely
}

/// GET /register/tender
pub async fn show(app: Data<App>, may: May<may::Sell>, request: HttpRequest) -> Result<Either<Html, Redirect>> {
    let (clerk, now, place) = (Clerk::clone(&may), app.clock.now(), Place::of(&request));
    let (till, location, standing) = app
        .read(move |conn| {
            let till = Till::at_hand(conn, &clerk, now)?;
            Ok((till, Location::find(conn, clerk.location)?, Standing::find(conn, &clerk, &place, now)?))
        })
        .await?;
    let Some(till) = till.filter(|till| till.is_open() && !till.lines.is_empty()) else {
        hand_on(&app, &request)?;
        return Ok(Either::Right(see_other("/register")));
    };
    let notes = notes(till.totals.total);
    seen(&app, &may, till.patient.id, patients::Place::Till).await?;
    let show = Show {
        shell: Shell::of(&request).await?,
        notes,
        standing,
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

#[cfg(test)]
mod tests {
    use super::{Cents, notes};

    #[test]
    fn what_is_handed_over_is_more_than_the_total_and_said_once() {
        assert_eq!(notes(Cents(4_000)), [4_500, 5_000, 6_000, 10_000].map(Cents));
        assert_eq!(notes(Cents(25_250)), [25_500, 26_000, 30_000].map(Cents));
        assert_eq!(notes(Cents(1)), [500, 1_000, 2_000, 5_000, 10_000].map(Cents));
    }
}

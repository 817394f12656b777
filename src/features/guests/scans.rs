//! `/guests/scans`: whatever is scanned or typed at the desk: a driving licence, a card, a name. It is sent in the form, because an
//! address is kept in histories and logs.

use super::super::patients::Patient;
use super::super::register::Cart;
use super::licence;
use super::lookup::{LookUp, Lookup};
use super::model::Guest;
use crate::db::Conn;
use crate::values::LookupId;
use crate::web::prelude::*;
use actix_web::Either;

#[derive(Template)]
#[template(path = "guests/scans.html")]
struct Index {
    shell: Shell,
    typed: String,
    /// None: nothing has been searched for.
    found: Option<Vec<Patient>>,
}

/// Rows of one answer: whoever finds more should type more.
const MOST: i64 = 20;
/// Longer than any licence's code.
const LONGEST: usize = 4_000;

/// GET /guests/scans: finding by hand, and where a scan that could not be read comes back to.
pub async fn index(_: May<may::CheckIn>, shell: Shell) -> Result<Html> {
    page(Index { shell, typed: String::new(), found: None })
}

/// POST /guests/scans
pub async fn create(
    app: Data<App>,
    may: May<may::CheckIn>,
    form: Form,
    request: actix_web::HttpRequest,
) -> Result<Either<Html, Redirect>> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let code = fields.done(fields.text("guest", 1..=LONGEST))?;
    let at_register = fields.raw("at") == "register";
    let by = if licence::is_licence(&code) {
        match licence::parse(&code) {
            Ok(licence) => LookUp::Licence(licence),
            Err(unreadable) if at_register => return rule(unreadable.0),
            Err(unreadable) => return Err(Error::Invalid(Problems::one("guest", unreadable.0))),
        }
    } else if at_register {
        return rule("That is the beginning of a driving licence's code only. Scan it again, or ask for the card.");
    } else if is_card(&code) {
        LookUp::Card(code)
    } else {
        let typed = code.clone();
        let found = app.read(move |conn| Patient::searched(conn, &code, MOST)).await?;
        let shell = Shell::of(&request).await?;
        return page(Index { shell, typed, found: Some(found) }).map(Either::Left);
    };
    let lookup = app.record(&may, key, by).await?;
    if at_register {
        let clerk = Clerk::clone(&may);
        return Ok(Either::Right(see_other(app.read(move |conn| from_register(conn, &clerk, lookup)).await?)));
    }
    Ok(Either::Right(see_other(format!("/guests/lookups/{lookup}"))))
}

/// Where a licence leads that was scanned at the register: said beside the cart that is open, or to the guest, or to their check-in.
fn from_register(conn: &mut Conn, clerk: &Clerk, lookup: LookupId) -> Result<String> {
    if Cart::at_hand(conn, clerk)?.is_some() {
        return Ok(format!("/register?licence={lookup}"));
    }
    let card = Lookup::find(conn, clerk.location, lookup)?.card_id;
    let here = card.map_or(Ok(None), |card| Guest::with_card(conn, clerk.location, &card))?;
    Ok(here.map_or_else(|| format!("/guests/lookups/{lookup}"), |guest| format!("/guests/{}", guest.id)))
}

/// Cards are opaque (florida-rules 1.14); but a name has no digit in it, and a card is one word.
fn is_card(code: &str) -> bool {
    let code = code.trim();
    code.len() <= 32 && !code.contains(char::is_whitespace) && code.contains(|letter: char| letter.is_ascii_digit())
}

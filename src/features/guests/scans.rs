//! `/guests/scans`: whatever is scanned or typed at the desk: a driving licence, a card, a name. It is sent in the form, because an
//! address is kept in histories and logs.

use super::super::patients::Patient;
use super::licence;
use super::lookup::LookUp;
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
    let by = if licence::is_licence(&code) {
        match licence::parse(&code) {
            Ok(licence) => LookUp::Licence(licence),
            Err(unreadable) => return Err(Error::Invalid(Problems::one("guest", unreadable.0))),
        }
    } else if is_card(&code) {
        LookUp::Card(code)
    } else {
        let typed = code.clone();
        let found = app.read(move |conn| Patient::searched(conn, &code, MOST)).await?;
        let shell = Shell::of(&request).await?;
        return page(Index { shell, typed, found: Some(found) }).map(Either::Left);
    };
    let lookup = app.record(&may, key, by).await?;
    Ok(Either::Right(see_other(format!("/guests/lookups/{lookup}"))))
}

/// Cards are opaque (florida-rules 1.14); but a name has no digit in it, and a card is one word.
fn is_card(code: &str) -> bool {
    let code = code.trim();
    code.len() <= 32 && !code.contains(char::is_whitespace) && code.contains(|letter: char| letter.is_ascii_digit())
}

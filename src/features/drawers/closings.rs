//! `/drawers/{id}/closings`: bills and coins are added up, and the drawer is closed with what was counted.

use super::close::{CloseDrawer, Closed};
use super::counted::{Counted, DENOMINATIONS, MOST_PIECES, denomination};
use super::model::{Drawer, over_words};
use super::report::{Report, shows_amounts};
use crate::features::locations::Location;
use crate::values::{Cents, DrawerSessionId, FilingId};
use crate::web::kept::Kept;
use crate::web::prelude::*;
use actix_session::Session;
use actix_web::Either;

#[derive(Template)]
#[template(path = "drawers/closing.html")]
struct New {
    shell: Shell,
    report: Report,
    /// What was counted; none before it is added up.
    counted: Option<Counted>,
    pieces: Vec<(String, String)>,
    /// Somebody else began this count.
    of_another: bool,
    shows_expected: bool,
}

impl New {
    fn drawer(&self) -> &Drawer {
        &self.report.drawer
    }

    fn rows(&self) -> Vec<(i64, String)> {
        DENOMINATIONS.iter().map(|cents| (*cents, denomination(*cents))).collect()
    }

    /// What stood in the field.
    fn typed(&self, cents: &i64) -> &str {
        let name = format!("pieces-{cents}");
        self.pieces.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value.as_str())
    }

    /// The pieces as part of an address, to count again.
    fn query(&self) -> String {
        let plain = self.pieces.iter().filter(|(name, value)| {
            name.starts_with("pieces-") && !value.is_empty() && value.chars().all(|letter| letter.is_ascii_digit())
        });
        plain.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }

    /// As much as it began with, if there is so much.
    fn next(&self, counted: &Counted) -> String {
        self.drawer().opening_cents.min(counted.total()).plain()
    }

    fn over(&self, counted: &Counted) -> String {
        over_words(counted.total().minus(self.drawer().balance_cents))
    }
}

/// GET /drawers/{id}/closings/new: first the pieces, then their sum and the button that closes.
pub async fn new(
    app: Data<App>,
    may: May<may::UseDrawer>,
    id: Path<DrawerSessionId>,
    pieces: Query<Vec<(String, String)>>,
    session: Session,
    shell: Shell,
) -> Result<Either<Html, Redirect>> {
    let (clerk, id, pieces) = (Clerk::clone(&may), id.into_inner(), pieces.into_inner());
    let (report, blind) = app
        .read(move |conn| {
            let blind = Location::find(conn, clerk.location)?.blind_counts;
            Ok((Report::find(conn, &clerk, id, blind)?, blind))
        })
        .await?;
    if !report.drawer.is_counting() {
        let to = format!("/drawers/{id}");
        // Why a count was not taken is said there, when there is nothing left to count.
        if shell.went_wrong() {
            Kept::new(&to, app.clock.machine(), &[]).words(shell.problem_words()).save(&session)?;
        }
        return Ok(Either::Right(see_other(to)));
    }
    let fields = Fields::of(&pieces);
    let is_added_up = fields.ticked("added_up");
    let (counted, shell) = match counted(&fields) {
        Ok(counted) if is_added_up => (Some(counted), shell),
        Err(Error::Invalid(problems)) => (None, shell.with_problems(problems)),
        Ok(_) => (None, shell),
        Err(other) => return Err(other),
    };
    let shows_expected = shows_amounts(&may, &report.drawer, blind);
    let of_another = report.drawer.counted_by != Some(may.user);
    page(New { shell, report, counted, pieces, of_another, shows_expected }).map(Either::Left)
}

/// POST /drawers/{id}/closings
pub async fn create(
    app: Data<App>,
    may: May<may::UseDrawer>,
    id: Path<DrawerSessionId>,
    form: Form,
    session: Session,
) -> Result<Redirect> {
    let (drawer, fields) = (id.into_inner(), form.fields());
    let key = fields.form_key()?;
    let counted = counted(&fields)?;
    let (count, next, note, named) = fields.done((
        fields.whole("count", 1..=1_000_000),
        fields.money("next"),
        fields.text("note", 0..=300),
        fields.choices::<FilingId>("named"),
    ))?;
    let total = counted.total();
    let close = CloseDrawer { drawer, count, counted, next, note, named };
    let to = format!("/drawers/{drawer}");
    match app.record(&may, key, close).await? {
        Closed::Closed => Ok(see_other(to).notice(closed_words(total, next))),
        Closed::Recount(words) => {
            Kept::new(&to, app.clock.machine(), &[]).words(words).save(&session)?;
            Ok(see_other(to))
        }
    }
}

fn closed_words(counted: Cents, next: Cents) -> String {
    format!("Closed. Counted {counted}: {next} stays in the drawer, {} is the deposit.", counted.minus(next))
}

/// The pieces of each kind; an empty field is none of them.
fn counted(fields: &Fields<'_>) -> Result<Counted> {
    let pieces = |cents: &i64| {
        let name = format!("pieces-{cents}");
        let count = if fields.raw(&name).is_empty() { Some(0) } else { fields.whole(&name, 0..=MOST_PIECES) };
        count.map(|count| (*cents, count))
    };
    let read: Vec<Option<(i64, i64)>> = DENOMINATIONS.iter().map(pieces).collect();
    fields.done(read).map(Counted)
}

//! `/drawers/days/{day}`: one business day over all registers.

use super::ledger::Kind;
use super::report::{Report, Tickets};
use crate::features::locations::Location;
use crate::values::{Cents, clock};
use crate::web::prelude::*;
use chrono::{Days, NaiveDate};

#[derive(Template)]
#[template(path = "drawers/day.html")]
struct Show {
    shell: Shell,
    day: NaiveDate,
    drawers: Vec<Report>,
    tickets: Tickets,
    shows_amounts: bool,
    before: Option<NaiveDate>,
    after: Option<NaiveDate>,
}

impl Show {
    fn sum(&self, of: impl Fn(&Report) -> Cents) -> Cents {
        self.drawers.iter().map(of).sum()
    }

    fn moved(&self, kind: Kind) -> Cents {
        self.sum(|report| report.sum(kind))
    }

    fn cash_sales(&self) -> Cents {
        self.moved(Kind::Sale)
    }

    fn paid_back(&self) -> Cents {
        self.moved(Kind::Void).plus(self.moved(Kind::Refund))
    }

    fn opened_with(&self) -> Cents {
        self.sum(|report| report.drawer.opening_cents)
    }

    fn expected(&self) -> Cents {
        self.sum(|report| report.drawer.balance_cents)
    }

    fn counted(&self) -> Cents {
        self.sum(|report| report.drawer.counted_cents.unwrap_or_default())
    }

    fn over(&self) -> Cents {
        self.sum(|report| report.drawer.over_short().unwrap_or_default())
    }

    fn deposit(&self) -> Cents {
        self.sum(|report| report.drawer.deposit_cents.unwrap_or_default())
    }

    fn suspense(&self) -> Cents {
        self.sum(Report::in_suspense)
    }

    fn tickets_of_drawers(&self) -> i64 {
        self.drawers.iter().map(|report| report.tickets.sold).sum()
    }

    fn open_ones(&self) -> usize {
        self.drawers.iter().filter(|report| !report.drawer.is_closed()).count()
    }
}

/// GET /drawers/days/{day}
pub async fn show(app: Data<App>, clerk: May<may::SeeDrawers>, day: Path<String>, shell: Shell) -> Result<Html> {
    let Ok(day) = day.parse::<NaiveDate>() else { return not_found() };
    let (clerk, today) = (Clerk::clone(&clerk), clock::local_date(app.clock.now(), clerk.zone));
    let sees_over = clerk.may::<may::SeeOverShort>();
    let (drawers, tickets, blind) = app
        .read(move |conn| {
            let blind = Location::find(conn, clerk.location)?.blind_counts;
            let drawers = Report::of_day(conn, &clerk, day, blind)?;
            Ok((drawers, Tickets::of_day(conn, clerk.location, day)?, blind))
        })
        .await?;
    let shows_amounts = (!blind || sees_over) && drawers.iter().all(|report| report.shows_amounts);
    let (before, after) = (day.checked_sub_days(Days::new(1)), day.checked_add_days(Days::new(1)).filter(|day| *day <= today));
    page(Show { shell, day, drawers, tickets, shows_amounts, before, after })
}

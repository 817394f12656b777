//! What lies on the shelf and wants looking at: counts that wait for a manager, packages whose days are numbered.

use super::super::counts::Status as CountStatus;
use super::super::inventory::Status;
use super::model::Times;
use super::needs::{Need, Needs, plural};
use crate::db::Conn;
use crate::error::Result;
use crate::may::{Clerk, CompleteCounts, Destroy, SeeCounts, SeeInventory};
use crate::schema::{counts, packages, stock};
use crate::values::{At, CountId, LocationId, Quantity};
use chrono::{NaiveDate, TimeDelta};
use diesel::dsl::exists;
use diesel::prelude::*;

/// So early the first page speaks of what will expire.
const SOON: TimeDelta = TimeDelta::days(30);

/// In stock, and to be sold within days.
#[derive(Debug, Clone, Copy)]
struct Expiring {
    /// The expired ones are among them.
    all: i64,
    expired: i64,
    first: Option<NaiveDate>,
}

impl Expiring {
    fn count(conn: &mut Conn, location: LocationId, today: NaiveDate) -> Result<Self> {
        let on_shelf = stock::table.filter(stock::package_id.eq(packages::id)).filter(stock::on_hand.gt(Quantity::ZERO));
        let days: Vec<Option<NaiveDate>> = packages::table
            .filter(packages::location_id.eq(location))
            .filter(packages::status.eq(Status::Active))
            .filter(packages::expires_on.le(today + SOON))
            .filter(exists(on_shelf.select(stock::package_id)))
            .order(packages::expires_on)
            .select(packages::expires_on)
            .load(conn)?;
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let expired = days.iter().flatten().filter(|day| **day < today).count();
        Ok(Self { all: number(days.len()), expired: number(expired), first: days.first().copied().flatten() })
    }
}

/// The counts that are submitted, the oldest first.
fn submitted(conn: &mut Conn, location: LocationId) -> Result<Vec<(CountId, Option<At>)>> {
    let all = counts::table
        .filter(counts::location_id.eq(location))
        .filter(counts::status.eq(CountStatus::Submitted))
        .order(counts::submitted_at)
        .select((counts::id, counts::submitted_at))
        .load(conn)?;
    Ok(all)
}

impl Needs {
    pub(super) fn shelf(&mut self, conn: &mut Conn, clerk: &Clerk, times: &Times) -> Result<()> {
        if clerk.may::<SeeCounts>() {
            self.counts(clerk, &submitted(conn, clerk.location)?);
        }
        if clerk.may::<SeeInventory>() {
            self.expiring(clerk, Expiring::count(conn, clerk.location, times.today)?, times.today);
        }
        Ok(())
    }

    fn counts(&mut self, clerk: &Clerk, waiting: &[(CountId, Option<At>)]) {
        let Some((first, since)) = waiting.first().copied() else { return };
        let may_decide = clerk.may::<CompleteCounts>();
        let need = |count: i64| Need {
            mark: "waiting",
            urgency: "To review",
            words: plural(count, "count waits for its review", "counts wait for their review"),
            detail: "What differs is adjusted, or left as it is, when a manager says so.".into(),
            since,
            url: if count == 1 { format!("/counts/{first}") } else { "/counts".into() },
            go: if may_decide { "Review" } else { "Look" },
            ..Need::default()
        };
        let count = i64::try_from(waiting.len()).unwrap_or(i64::MAX);
        if may_decide { self.now(count, need) } else { self.later(count, |count| Need { since: None, ..need(count) }) }
    }

    fn expiring(&mut self, clerk: &Clerk, expiring: Expiring, today: NaiveDate) {
        let detail = match (expiring.expired, expiring.first) {
            (0, Some(first)) if first == today => "The first one expires today.".to_owned(),
            (0, Some(first)) => format!("The first one on {}.", first.format("%b %-d, %Y")),
            (expired, _) => {
                let what = if clerk.may::<Destroy>() { "Schedule their destruction." } else { "They are not sold." };
                format!(
                    "{} already. {what}",
                    plural(expired, "One of them has expired", &format!("{expired} of them have expired"))
                )
            }
        };
        let need = |count: i64| Need {
            mark: "held",
            urgency: "Expired",
            words: plural(count, "package expires within 30 days", "packages expire within 30 days"),
            detail: detail.clone(),
            url: "/inventory?status=active&expiring=30".into(),
            go: "Look",
            ..Need::default()
        };
        if expiring.expired > 0 { self.now(expiring.all, need) } else { self.later(expiring.all, need) }
    }
}

//! What the laboratory keeps from being sold: no result, a failed one with its clock, a certificate that nobody has signed.

use super::super::labs::{Release, deadlines, unsigned};
use super::model::{Times, Untested};
use super::needs::{Need, Needs, plural};
use crate::db::Conn;
use crate::error::Result;
use crate::may::{Clerk, SendSamples, SignCertificate};
use crate::rules::failed_tests::{Deadline, Urgency};

impl Needs {
    pub(super) fn laboratory(&mut self, conn: &mut Conn, clerk: &Clerk, times: &Times) -> Result<()> {
        let untested = Untested::count(conn, clerk.location)?;
        if untested.failed > 0 {
            let next = deadlines(conn, clerk.location, clerk.zone)?.into_iter().min_by_key(|deadline| deadline.due_on);
            self.failed(clerk, untested.failed, next, times);
        }
        if Release::is_asked_for(conn, clerk.location)? {
            let unsigned = unsigned(conn, clerk.location)?;
            self.now(unsigned, |count| Need {
                mark: "held",
                urgency: "Not released",
                words: plural(count, "package has passed and is not released", "packages have passed and are not released"),
                detail: "Two people must sign a certificate before anything of it is sold.".into(),
                url: "/labs?which=unsigned".into(),
                go: if clerk.may::<SignCertificate>() { "Look and sign" } else { "Look" },
                ..Need::default()
            });
        }
        self.now(untested.none, |count| Need {
            mark: "held",
            urgency: "No result",
            words: plural(count, "package has no lab result", "packages have no lab result"),
            detail: "Without a passed one nothing is sold or shipped.".into(),
            url: "/labs?which=none".into(),
            go: "Look at labs",
            ..Need::default()
        });
        self.later(untested.pending, |count| Need {
            mark: "quiet",
            urgency: "Pending",
            words: plural(count, "package is still at the laboratory", "packages are still at the laboratory"),
            detail: "It cannot be sold before its result has passed.".into(),
            url: "/labs?which=pending".into(),
            go: "Look at labs",
            ..Need::default()
        });
        Ok(())
    }

    /// On hold; the nearest last day is named.
    fn failed(&mut self, clerk: &Clerk, failed: i64, next: Option<Deadline>, times: &Times) {
        let late = next.is_some_and(|next| next.urgency(times.today) == Urgency::Overdue);
        let clock = next.map(|next| format!(" By {}: {}.", next.due_on.format("%b %-d"), next.words(times.today)));
        let what = if clerk.may::<SendSamples>() {
            "On hold. Have it retested with two new samples, remediate it, or schedule its destruction."
        } else {
            "On hold: it is not sold."
        };
        self.now(failed, |count| Need {
            mark: "refused",
            urgency: if late { "Overdue" } else { "Failed" },
            words: plural(count, "package failed its lab test", "packages failed their lab tests"),
            detail: format!("{what}{}", clock.unwrap_or_default()),
            url: "/labs?which=failed".into(),
            go: "Look at labs",
            ..Need::default()
        });
    }
}

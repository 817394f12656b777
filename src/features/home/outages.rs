//! The managers are told: a silent state, and a notice that the department is owed, stand first on their page.

use super::super::incidents::{Incident, Notice};
use super::needs::{Need, Needs};
use crate::db::Conn;
use crate::error::Result;
use crate::may::Clerk;
use crate::rules::disconnection::Stage;
use crate::values::{At, clock};

impl Needs {
    /// Nothing before the half hour; after the notice only as long as the state is silent, and then under *Later*.
    pub(super) fn outage(&mut self, conn: &mut Conn, clerk: &Clerk, now: At) -> Result<()> {
        if let Some(open) = Incident::open(conn)? {
            let told = Notice::about(conn, &[open.id])?.pop();
            match told {
                Some(notice) => self.later.push(sent(&open, &notice)),
                None => self.now.extend(need(&open, clerk, now)),
            }
        }
        if let Some(owed) = Incident::owed(conn, now)? {
            self.now.extend(need(&owed, clerk, now));
        }
        Ok(())
    }
}

fn need(incident: &Incident, clerk: &Clerk, now: At) -> Option<Need> {
    let disconnection = incident.disconnection();
    let at = |at: At| clock::said(at, clerk.zone);
    let (due, is_open) = (at(disconnection.notice_due_at()), incident.ended_at.is_none());
    let (mark, urgency, words, detail) = match disconnection.stage(now) {
        Stage::Begun => return None,
        Stage::Told => {
            let reportable = at(disconnection.reportable_at());
            let detail = format!("Nothing can be reported; sales wait. From {reportable} on, the department must be told.");
            ("waiting", "Outage", "The state does not answer", detail)
        }
        Stage::Reportable => ("refused", "Reportable", owed(is_open), format!("The notice is due by {due}; a draft is ready.")),
        Stage::Overdue => {
            ("refused", "Overdue", owed(is_open), format!("The notice was due by {due}. Send it now; a draft is ready."))
        }
    };
    Some(Need {
        mark,
        urgency,
        count: 1,
        words: words.to_owned(),
        detail,
        since: Some(incident.started_at),
        url: format!("/incidents/{}", incident.id),
        go: if mark == "refused" { "Open the notice" } else { "Look at it" },
    })
}

fn owed(is_open: bool) -> &'static str {
    if is_open {
        "The state does not answer, and the department must be told"
    } else {
        "The department must be told that the state did not answer"
    }
}

fn sent(incident: &Incident, notice: &Notice) -> Need {
    Need {
        mark: "quiet",
        urgency: "Told",
        count: 1,
        words: "The state does not answer; the department has been told".into(),
        detail: format!("Notice sent by {}. It began", notice.by),
        since: Some(incident.started_at),
        url: format!("/incidents/{}", incident.id),
        go: "Look",
    }
}

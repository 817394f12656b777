//! Packages that customers brought back and nobody has scheduled for destruction.

use super::super::returns::Waiting;
use super::needs::{Need, Needs, plural};
use crate::db::Conn;
use crate::error::Result;
use crate::may::{Clerk, Destroy};

impl Needs {
    pub(super) fn returned(&mut self, conn: &mut Conn, clerk: &Clerk) -> Result<()> {
        if !clerk.may::<Destroy>() {
            return Ok(());
        }
        let left: Vec<Waiting> = Waiting::of_location(conn, clerk.location)?.into_iter().filter(Waiting::is_left).collect();
        self.now(i64::try_from(left.len()).unwrap_or(i64::MAX), |count| Need {
            mark: "waiting",
            urgency: "Returned",
            words: plural(
                count,
                "returned package is not scheduled for destruction",
                "returned packages are not scheduled for destruction",
            ),
            detail: "They can only be destroyed, and until then the registry may not show the patient's allotment again.".into(),
            since: left.first().map(|one| one.came.returned_at),
            url: "/returns".into(),
            go: "Schedule",
            ..Need::default()
        });
        Ok(())
    }
}

//! Cash that nobody has counted: drawers left open on an earlier day, and cash of refused tickets that is the customer's.

use super::super::drawers::{Drawer, Owed};
use super::model::Times;
use super::needs::{Need, Needs};
use crate::db::Conn;
use crate::error::Result;
use crate::may::{Clerk, UseDrawer};

impl Needs {
    pub(super) fn drawers(&mut self, conn: &mut Conn, clerk: &Clerk, times: &Times) -> Result<()> {
        if !clerk.may::<UseDrawer>() {
            return Ok(());
        }
        for owed in Owed::by(conn, clerk)? {
            self.now(1, |_| Need {
                mark: "refused",
                urgency: "Give back",
                words: format!("Give back {} for sale {}", owed.cents, owed.number),
                detail: "The state refused it. Say when the cash was given back.".into(),
                since: Some(owed.taken_at),
                url: format!("/sales/{}", owed.sale),
                go: "Give back",
                ..Need::default()
            });
        }
        for (register, drawer, opened_at) in Drawer::forgotten(conn, clerk.location, times.today)? {
            self.now(1, |_| Need {
                mark: "held",
                urgency: "Not closed",
                words: format!("The drawer of {register} was never closed"),
                detail: "Count and close it before today's first sale.".into(),
                since: Some(opened_at),
                url: format!("/drawers/{drawer}"),
                go: "Count and close",
                ..Need::default()
            });
        }
        Ok(())
    }
}

//! What patients have ordered ahead and nobody has picked.

use super::super::pre_orders::to_pick;
use super::model::Times;
use super::needs::{Need, Needs, plural};
use crate::db::Conn;
use crate::error::Result;
use crate::may::{Clerk, EditPreOrders};
use chrono::TimeDelta;

impl Needs {
    /// Those of today, and of the night that follows.
    pub(super) fn pre_orders(&mut self, conn: &mut Conn, clerk: &Clerk, times: &Times) -> Result<()> {
        if !clerk.may::<EditPreOrders>() {
            return Ok(());
        }
        let (count, first) = to_pick(conn, clerk.location, times.midnight + TimeDelta::days(1))?;
        self.now(count, |count| Need {
            mark: "waiting",
            urgency: "To pick",
            words: plural(count, "pre-order for today is not picked yet", "pre-orders for today are not picked yet"),
            detail: match first {
                Some(due) if due < times.now => "The time agreed for the first is over already.".into(),
                _ => "Until it is picked, a pre-order holds nothing.".into(),
            },
            url: "/pre_orders?status=confirmed".into(),
            go: "Pick",
            ..Need::default()
        });
        Ok(())
    }
}

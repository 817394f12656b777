//! The managers are told where the lab's amount is not the catalog's.

use super::super::products::Differing;
use super::needs::{Need, Needs};
use crate::db::Conn;
use crate::error::Result;
use crate::may::{Clerk, EditProducts};

impl Needs {
    /// Under *Later*: the lab's amount counts at the register, so nothing is sold wrongly meanwhile.
    pub(super) fn amounts(&mut self, conn: &mut Conn, clerk: &Clerk) -> Result<()> {
        let count = if clerk.may::<EditProducts>() { Differing::count(conn, clerk.location)? } else { 0 };
        if count > 0 {
            self.later.push(Need {
                mark: "held",
                urgency: "Differs",
                count,
                words: if count == 1 {
                    "package takes another amount from orders than the catalog says".into()
                } else {
                    "packages take another amount from orders than the catalog says".into()
                },
                detail: "The lab's amount counts at the register. Correct the catalog, or ask the lab.".into(),
                url: "/products?differs=1".into(),
                go: "Look at them",
                ..Need::default()
            });
        }
        Ok(())
    }
}

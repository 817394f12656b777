//! Where the registry's figures were not ours, for those who look after it.

use super::super::register::recent_differences;
use super::model::Times;
use super::needs::{Need, Needs, plural};
use crate::db::Conn;
use crate::error::Result;
use crate::may::{Clerk, SeeDifferences};

impl Needs {
    /// Under *Later*: the registry's figure counted, so nothing was sold wrongly.
    pub(super) fn registry(&mut self, conn: &mut Conn, clerk: &Clerk, times: &Times) -> Result<()> {
        let count = if clerk.may::<SeeDifferences>() { recent_differences(conn, clerk.location, times.now)? } else { 0 };
        if count > 0 {
            self.later.push(Need {
                mark: "held",
                urgency: "Differs",
                count,
                words: plural(
                    count,
                    "amount of the registry was not what we calculate",
                    "amounts of the registry were not what we calculate",
                ),
                detail: "In the last seven days. The registry's counted at the register.".into(),
                url: "/register/differences".into(),
                go: "Look at them",
                ..Need::default()
            });
        }
        Ok(())
    }
}

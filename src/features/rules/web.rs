//! `/rules`: what holds, since when, and where it was read; from the data that decides.

use crate::rules::Source;
use crate::rules::sheet::{self, Sheet};
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "rules/index.html")]
struct Index {
    shell: Shell,
    sheets: Vec<Sheet>,
}

impl Index {
    /// A badge's mark and word.
    fn standing(&self, source: &Source) -> (&'static str, &'static str) {
        let today = self.shell.today();
        if source.holds_on(today) {
            ("accepted", "In force")
        } else if today < source.effective_from {
            ("waiting", "To come")
        } else {
            ("quiet", "Ended")
        }
    }
}

/// GET /rules
pub async fn index(_: May<may::SeeRules>, shell: Shell) -> Result<Html> {
    page(Index { shell, sheets: sheet::all() })
}

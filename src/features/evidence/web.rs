//! `/evidence`: which days.

use super::files::{FILES, File};
use crate::values::clock::local_date;
use crate::web::prelude::*;
use chrono::{Days, NaiveDate};

#[derive(Template)]
#[template(path = "evidence/index.html")]
struct Index {
    shell: Shell,
    from: NaiveDate,
    until: NaiveDate,
}

/// GET /evidence
pub async fn index(app: Data<App>, may: May<may::SeeEvidence>, shell: Shell) -> Result<Html> {
    let until = local_date(app.clock.now(), may.zone);
    let from = until.checked_sub_days(Days::new(29)).unwrap_or(until);
    page(Index { shell, from, until })
}

impl Index {
    fn files(&self) -> &'static [File] {
        &FILES
    }
}

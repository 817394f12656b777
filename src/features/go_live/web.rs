//! `/go-live`: whether this store is ready, as far as it was last looked at.

use super::finding::Finding;
use super::model::Check;
use crate::may::Granted;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "go_live/index.html")]
pub struct Page {
    shell: Shell,
    /// What is shown.
    check: Option<(Check, Vec<Finding>)>,
    all: Vec<Check>,
    place: String,
    granted: Granted,
    may_check: bool,
    may_upload: bool,
}

impl Page {
    pub fn new(shell: Shell, clerk: &Clerk, check: Option<(Check, Vec<Finding>)>, all: Vec<Check>) -> Self {
        Self {
            shell,
            check,
            all,
            place: clerk.location_name.clone(),
            granted: clerk.granted.clone(),
            may_check: clerk.may::<may::CheckGoLive>(),
            may_upload: clerk.may::<may::UploadStock>(),
        }
    }

    /// Every check but the one that is shown.
    fn others(&self) -> Vec<&Check> {
        let shown = self.check.as_ref().map(|(check, _)| check.id);
        self.all.iter().filter(|check| Some(check.id) != shown).collect()
    }

    fn is_newest(&self, check: &Check) -> bool {
        self.all.first().is_some_and(|newest| newest.id == check.id)
    }

    fn way(&self, finding: &Finding) -> Option<(&'static str, &'static str)> {
        finding.way(&self.granted)
    }

    fn opens(&self, finding: &Finding) -> bool {
        finding.opens(&self.granted)
    }

    fn summary(&self, check: &Check) -> String {
        format!("{} passed, {} failed, {} unknown", check.passed, check.failed, check.unknown)
    }
}

/// GET /go-live
pub async fn index(app: Data<App>, may: May<may::SeeGoLive>, shell: Shell) -> Result<Html> {
    let location = may.location;
    let (newest, all) = app
        .read(move |conn| {
            let all = Check::listed(conn, location)?;
            let newest = match all.first() {
                Some(check) => Some((check.clone(), check.findings(conn)?)),
                None => None,
            };
            Ok((newest, all))
        })
        .await?;
    page(Page::new(shell, &may, newest, all))
}

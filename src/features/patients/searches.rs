//! `/patients/searches`: by name or card. What was typed is a person's name, so it is sent in the form and never in an address.

use super::model::Patient;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "patients/index.html")]
pub(super) struct Index {
    pub shell: Shell,
    pub typed: String,
    /// None: nothing has been searched for.
    pub found: Option<Vec<Patient>>,
    pub sees_views: bool,
}

impl Index {
    pub fn blank(clerk: &Clerk, shell: Shell) -> Self {
        Self { shell, typed: String::new(), found: None, sees_views: clerk.may::<may::SeeViews>() }
    }

    /// There may be more than are shown.
    fn is_cut(&self) -> bool {
        self.found.as_ref().is_some_and(|found| found.len() >= usize::try_from(MOST).unwrap_or_default())
    }
}

/// Rows of one answer: whoever finds more should type more.
const MOST: i64 = 30;

/// GET /patients/searches: where a form that could not be taken comes back to.
pub async fn new(may: May<may::SeePatients>, shell: Shell) -> Result<Html> {
    page(Index::blank(&may, shell))
}

/// POST /patients/searches
pub async fn create(app: Data<App>, may: May<may::SeePatients>, shell: Shell, form: Form) -> Result<Html> {
    let fields = form.fields();
    let typed = fields.done(fields.text("patient", 2..=80))?;
    let asked = typed.clone();
    let found = app.read(move |conn| Patient::searched(conn, &asked, MOST)).await?;
    page(Index { typed, found: Some(found), ..Index::blank(&may, shell) })
}

//! `/go-live/checks`: everything is looked at now, and what was found is kept.

use super::finding::{Finding, Outcome};
use super::model::{Check, count};
use super::own::Own;
use super::theirs::Theirs;
use super::web::Page;
use super::{goods, places};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::features::users::User;
use crate::schema::go_live_checks as checks;
use crate::values::GoLiveCheckId;
use crate::web::prelude::*;
use diesel::prelude::*;
use serde::Serialize;

/// What was found is written down. Not part of what tells one form from another: the answers are.
#[derive(Serialize)]
struct KeepCheck {
    #[serde(skip)]
    findings: Vec<Finding>,
}

impl Record for KeepCheck {
    const ACT: &'static str = "keep_go_live_check";
    type Needs = may::CheckGoLive;
    type Done = GoLiveCheckId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<GoLiveCheckId> {
        let id = GoLiveCheckId::new();
        diesel::insert_into(checks::table)
            .values((
                checks::id.eq(id),
                checks::location_id.eq(by.clerk.location),
                checks::checked_by.eq(by.clerk.user),
                checks::checked_at.eq(by.now),
                checks::passed.eq(count(&self.findings, Outcome::Pass)),
                checks::failed.eq(count(&self.findings, Outcome::Fail)),
                checks::unknown.eq(count(&self.findings, Outcome::Unknown)),
                checks::findings.eq(serde_json::to_string(&self.findings)?),
            ))
            .execute(tx)?;
        Ok(id)
    }
}

/// POST /go-live/checks
pub async fn create(app: Data<App>, may: May<may::CheckGoLive>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    let (location, now) = (may.location, app.clock.now());
    // The state's word first: what is done meanwhile is rather in our books than missing there.
    let (license, people) = app
        .read(move |conn| {
            let people = User::listed(conn, location)?.into_iter().filter(|user| user.active && goods::must_be_registered(user));
            Ok((crate::features::locations::Location::find(conn, location)?.license, people.collect::<Vec<_>>()))
        })
        .await?;
    let emails: Vec<String> = people.iter().map(|user| user.details.mmur_email.clone()).collect();
    let theirs = Theirs::ask(&app, &license, &emails).await;
    let own = app.read(move |conn| Own::read(conn, location, now)).await?;
    let now = app.clock.now();
    let findings = vec![
        places::credentials(&own, &theirs, now),
        places::deliveries(&own, &theirs, now),
        places::rooms(&own, &theirs, now),
        places::fleet(&own, &theirs, now),
        goods::staff(&people, &theirs, now),
        goods::catalog(&own, now),
        goods::packages(&own, &theirs, now),
        goods::filings(&own, now),
        goods::uploads(&own, now),
    ];
    let id = app.record(&may, key, KeepCheck { findings }).await?;
    Ok(see_other(format!("/go-live/checks/{id}")))
}

/// GET /go-live/checks/{id}
pub async fn show(app: Data<App>, may: May<may::SeeGoLive>, id: Path<GoLiveCheckId>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, id.into_inner());
    let (check, findings, earlier) = app
        .read(move |conn| {
            let check = Check::find(conn, location, id)?;
            let findings = check.findings(conn)?;
            Ok((check, findings, Check::listed(conn, location)?))
        })
        .await?;
    page(Page::new(shell, &may, Some((check, findings)), earlier))
}

//! `/locations/{id}/settings`: what an admin decides for a shop, on one page with one Save.

use super::model::{CreateBatches, Location};
use super::settings::{SaveSettings, ZONES};
use crate::features::reasons::{self, Kind, Reason};
use crate::features::rooms::Room;
use crate::rules::allotment::Variant;
use crate::values::LocationId;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "locations/edit.html")]
struct Edit {
    shell: Shell,
    location: Location,
    rooms: Vec<Room>,
    /// The state's, for destroying.
    reasons: Vec<Reason>,
    may_edit: bool,
}

/// GET /locations/{id}/settings
pub async fn edit(app: Data<App>, clerk: May<may::SeeSettings>, id: Path<LocationId>, shell: Shell) -> Result<Html> {
    let id = own(&clerk, &id)?;
    let may_edit = clerk.may::<may::EditSettings>();
    let reasons = reasons::current(&app, &clerk, Kind::Destroy).await?;
    let (location, rooms) = app.read(move |conn| Ok((Location::find(conn, id)?, Room::listed(conn, id)?))).await?;
    page(Edit { shell, location, rooms, reasons, may_edit })
}

/// POST /locations/{id}/settings
pub async fn update(app: Data<App>, may: May<may::EditSettings>, id: Path<LocationId>, form: Form) -> Result<Redirect> {
    let id = own(&may, &id)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let (before, rooms) = app.read(move |conn| Ok((Location::find(conn, id)?, Room::listed(conn, id)?))).await?;
    let reasons = reasons::current(&app, &may, Kind::Destroy).await?;
    let settings = SaveSettings::read(&fields, before, &rooms, &reasons)?;
    app.record(&may, key, settings).await?;
    Ok(see_other(format!("/locations/{id}/settings")).notice("Saved. The settings count from now on."))
}

/// Another location's settings are not found, whoever asks.
fn own(clerk: &Clerk, id: &LocationId) -> Result<LocationId> {
    if *id == clerk.location { Ok(*id) } else { not_found() }
}

impl Edit {
    /// The zones to choose from; one that was set by other means stays possible.
    fn zones(&self) -> Vec<(&str, &str)> {
        let set = self.location.time_zone.as_str();
        let other = ZONES.iter().all(|(name, _)| *name != set).then_some((set, set));
        ZONES.into_iter().chain(other).collect()
    }

    fn room_choices(&self) -> Vec<(&str, &str)> {
        self.rooms.iter().map(|room| (room.id.as_str(), room.name.as_str())).collect()
    }

    fn receiving_room(&self) -> String {
        self.location.receiving_room_id.map_or_else(String::new, |room| room.to_string())
    }

    /// One that the state no longer names stays possible.
    fn reason_choices(&self) -> Vec<(i64, String)> {
        let known = self.reasons.iter().map(|reason| (reason.code, format!("Scheduled by itself: {}", reason.name)));
        let set = self.location.schedule_returns.filter(|code| self.reasons.iter().all(|reason| reason.code != *code));
        known.chain(set.map(|code| (code, format!("Scheduled by itself: reason {code}")))).collect()
    }

    fn returns_reason(&self) -> String {
        self.location.schedule_returns.map_or_else(String::new, |code| code.to_string())
    }

    /// A demonstration must work at night; a shop must not.
    fn law_hours_help(&self) -> &'static str {
        if self.location.law_hours {
            "Nothing is dispensed between 21:00 and 07:00 by this location's clock, however long it is open. Leave this on."
        } else {
            "Off: only the times above count. That is for demonstrations, which must work at any hour; the law lets nothing be dispensed \
             between 21:00 and 07:00, so a real shop switches this on."
        }
    }

    fn opens(&self) -> String {
        clock_time(self.location.opens_minute)
    }

    fn closes(&self) -> String {
        clock_time(self.location.closes_minute)
    }

    fn tax_rate(&self) -> String {
        let points = self.location.tax_rate_basis_points;
        format!("{}.{:02}", points / 100, points % 100)
    }
}

fn clock_time(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

//! `/guests/lanes`: the columns of the guest list, as a manager wants them, and how its cards look.

use super::lane::{Color, Kind, Lane, ShownAs};
use super::lane_records::{AddLane, ChangeLane, RetireLane};
use crate::values::LaneId;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "guests/lanes.html")]
struct Index {
    shell: Shell,
    lanes: Vec<Lane>,
    shown_as: ShownAs,
}

impl Index {
    fn is_first(&self, lane: &Lane) -> bool {
        self.lanes.first().is_some_and(|first| first.id == lane.id)
    }

    fn ways(&self) -> &'static [ShownAs] {
        ShownAs::ALL
    }

    fn is_last(&self, lane: &Lane) -> bool {
        self.lanes.iter().rfind(|lane| lane.active).is_some_and(|last| last.id == lane.id)
    }
}

/// The form, for a new lane or for one that exists.
#[derive(Template)]
#[template(path = "guests/lane.html")]
struct FormPage {
    shell: Shell,
    /// None: a new one.
    lane: Option<Lane>,
}

impl FormPage {
    fn title(&self) -> &str {
        self.lane.as_ref().map_or("Add lane", |lane| lane.name.as_str())
    }

    fn action(&self) -> String {
        self.lane.as_ref().map_or_else(|| "/guests/lanes".to_owned(), |lane| format!("/guests/lanes/{}", lane.id))
    }

    fn name(&self) -> &str {
        self.lane.as_ref().map_or("", |lane| lane.name.as_str())
    }

    fn color(&self) -> &str {
        self.lane.as_ref().map_or("", |lane| lane.color.as_str())
    }

    fn kinds(&self) -> &'static [Kind] {
        Kind::ALL
    }

    fn colors(&self) -> &'static [Color] {
        Color::ALL
    }

    fn kind(&self) -> &'static str {
        self.lane.as_ref().map_or("", |lane| lane.kind.label())
    }
}

/// GET /guests/lanes
pub async fn index(app: Data<App>, may: May<may::EditLanes>, shell: Shell) -> Result<Html> {
    let location = may.location;
    let (lanes, shown_as) = app.read(move |conn| Ok((Lane::all(conn, location)?, ShownAs::of(conn, location)?))).await?;
    page(Index { shell, lanes, shown_as })
}

/// GET /guests/lanes/new
pub async fn new(_: May<may::EditLanes>, shell: Shell) -> Result<Html> {
    page(FormPage { shell, lane: None })
}

/// POST /guests/lanes
pub async fn create(app: Data<App>, may: May<may::EditLanes>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (name, kind, color) =
        fields.done((fields.text("name", 1..=30), fields.choice::<Kind>("kind"), fields.choice::<Color>("color")))?;
    let notice = format!("“{name}” was added behind the others.");
    app.record(&may, key, AddLane { name, kind, color }).await?;
    app.streams.nudge();
    Ok(see_other("/guests/lanes").notice(notice))
}

/// GET /guests/lanes/{id}/edit
pub async fn edit(app: Data<App>, may: May<may::EditLanes>, id: Path<LaneId>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, id.into_inner());
    let lane = app.read(move |conn| Lane::find(conn, location, id)).await?;
    page(FormPage { shell, lane: Some(lane) })
}

/// POST /guests/lanes/{id}
pub async fn update(app: Data<App>, may: May<may::EditLanes>, id: Path<LaneId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (name, color) = fields.done((fields.text("name", 1..=30), fields.choice::<Color>("color")))?;
    let notice = format!("“{name}” was changed.");
    app.record(&may, key, ChangeLane { lane: id.into_inner(), name, color }).await?;
    app.streams.nudge();
    Ok(see_other("/guests/lanes").notice(notice))
}

/// POST /guests/lanes/{id}/retirements
pub async fn delete(app: Data<App>, may: May<may::EditLanes>, id: Path<LaneId>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    app.record(&may, key, RetireLane { lane: id.into_inner() }).await?;
    app.streams.nudge();
    Ok(see_other("/guests/lanes").notice("The lane is out of use; it can be brought back."))
}

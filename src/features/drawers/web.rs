//! `/drawers`: the shop's registers with their drawers; one drawer with all that moved in it, which on paper is its closing report.

use super::closed::Closed;
use super::counted::denomination;
use super::model::Drawer;
use super::place::Place;
use super::register::Register;
use super::report::Report;
use super::standing::Standing;
use crate::features::locations::Location;
use crate::values::{Cents, DrawerSessionId, clock};
use crate::web::prelude::*;
use chrono::NaiveDate;

#[derive(Template)]
#[template(path = "drawers/index.html")]
struct Index {
    shell: Shell,
    tills: Vec<Till>,
    standing: Standing,
    today: NaiveDate,
    /// Closed ones, the newest first.
    closed: Vec<Closed>,
    is_kept: bool,
    may_use: bool,
    may_edit: bool,
}

/// A register and its drawer.
struct Till {
    register: Register,
    drawer: Option<Drawer>,
    opened_by: String,
    left: Option<Cents>,
    is_mine: bool,
}

#[derive(Template)]
#[template(path = "drawers/show.html")]
struct Show {
    shell: Shell,
    report: Report,
    may_use: bool,
    may_move: bool,
    may_adjust: bool,
}

impl Show {
    fn piece(&self, cents: &i64) -> String {
        denomination(*cents)
    }
}

/// GET /drawers
pub async fn index(app: Data<App>, clerk: May<may::SeeDrawers>, place: Place, shell: Shell) -> Result<Html> {
    let (clerk, now) = (Clerk::clone(&clerk), app.clock.now());
    let index = app
        .read(move |conn| {
            let location = Location::find(conn, clerk.location)?;
            let standing = Standing::find(conn, &clerk, &place, now)?;
            let mine = standing.register.as_ref().map(|register| register.id);
            let mut tills = Vec::new();
            for register in Register::all(conn, clerk.location)? {
                let drawer = Drawer::open_of(conn, register.id)?;
                tills.push(Till {
                    opened_by: Drawer::name_of(conn, drawer.as_ref().map(|drawer| drawer.opened_by))?,
                    left: Drawer::left_in(conn, register.id)?,
                    is_mine: mine == Some(register.id),
                    drawer,
                    register,
                });
            }
            Ok(Index {
                shell,
                tills,
                standing,
                today: clock::local_date(now, clerk.zone),
                closed: Closed::latest(conn, &clerk, location.blind_counts)?,
                is_kept: location.cash_in_drawers,
                may_use: clerk.may::<may::UseDrawer>(),
                may_edit: clerk.may::<may::EditRegisters>(),
            })
        })
        .await?;
    page(index)
}

/// GET /drawers/{id}
pub async fn show(app: Data<App>, clerk: May<may::SeeDrawers>, id: Path<DrawerSessionId>, shell: Shell) -> Result<Html> {
    let (clerk, id) = (Clerk::clone(&clerk), id.into_inner());
    let (may_use, may_move) = (clerk.may::<may::UseDrawer>(), clerk.may::<may::MoveCash>());
    let may_adjust = clerk.may::<may::AdjustDrawer>();
    let report = app
        .read(move |conn| {
            let blind = Location::find(conn, clerk.location)?.blind_counts;
            Report::find(conn, &clerk, id, blind)
        })
        .await?;
    page(Show { shell, report, may_use, may_move, may_adjust })
}

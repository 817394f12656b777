//! `/register`: the till. The same forms work with and without script: htmx gets the `till` block, others a redirect to this page.

use super::super::drawers::{Place, Standing};
use super::super::locations::Location;
use super::super::patients::{self, seen};
use super::super::sales::Sale;
use super::left_open::LeftOpen;
use super::till::Till;
use crate::web::prelude::*;
use actix_web::http::StatusCode;
use actix_web::{Either, HttpRequest};

#[derive(Template)]
#[template(path = "register/index.html", blocks = ["till"])]
struct Index {
    shell: Shell,
    till: Option<Till>,
    /// The sale that waits for the state's answer.
    waiting: Option<Sale>,
    desk: Desk,
    /// The register and its drawer.
    standing: Standing,
    /// Other people's carts, for a manager.
    left_open: Vec<LeftOpen>,
    /// For htmx, which also needs the scan field emptied.
    is_swap: bool,
    /// This answers a scan that was refused: the one time that it sounds.
    is_refused: bool,
}

/// What the shop and the clerk may do now.
struct Desk {
    /// Why nothing may be dispensed now.
    closed: Option<String>,
    scan_only: bool,
    registry_trouble: Option<String>,
}

/// A block for htmx, or "see there".
pub type Answer = Either<Html, Redirect>;

/// GET /register
pub async fn index(app: Data<App>, may: May<may::Sell>, place: Place, shell: Shell) -> Result<Html> {
    let index = Index::of(&app, &may, place, shell).await?;
    if let Some(till) = &index.till {
        seen(&app, &may, till.patient.id, patients::Place::Till).await?;
    }
    page(index)
}

/// After a change of the cart.
pub async fn changed(app: &App, may: &May<may::Sell>, request: &HttpRequest, ask: &Ask, refused: bool) -> Result<Answer> {
    if !ask.wants("till") {
        return Ok(Either::Right(see_other("/register")));
    }
    let index =
        Index { is_swap: true, is_refused: refused, ..Index::of(app, may, Place::of(request), Shell::of(request).await?).await? };
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(Either::Left(fragment(index.as_till())?.status(status)))
}

impl Index {
    async fn of(app: &App, clerk: &Clerk, place: Place, shell: Shell) -> Result<Self> {
        let (clerk, now) = (clerk.clone(), app.clock.now());
        app.read(move |conn| {
            let till = Till::at_hand(conn, &clerk, now)?;
            let waiting = match &till {
                Some(till) if !till.is_open() => Sale::pending_of(conn, till.cart.id)?,
                _ => None,
            };
            let location = Location::find(conn, clerk.location)?;
            let desk = Desk {
                closed: location.closed(now)?,
                scan_only: location.scan_only,
                registry_trouble: clerk.registry_trouble.clone(),
            };
            Ok(Self {
                standing: Standing::find(conn, &clerk, &place, now)?,
                left_open: LeftOpen::listed(conn, &clerk, now)?,
                shell,
                till,
                waiting,
                desk,
                is_swap: false,
                is_refused: false,
            })
        })
        .await
    }
}

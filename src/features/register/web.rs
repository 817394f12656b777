//! `/register`: the till. The same forms work with and without script: htmx gets the `till` block, others a redirect to this page.

use super::super::drawers::{Place, Standing};
use super::super::locations::Location;
use super::super::patients::{self, seen};
use super::super::sales::Sale;
use super::astray::{Astray, Elsewhere};
use super::cart::Cart;
use super::left_open::LeftOpen;
use super::other_packages::Others;
use super::overdue;
use super::parked::Parked;
use super::scanned::Scanned;
use super::till::Till;
use super::till_lines::TillLine;
use crate::values::{CartLineId, LookupId};
use crate::web::prelude::*;
use crate::web::problems::percent_encoded;
use actix_web::http::StatusCode;
use actix_web::{Either, HttpRequest};
use serde::Deserialize;

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
    /// Put aside: the clerk's own, or for a manager the shop's.
    parked: Vec<Parked>,
    /// What became of the clerk's last cart, if nobody ended it.
    ended: Option<String>,
    /// For htmx, which also needs the scan field emptied.
    is_swap: bool,
    /// This answers a scan that was refused: the one time that it sounds.
    is_refused: bool,
    /// This answers a scan that was taken.
    is_taken: bool,
    /// The line that has just changed.
    fresh: Option<CartLineId>,
    /// What was scanned just now and is not for the cart.
    astray: Option<Astray>,
    /// What it could have been taken from instead, when a product was named and we chose the package.
    others: Option<Others>,
}

/// What the shop and the clerk may do now.
struct Desk {
    /// Why nothing may be dispensed now.
    closed: Option<String>,
    scan_only: bool,
    /// How long a cart may hold goods untouched.
    cart_minutes: Option<i64>,
    registry_trouble: Option<String>,
}

/// A block for htmx, or "see there".
pub type Answer = Either<Html, Redirect>;

/// What a scan left in the address, because nothing of it was for the cart.
#[derive(Deserialize)]
pub struct Asked {
    scanned: Option<String>,
    /// A driving licence, by what it told: never the licence itself.
    licence: Option<LookupId>,
}

/// GET /register
pub async fn index(app: Data<App>, may: May<may::Sell>, place: Place, shell: Shell, asked: Query<Asked>) -> Result<Html> {
    overdue::free(&app).await?;
    let index =
        Index { astray: astray(&app, &may, asked.into_inner()).await?, ..Index::of(&app, &may, place, shell, None).await? };
    if let Some(till) = &index.till {
        seen(&app, &may, till.patient.id, patients::Place::Till).await?;
    }
    page(index)
}

async fn astray(app: &App, clerk: &Clerk, asked: Asked) -> Result<Option<Astray>> {
    let (clerk, now) = (clerk.clone(), app.clock.now());
    app.read(move |conn| match asked {
        Asked { licence: Some(lookup), .. } => Astray::of_licence(conn, &clerk, lookup, now),
        Asked { scanned: Some(code), .. } => {
            let elsewhere = match Cart::at_hand(conn, &clerk)? {
                Some(_) => Elsewhere::beside_cart(conn, &clerk, &code)?,
                None => Elsewhere::before_cart(conn, &clerk, &code, now)?,
            };
            Ok(match elsewhere {
                Some(Elsewhere::Said(astray)) => Some(astray),
                Some(Elsewhere::Sale(_)) | None => None,
            })
        }
        Asked { .. } => Ok(None),
    })
    .await
}

/// A scan that is not for the cart: said over it, which stays as it is.
pub async fn said(app: &App, may: &May<may::Sell>, request: &HttpRequest, ask: &Ask, code: &str, said: Astray) -> Result<Answer> {
    if !ask.wants("till") {
        return Ok(Either::Right(see_other(format!("/register?scanned={}", percent_encoded(code.trim())))));
    }
    let index = Index {
        is_swap: true,
        astray: Some(said),
        ..Index::of(app, may, Place::of(request), Shell::of(request).await?, None).await?
    };
    Ok(Either::Left(fragment(index.as_till())?.status(StatusCode::UNPROCESSABLE_ENTITY)))
}

/// After a change of the cart; `scanned` is what a scan or a change of a line came to.
pub async fn changed(
    app: &App,
    may: &May<may::Sell>,
    request: &HttpRequest,
    ask: &Ask,
    scanned: Option<&Scanned>,
) -> Result<Answer> {
    if !ask.wants("till") {
        return Ok(Either::Right(see_other("/register")));
    }
    let by_product = scanned.filter(|scanned| scanned.by_product).and_then(|scanned| scanned.line);
    let index = Index {
        is_swap: true,
        is_refused: scanned.is_some_and(|scanned| scanned.refused),
        is_taken: scanned.is_some_and(|scanned| !scanned.refused),
        fresh: scanned.and_then(|scanned| scanned.line),
        ..Index::of(app, may, Place::of(request), Shell::of(request).await?, by_product).await?
    };
    let status = if index.is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(Either::Left(fragment(index.as_till())?.status(status)))
}

impl Index {
    /// The line that has just changed.
    fn is_fresh(&self, line: &TillLine) -> bool {
        self.fresh == Some(line.id)
    }

    async fn of(app: &App, clerk: &Clerk, place: Place, shell: Shell, by_product: Option<CartLineId>) -> Result<Self> {
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
                cart_minutes: Some(location.cart_minutes).filter(|minutes| *minutes > 0),
                registry_trouble: clerk.registry_trouble.clone(),
            };
            // Only where they are shown: with a cart at hand, the queue is served first.
            let parked =
                if till.is_none() { Parked::listed(conn, &clerk, now - overdue::flagged(&location))? } else { Vec::new() };
            let ended = if till.is_none() { overdue::said_to(conn, &clerk, now)? } else { None };
            let others = by_product.map(|line| Others::of(conn, &clerk, line, now)).transpose()?;
            Ok(Self {
                standing: Standing::find(conn, &clerk, &place, now)?,
                left_open: LeftOpen::listed(conn, &clerk, now)?,
                shell,
                till,
                waiting,
                desk,
                is_swap: false,
                is_refused: false,
                is_taken: false,
                fresh: None,
                others: others.filter(|others| !others.packages.is_empty()),
                parked,
                ended,
                astray: None,
            })
        })
        .await
    }
}

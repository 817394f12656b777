//! `/register/lines/{id}/packages`: the other packages of a line's product, when the one that expires first is not the one at hand.

use super::super::locations::Location;
use super::cart::Cart;
use super::desk::Desk;
use super::goods::Candidate;
use super::line::Line;
use super::lines::OrderChoice;
use super::of_product::Wanted;
use super::scanned::{No, Said, Scanned};
use super::web::{Answer, changed};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::may;
use crate::stock::{self, Owner};
use crate::values::{At, Barcode, CartLineId, PackageId, Quantity, clock};
use crate::web::prelude::*;
use actix_web::HttpRequest;
use chrono::NaiveDate;
use serde::Serialize;

/// More than anybody looks through at a till.
const MOST: usize = 8;

/// Another package that could be sold instead.
pub struct Other {
    pub package: PackageId,
    pub barcode: Barcode,
    pub expires_on: Option<NaiveDate>,
    pub room: String,
    pub available: Quantity,
}

/// What a line could be taken from instead.
pub struct Others {
    pub line: CartLineId,
    pub product: String,
    pub barcode: Barcode,
    /// The first to expire before the others.
    pub packages: Vec<Other>,
    /// Then the other one's label is scanned.
    pub scan_only: bool,
}

impl Others {
    /// Of a line of the clerk's own cart.
    pub fn of(conn: &mut Conn, clerk: &Clerk, line: CartLineId, now: At) -> Result<Self> {
        let line = Line::find(conn, line)?;
        Cart::own(conn, clerk, line.cart_id)?;
        let today = clock::local_date(now, clerk.zone);
        let own = Candidate::find(conn, clerk.location, line.package_id)?;
        let lines = Line::of_cart(conn, line.cart_id)?;
        let is_new = |one: &Candidate| !lines.iter().any(|other| other.package_id == one.package.id);
        let asked = Wanted { location: clerk.location, product: own.product.id, least: Quantity(1), today };
        let all = Candidate::for_sale(conn, &asked, MOST + lines.len())?;
        let fitting = all.into_iter().filter(is_new).take(MOST);
        Ok(Self {
            line: line.id,
            product: own.product.name,
            barcode: own.package.barcode,
            packages: fitting.map(Other::of).collect(),
            scan_only: Location::find(conn, clerk.location)?.scan_only,
        })
    }
}

impl Other {
    fn of(one: Candidate) -> Self {
        Self {
            package: one.package.id,
            barcode: one.package.barcode,
            expires_on: one.package.expires_on,
            room: one.room.name,
            available: one.available,
        }
    }
}

#[derive(Template)]
#[template(path = "register/packages.html")]
struct Index {
    shell: Shell,
    others: Others,
}

/// GET /register/lines/{id}/packages
pub async fn index(app: Data<App>, may: May<may::Sell>, shell: Shell, id: Path<CartLineId>) -> Result<Html> {
    let (clerk, id, now) = (Clerk::clone(&may), id.into_inner(), app.clock.now());
    let others = app.read(move |conn| Others::of(conn, &clerk, id, now)).await?;
    page(Index { shell, others })
}

/// POST /register/lines/{id}/packages
pub async fn update(
    app: Data<App>,
    may: May<may::Sell>,
    id: Path<CartLineId>,
    request: HttpRequest,
    asked: Ask,
    form: Form,
) -> Result<Answer> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let package = fields.done(fields.choice::<PackageId>("package"))?;
    let scanned = app.record(&may, key, ChangePackage { line: id.into_inner(), package }).await?;
    changed(&app, &may, &request, &asked, Some(&scanned)).await
}

/// The line is taken from another package of the same product.
#[derive(Serialize)]
struct ChangePackage {
    line: CartLineId,
    package: PackageId,
}

impl Record for ChangePackage {
    const ACT: &'static str = "change_package";
    type Needs = may::Sell;
    type Done = Scanned;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<Scanned> {
        let (line, cart) = Line::take(tx, by.clerk, self.line, by.now)?;
        let changed = self.change(tx, by, &cart, &line);
        Scanned::note(tx, cart.id, changed, "Not changed.")
    }
}

impl ChangePackage {
    fn change(&self, tx: &mut Conn, by: &By<'_>, cart: &Cart, line: &Line) -> Result<Said, No> {
        if Location::find(tx, by.clerk.location)?.scan_only {
            return no("This shop sells by scan only. Remove the line, and scan the label of the other package.");
        }
        let (own, other) =
            (Candidate::find(tx, by.clerk.location, line.package_id)?, Candidate::find(tx, by.clerk.location, self.package)?);
        if own.product.id != other.product.id || own.package.id == other.package.id {
            return no("That is not another package of the same product. Open the list again.");
        }
        let desk = Desk::of(tx, by, cart)?;
        if desk.lines.iter().any(|one| one.package_id == other.package.id) {
            return no(format!("Package {} is in the cart already, on a line of its own.", other.package.barcode.grouped()));
        }
        other.must_be_sellable(desk.today)?;
        let wanted = OrderChoice { route: line.route, order: line.order_id.clone() };
        let order = desk.choose(&other, line.id, line.quantity, Some(&wanted))?;
        desk.must_fit(&other, line.id, order, line.quantity)?;
        let owner = Owner::CartLine(line.id);
        if !stock::hold(tx, owner, other.package.id, other.package.room_id, line.quantity, by.now)? {
            return no(format!(
                "Package {} has {} free, and the line is of {}. Take less, or another package.",
                other.package.barcode.grouped(),
                other.available,
                line.quantity
            ));
        }
        stock::release_part(tx, owner, line.package_id, line.quantity)?;
        Line::change_package(tx, line.id, other.package.id)?;
        Line::change(tx, line.id, line.quantity, order, other.amount_each())?;
        let words = format!("Changed: {} × {}, package {}.", line.quantity, other.product.name, other.package.barcode.grouped());
        Ok(Said::of_line(words, line.id))
    }
}

fn no<T>(words: impl Into<String>) -> Result<T, No> {
    Err(Error::Rule(words.into()).into())
}

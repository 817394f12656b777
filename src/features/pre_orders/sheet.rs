//! A pre-order with everything around it, as its pages show it.

use super::super::locations::Location;
use super::super::patients::Patient;
use super::super::products::Product;
use super::super::register::{Ahead, Candidate, would_fit};
use super::event::Event;
use super::line::OrderLine;
use super::model::{PreOrder, Status};
use super::pick::Pick;
use super::picking::picked_of;
use super::promised::promised;
use crate::db::Conn;
use crate::error::Result;
use crate::may::Clerk;
use crate::schema::users;
use crate::values::{At, Barcode, Cents, PreOrderId, ProductId, Quantity, UserId, clock};
use chrono::NaiveDate;
use diesel::prelude::*;

/// Packages that are shown to whoever picks, of each product.
const SUGGESTED: usize = 3;

/// A package to take, or why it may not be taken.
pub struct Suggestion {
    pub barcode: Barcode,
    pub room: String,
    pub expires_on: Option<NaiveDate>,
    pub available: Quantity,
    /// Its clause, where no package of the product may be sold.
    pub obstacle: Option<&'static str>,
}

/// One line, and how far it is.
pub struct SheetLine {
    pub line: OrderLine,
    pub product: Product,
    pub picked: Quantity,
    pub picks: Vec<(Pick, Barcode)>,
    /// Free now, over all packages that may be sold.
    pub free: Quantity,
    /// To the pre-orders of others.
    pub promised: Quantity,
    /// Why it would not fit the patient's orders today; none: it would, or nobody knows.
    pub misfit: Option<String>,
    pub suggestions: Vec<Suggestion>,
}

impl SheetLine {
    pub fn left(&self) -> Quantity {
        self.line.quantity.minus(self.picked)
    }

    pub fn is_picked(&self) -> bool {
        !self.left().is_positive()
    }

    /// By the catalog; the bill at the register counts.
    pub fn price(&self) -> Cents {
        self.product.price_cents.times(self.line.units())
    }

    /// It can no longer be picked from what is free.
    pub fn is_short(&self) -> bool {
        self.free < self.left()
    }
}

/// See the module.
pub struct Sheet {
    pub order: PreOrder,
    pub patient: Patient,
    pub lines: Vec<SheetLine>,
    pub events: Vec<Event>,
    pub ahead: Option<Ahead>,
    pub created_by: String,
    pub picked_by: Option<String>,
    pub notified_by: Option<String>,
    pub scan_only: bool,
}

impl Sheet {
    pub fn find(conn: &mut Conn, clerk: &Clerk, id: PreOrderId, now: At) -> Result<Self> {
        let order = PreOrder::find(conn, clerk.location, id)?;
        let today = clock::local_date(now, clerk.zone);
        let (ordered, picks) = (OrderLine::of_order(conn, id)?, Pick::of_order(conn, id)?);
        let goods: Vec<(&Product, i64)> = ordered.iter().map(|(line, product)| (product, line.units())).collect();
        let ahead =
            if Status::ENDABLE.contains(&order.status) { would_fit(conn, order.patient_id, &goods, today)? } else { None };
        let mut lines = Vec::new();
        for (at, (line, product)) in ordered.into_iter().enumerate() {
            let misfit = ahead.as_ref().and_then(|ahead| ahead.lines.get(at).cloned().flatten());
            lines.push(Self::line(conn, &order, (line, product), &picks, misfit, today)?);
        }
        let mut name = |user: Option<UserId>| user.map(|user| name_of(conn, user)).transpose();
        let (created_by, picked_by, notified_by) =
            (name(Some(order.created_by))?.unwrap_or_default(), name(order.picked_by)?, name(order.notified_by)?);
        Ok(Self {
            patient: Patient::find(conn, order.patient_id)?,
            events: Event::of_order(conn, id)?,
            scan_only: Location::find(conn, clerk.location)?.scan_only,
            lines,
            ahead,
            created_by,
            picked_by,
            notified_by,
            order,
        })
    }

    fn line(
        conn: &mut Conn,
        order: &PreOrder,
        (line, product): (OrderLine, Product),
        picks: &[(Pick, Barcode)],
        misfit: Option<String>,
        today: NaiveDate,
    ) -> Result<SheetLine> {
        let mine: Vec<(Pick, Barcode)> = picks.iter().filter(|(pick, _)| pick.line_id == line.id).cloned().collect();
        let picked = picked_of(&mine.iter().map(|(pick, _)| pick.clone()).collect::<Vec<_>>(), &line);
        let all = match order.status.is_open() {
            true => Candidate::all_for_sale(conn, order.location_id, product.id, today)?,
            false => Vec::new(),
        };
        Ok(SheetLine {
            free: all.iter().fold(Quantity::ZERO, |sum, one| sum.plus(one.available)),
            promised: promised(conn, order.location_id, product.id, Some(order.patient_id))?,
            suggestions: if picked < line.quantity { suggested(conn, order, &all, product.id, today)? } else { Vec::new() },
            picks: mine,
            line,
            product,
            picked,
            misfit,
        })
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Everything by the catalog.
    pub fn total(&self) -> Cents {
        self.lines.iter().map(SheetLine::price).sum()
    }

    /// So many are in the bag.
    pub fn bagged(&self) -> Quantity {
        let bag = self.lines.iter().flat_map(|line| &line.picks).filter(|(pick, _)| pick.cart_id.is_none());
        bag.fold(Quantity::ZERO, |sum, (pick, _)| sum.plus(pick.quantity))
    }

    /// Lines can still be changed.
    pub fn is_editable(&self) -> bool {
        self.order.must_be_editable(self.lines.iter().any(|line| !line.picks.is_empty())).is_ok()
    }

    pub fn is_draft(&self) -> bool {
        self.order.status == Status::Draft
    }

    pub fn is_pickable(&self) -> bool {
        matches!(self.order.status, Status::Confirmed | Status::Picked | Status::Ready)
    }

    pub fn is_picked(&self) -> bool {
        self.order.status == Status::Picked
    }

    /// Something is in the bag, and something is missing.
    pub fn is_short(&self) -> bool {
        self.order.status == Status::Confirmed && self.bagged().is_positive()
    }

    pub fn is_ready(&self) -> bool {
        self.order.status == Status::Ready
    }

    pub fn is_endable(&self) -> bool {
        Status::ENDABLE.contains(&self.order.status)
    }
}

fn name_of(conn: &mut Conn, user: UserId) -> Result<String> {
    Ok(users::table.find(user).select(users::name).first(conn)?)
}

/// The first to expire before the others; where none may be sold, those that would come first, and why not.
fn suggested(
    conn: &mut Conn,
    order: &PreOrder,
    fit: &[Candidate],
    product: ProductId,
    today: NaiveDate,
) -> Result<Vec<Suggestion>> {
    let show = |one: &Candidate| Suggestion {
        barcode: one.package.barcode,
        room: one.room.name.clone(),
        expires_on: one.package.expires_on,
        available: one.available,
        obstacle: one.sellable(today).err().map(|clause| clause.name()),
    };
    let unfit = match fit.is_empty() && order.status.is_open() {
        true => Candidate::in_stock(conn, order.location_id, product, SUGGESTED)?,
        false => Vec::new(),
    };
    Ok(fit.iter().chain(&unfit).take(SUGGESTED).map(show).collect())
}

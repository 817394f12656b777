//! The `cart_discounts` table: what somebody chose for a cart, or typed the code of. A discount is on a cart once: on all of it, or on
//! lines of it. A manager's yes to one is for what was in the cart when they said it, and for no more.

use super::model::Discount;
use super::pricing::{Asked, Item, Missed, Offer};
use super::terms::Method;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::schema::{cart_discounts, discounts};
use crate::values::{At, CartDiscountId, CartId, DiscountId, LocationId, UserId};
use diesel::prelude::*;

/// A discount that somebody chose for a cart, or typed the code of.
#[derive(Debug, Clone)]
pub struct Wish {
    pub id: CartDiscountId,
    pub discount: DiscountId,
    pub name: String,
    /// None: for the whole cart.
    pub line: Option<String>,
    /// Who said yes, and to what: JSON, the lines of the cart and their units.
    pub approved_by: Option<UserId>,
    pub approved_for: Option<String>,
}

type Row = (CartDiscountId, DiscountId, String, Option<String>, Option<UserId>, Option<String>);

impl Wish {
    pub fn of_cart(conn: &mut Conn, cart: CartId) -> Result<Vec<Self>> {
        let rows: Vec<Row> = cart_discounts::table
            .inner_join(discounts::table)
            .filter(cart_discounts::cart_id.eq(cart))
            .order(cart_discounts::id)
            .select((
                cart_discounts::id,
                cart_discounts::discount_id,
                discounts::name,
                cart_discounts::line,
                cart_discounts::approved_by,
                cart_discounts::approved_for,
            ))
            .load(conn)?;
        let wish = |(id, discount, name, line, approved_by, approved_for): Row| Self {
            id,
            discount,
            name,
            line,
            approved_by,
            approved_for,
        };
        Ok(rows.into_iter().map(wish).collect())
    }

    /// Once is enough: for all of the cart, or for each line once. A manager's yes to another cart than before takes the place of the
    /// one they gave then.
    pub fn add(tx: &mut Conn, cart: CartId, wanted: &Self, by: UserId, at: At) -> Result<()> {
        let name = &wanted.name;
        for one in Self::of_cart(tx, cart)?.into_iter().filter(|one| one.discount == wanted.discount) {
            match (&one.line, &wanted.line) {
                (one_line, line) if one_line == line && wanted.is_new_yes(&one) => Self::remove(tx, one.id)?,
                (one_line, line) if one_line == line => return rule(format!("“{name}” is on this cart already.")),
                (None, Some(_)) => return rule(format!("“{name}” is on the whole cart already, and so on this line too.")),
                (Some(_), None) => {
                    let words = "is on a line of this cart already. Take it off there first, then choose it for the whole cart.";
                    return rule(format!("“{name}” {words}"));
                }
                _ => {}
            }
        }
        diesel::insert_into(cart_discounts::table)
            .values((
                cart_discounts::id.eq(wanted.id),
                cart_discounts::cart_id.eq(cart),
                cart_discounts::discount_id.eq(wanted.discount),
                cart_discounts::line.eq(&wanted.line),
                cart_discounts::added_by.eq(by),
                cart_discounts::approved_by.eq(wanted.approved_by),
                cart_discounts::approved_for.eq(&wanted.approved_for),
                cart_discounts::added_at.eq(at),
            ))
            .execute(tx)?;
        Ok(())
    }

    fn is_new_yes(&self, before: &Self) -> bool {
        self.approved_by.is_some() && self.approved_for != before.approved_for
    }

    /// The cart that it is on.
    pub fn cart_of(conn: &mut Conn, id: CartDiscountId) -> Result<CartId> {
        Ok(cart_discounts::table.find(id).select(cart_discounts::cart_id).first(conn)?)
    }

    pub fn remove(tx: &mut Conn, id: CartDiscountId) -> Result<()> {
        diesel::delete(cart_discounts::table.find(id)).execute(tx)?;
        Ok(())
    }

    /// What was chosen for a line goes with the line.
    pub fn forget_line(tx: &mut Conn, cart: CartId, line: &str) -> Result<()> {
        let of_line = cart_discounts::table.filter(cart_discounts::cart_id.eq(cart)).filter(cart_discounts::line.eq(line));
        diesel::delete(of_line).execute(tx)?;
        Ok(())
    }

    /// Why a manager has to say yes to it, for the first time or once more.
    fn wants_a_yes(&self, discount: &Discount, items: &[Item]) -> Result<Option<&'static str>> {
        if !discount.needs_approval {
            return Ok(None);
        }
        if self.approved_by.is_none() {
            return Ok(Some("A manager says yes to each use of it. Choose it again, with a manager's PIN."));
        }
        let approved: Vec<(String, i64)> = match &self.approved_for {
            Some(text) => serde_json::from_str(text)?,
            None => Vec::new(),
        };
        let is_more = |item: &Item| !approved.iter().any(|(line, units)| *line == item.line && item.units <= *units);
        let mut meant = items.iter().filter(|item| self.line.as_ref().is_none_or(|line| *line == item.line));
        let words = "There is more in the cart than when a manager said yes to it. Choose it again, with a manager's PIN, or take it off.";
        Ok(meant.any(is_more).then_some(words))
    }
}

/// Every discount that comes into question for these lines: those that come by themselves, and those that were asked for; and what was
/// asked for and waits for a manager's yes.
pub fn offers(conn: &mut Conn, location: LocationId, wishes: &[Wish], items: &[Item]) -> Result<(Vec<Offer>, Vec<Missed>)> {
    let (mut offers, mut waiting) = (Vec::new(), Vec::new());
    for discount in Discount::in_use(conn, location, Method::Automatic)? {
        offers.push(Offer { terms: discount.terms, asked: Asked::ByItself });
    }
    for wish in wishes {
        let discount = Discount::find(conn, location, wish.discount)?;
        // One that has come to come by itself is among those already.
        if !discount.active || discount.method == Method::Automatic {
            continue;
        }
        if let Some(why) = wish.wants_a_yes(&discount, items)? {
            let why = why.to_owned();
            waiting.push(Missed { discount: wish.discount, name: discount.terms.name, why, asked: true });
            continue;
        }
        let asked = wish.line.clone().map_or(Asked::ForTheCart, Asked::ForLine);
        offers.push(Offer { terms: discount.terms, asked });
    }
    Ok((offers, waiting))
}

//! One entry is written down: what was counted against what the books say at that moment. What is on its way to the state would make
//! the books of that moment a guess, so such a package waits; what lies in a cart is asked for.

use super::line::CountLine;
use super::model::Count;
use crate::app::By;
use crate::db::Conn;
use crate::error::{Error, Problems, Result, rule};
use crate::features::inventory::{Change, Package, Unit};
use crate::filing::claims;
use crate::stock;
use crate::values::{CountLineId, PackageId, Quantity, text_enum};

/// The most packages of one count.
const MOST_LINES: i64 = 2000;

text_enum! {
    /// Whether what lies in a cart is among what was counted.
    Carted {
        With = "with", "Yes: they are counted with the rest";
        Without = "without", "No: they lie at the register";
    }
}

/// An entry about to be written.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    pub package: PackageId,
    pub belongs: bool,
    pub counted: Quantity,
    /// None: not said.
    pub carted: Option<Carted>,
    /// Nobody counted it.
    pub assumed: bool,
}

impl Entry {
    /// Writes it and a line of the package's journal; what was adjusted stands.
    pub fn write(self, tx: &mut Conn, count: &Count, by: &By<'_>) -> Result<CountLine> {
        let earlier = CountLine::of_package(tx, count.id, self.package)?;
        match &earlier {
            Some(line) if CountLine::is_told(tx, line.id)? => {
                return rule(
                    "This package was adjusted by this count already, or the state has not answered yet. Its entry stands.",
                );
            }
            None if CountLine::number(tx, count.id)? >= MOST_LINES => {
                return rule(format!("A count has at most {MOST_LINES} packages. Submit this one and begin another."));
            }
            _ => {}
        }
        let package = Package::find(tx, by.clerk.location, self.package)?;
        if self.belongs && claims::is_claimed(tx, &Package::subject(package.id))? {
            return rule(format!(
                "Something about package {} waits for the state's answer, so nobody knows how much of it there should be. Count it when that is settled.",
                package.barcode.grouped()
            ));
        }
        let in_cart = in_carts(tx, package.id)?;
        let cart_counted = self.cart_counted(&package, in_cart)?;
        let on_hand = stock::where_is(tx, package.id, package.room_id)?.on_hand;
        let line = CountLine {
            id: earlier.map_or_else(CountLineId::new, |line| line.id),
            count_id: count.id,
            package_id: package.id,
            belongs: self.belongs,
            expected: if cart_counted { on_hand } else { on_hand.minus(in_cart) },
            counted: self.counted,
            counted_by: by.clerk.user,
            counted_at: by.now,
            left_as_it_is: false,
            refusal: None,
            in_cart,
            cart_counted,
            assumed: self.assumed,
        };
        line.put(tx)?;
        let property = if self.assumed { "Not found" } else { "Counted" };
        let new = format!("{}, {}", self.counted, count.name());
        Change { package: package.id, property, old: "", new: &new, by: by.clerk.user, filing: None, at: by.now }.note(tx)?;
        Ok(line)
    }

    /// Whether what lies in carts is among what was counted; whoever counted must say.
    fn cart_counted(&self, package: &Package, in_cart: Quantity) -> Result<bool> {
        if !in_cart.is_positive() || self.assumed || !self.belongs {
            return Ok(false);
        }
        match self.carted {
            Some(carted) => Ok(carted == Carted::With),
            None => {
                let words = format!(
                    "{in_cart} {} of this package are in a cart, or in the bag of a pre-order. Say whether they are among the {}.",
                    Unit::of(package.inventory_type).words(),
                    self.counted
                );
                Err(Error::Invalid(Problems::one("in_a_cart", words)))
            }
        }
    }
}

fn in_carts(conn: &mut Conn, package: PackageId) -> Result<Quantity> {
    let held = stock::holders(conn, package)?;
    let carts = held.iter().filter(|(owner, _)| owner.starts_with("cart_line:") || owner.starts_with("pick:"));
    Ok(carts.fold(Quantity::ZERO, |sum, (_, quantity)| sum.plus(*quantity)))
}

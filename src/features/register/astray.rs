//! What was scanned at the register and is not for the cart: opened at once, or said in words with the way to where it belongs.

use super::super::guests::Lookup;
use super::super::inventory::Package;
use super::super::patients::Patient;
use super::super::pre_orders::PreOrder;
use super::super::products::Product;
use super::super::rooms::Room;
use super::super::sales::Sale;
use super::cart::Cart;
use super::code::{Code, Scan};
use super::goods::Found;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::may::{self, Clerk};
use crate::values::{At, LookupId, Quantity, SaleId, clock};

/// Said of a scan that changed nothing.
pub struct Astray {
    pub words: String,
    /// Where it belongs: address and words.
    pub lead: Option<(String, &'static str)>,
    pub refused: bool,
}

/// What a scan is that is not for the cart.
pub enum Elsewhere {
    /// A receipt: its sale.
    Sale(SaleId),
    Said(Astray),
}

impl Elsewhere {
    /// With a cart open: a receipt opens its sale, the sign of a room is answered; everything else is the cart's.
    pub fn beside_cart(conn: &mut Conn, clerk: &Clerk, text: &str) -> Result<Option<Self>> {
        Ok(match Scan::of(text).code {
            Code::Receipt(number) => Sale::of_number(conn, clerk, number)?.map(Self::Sale),
            Code::Room => Some(Self::Said(room(conn, clerk, text)?)),
            _ => None,
        })
    }

    /// Without one, in the field for a card. `None`: nothing here has such a code, so it is a card.
    pub fn before_cart(conn: &mut Conn, clerk: &Clerk, text: &str, now: At) -> Result<Option<Self>> {
        let said = |words: String, lead| Self::Said(Astray { words, lead, refused: true });
        let scan = Scan::of(text);
        Ok(match scan.code {
            Code::Nothing | Code::TooLong => None,
            Code::Licence => Some(said(
                "That is a driving licence, and its code did not arrive whole. Scan it again, or look the person up under Guests."
                    .to_owned(),
                Some(("/guests/scans".to_owned(), "Find them under Guests")),
            )),
            Code::Receipt(number) => Some(match Sale::of_number(conn, clerk, number)? {
                Some(sale) => Self::Sale(sale),
                None => said(
                    format!("That is a receipt, but there is no sale {number} here that you may see."),
                    Some(("/sales".to_owned(), "See the sales")),
                ),
            }),
            Code::Room => Some(Self::Said(room(conn, clerk, text)?)),
            Code::PreOrder(number) => Some(match PreOrder::of_number(conn, clerk.location, number)? {
                Some(found) => said(
                    format!("No cart is open. Scan the patient's card or driving licence first, then the ticket of pre-order {number} again."),
                    Some((format!("/pre_orders/{}", found.id), "See the pre-order")),
                ),
                None => said(format!("That is the ticket of a pre-order, but there is no pre-order {number} here."), None),
            }),
            Code::Package(_) | Code::Goods(_) if Patient::of_card(conn, text.trim())?.is_some() => None,
            Code::Package(barcode) => Some(Self::Said(goods(conn, clerk, barcode.as_str(), now)?)),
            Code::Goods(code) => {
                let is_ours = Package::find_by_code(conn, clerk.location, code)?.is_some()
                    || Product::find_by_sku(conn, code)?.is_some();
                if is_ours { Some(Self::Said(goods(conn, clerk, code, now)?)) } else { None }
            }
        })
    }
}

impl Astray {
    /// A driving licence that was scanned while a cart is open.
    pub fn of_licence(conn: &mut Conn, clerk: &Clerk, lookup: LookupId, now: At) -> Result<Option<Self>> {
        let Some(cart) = Cart::at_hand(conn, clerk)? else { return Ok(None) };
        let lookup = Lookup::find(conn, clerk.location, lookup)?;
        let is_over = lookup.licence_is_over(clock::local_date(now, clerk.zone));
        if lookup.patient_id == Some(cart.patient_id) {
            let over = if is_over { " It has expired: check another photo ID." } else { "" };
            let words = format!("That is the driving licence of this cart's patient.{over}");
            return Ok(Some(Self { words, lead: None, refused: is_over }));
        }
        let who = match (lookup.initials.as_str(), lookup.patient_id) {
            ("", _) => "somebody whom nobody here knows by it".to_owned(),
            (initials, Some(_)) => format!("{}, another patient", dotted(initials)),
            (initials, None) => format!("{}, whom nobody here knows by it", dotted(initials)),
        };
        let words = format!("That is the driving licence of {who}, and not of this cart's patient. The cart stays as it is.");
        let lead = Some((format!("/guests/lookups/{}", lookup.id), "Go on with them under Guests"));
        Ok(Some(Self { words, lead, refused: true }))
    }
}

fn dotted(initials: &str) -> String {
    initials.chars().map(|letter| format!("{letter}. ")).collect::<String>().trim_end().to_owned()
}

fn room(conn: &mut Conn, clerk: &Clerk, text: &str) -> Result<Astray> {
    let words = match Room::find_by_code(conn, clerk.location, text)? {
        Some(room) => format!("That is the sign of the room {}, not goods.", room.name),
        None => "That is the sign of a room, but of none at this shop.".to_owned(),
    };
    let lead = clerk.may::<may::Receive>().then(|| ("/inventory/moves/new".to_owned(), "Move packages by scanning"));
    let rest = if lead.is_some() {
        "Rooms are scanned when packages are moved."
    } else {
        "Rooms are scanned by whoever moves packages."
    };
    Ok(Astray { words: format!("{words} {rest}"), lead, refused: true })
}

/// What it is, and whose cart has to be open for it.
fn goods(conn: &mut Conn, clerk: &Clerk, code: &str, now: At) -> Result<Astray> {
    let today = clock::local_date(now, clerk.zone);
    let words = match Found::of_code(conn, clerk.location, code, Quantity::units(1), today) {
        Ok(Found::Package(found)) => {
            let may = match found.must_be_sellable(today) {
                Ok(()) => "It may be sold.".to_owned(),
                Err(Error::Rule(words)) => words,
                Err(other) => return Err(other),
            };
            format!(
                "{}, package {}, is in {} with {} available. {may}",
                found.product.name,
                found.package.barcode.grouped(),
                found.room.name,
                found.available
            )
        }
        Ok(Found::Supply(product)) => format!("That is {}, {}.", product.name, product.goods.label().to_lowercase()),
        Err(Error::Rule(words)) => words,
        Err(other) => return Err(other),
    };
    Ok(Astray {
        words: format!("No cart is open. Scan the patient's card or driving licence first, then this again. {words}"),
        lead: None,
        refused: true,
    })
}

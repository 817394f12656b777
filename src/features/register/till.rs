//! The register as it stands: the cart, the registry's panel, the totals.

use super::super::guests::Guest;
use super::super::inventory::Package;
use super::super::patients::{Flag, Patient, masked};
use super::super::pre_orders::{PreOrder, ready_of};
use super::super::products::Product;
use super::advice::{self, Advice};
use super::allotment_holds::taken_elsewhere;
use super::bill::{self, Bill};
use super::cart::{Cart, Status};
use super::limits::{Debit, misfit_words, next_words};
use super::line::Line;
use super::panel::Panel;
use super::price::Totals;
use super::reading::Reading;
use super::snapshot::Snapshot;
use super::supply::CartSupply;
use super::till_lines::TillLine;
use crate::db::Conn;
use crate::error::Result;
use crate::may::Clerk;
use crate::values::{At, Goods, clock};
use chrono::NaiveDate;

/// Everything that the screen shows of one cart.
pub struct Till {
    pub cart: Cart,
    pub patient: Patient,
    /// What whoever serves this patient has to know: that somebody else does too, and what colleagues have written down.
    pub warnings: Vec<String>,
    /// Pre-orders that wait here for this patient.
    pub bags: Vec<PreOrder>,
    /// Until when the driving licence is good that they came with, if they came with one.
    pub licence_expires_on: Option<NaiveDate>,
    pub snapshot: Snapshot,
    pub age: i32,
    pub panel: Panel,
    pub lines: Vec<TillLine>,
    pub totals: Totals,
    pub bill: Bill,
    /// The state hears of this ticket: something on it is no merchandise.
    pub is_told: bool,
    /// Something on it is no medicine, and so not exempt from sales tax.
    pub is_taxed: bool,
    /// The registry gives less than the cart takes: why, and what would fit.
    pub over: Option<Over>,
    today: NaiveDate,
}

/// A cart that does not fit any more.
pub struct Over {
    pub words: String,
    pub advice: Option<Advice>,
}

impl Till {
    /// The clerk's cart, if there is one.
    pub fn at_hand(conn: &mut Conn, clerk: &Clerk, now: At) -> Result<Option<Self>> {
        let Some(cart) = Cart::at_hand(conn, clerk)? else { return Ok(None) };
        let today = clock::local_date(now, clerk.zone);
        let snapshot = Reading::find(conn, cart.registry_read_id)?.snapshot;
        let rows = Cart::lines(conn, cart.id)?;
        let supplies = CartSupply::with_goods(conn, cart.id)?;
        let debits: Vec<Debit> = rows.iter().map(|(line, ..)| line.debit()).collect();
        let of_packages = rows.iter().map(|(line, package, product)| bill::of_package(line, package, product));
        let items = of_packages.chain(supplies.iter().map(|(line, product, _)| bill::of_supply(line, product))).collect();
        let bill = Bill::of(conn, (clerk, now), cart.id, items)?;
        let is_taxed = supplies.iter().any(|(_, product, _)| product.goods == Goods::Merchandise);
        let is_told = !rows.is_empty() || supplies.iter().any(|(_, product, _)| product.goods == Goods::Device);
        let elsewhere = if cart.status == Status::Open { taken_elsewhere(conn, cart.patient_id)? } else { Vec::new() };
        let over = if cart.status == Status::Open { Over::of(&snapshot, &rows, &elsewhere, today) } else { None };
        Ok(Some(Self {
            over,
            patient: Patient::find(conn, cart.patient_id)?,
            warnings: warnings(conn, &cart)?,
            bags: if cart.status == Status::Open { ready_of(conn, clerk.location, cart.patient_id)? } else { Vec::new() },
            licence_expires_on: Guest::of_cart(conn, cart.id)?.and_then(|guest| guest.licence_expires_on),
            age: snapshot.age(today),
            panel: Panel::of(&snapshot, &debits, &elsewhere, today),
            totals: bill.totals,
            is_told,
            is_taxed,
            lines: TillLine::all(rows, supplies, &snapshot, &bill, today),
            bill,
            snapshot,
            cart,
            today,
        }))
    }

    pub fn is_open(&self) -> bool {
        self.cart.status == Status::Open
    }

    /// What would make room for what was refused last: the line, how many of it, and the words of its button.
    pub fn advice(&self) -> Option<(Advice, String)> {
        self.said(self.cart.advice()?)
    }

    /// What would make an overtaken cart fit.
    pub fn remedy(&self) -> Option<(Advice, String)> {
        self.said(self.over.as_ref()?.advice?)
    }

    /// Of a line that is still there, and has another quantity.
    fn said(&self, advice: Advice) -> Option<(Advice, String)> {
        let line = self.lines.iter().find(|line| line.id == advice.line && line.units != advice.units)?;
        Some((advice, advice.words(&line.name)))
    }

    pub fn units(&self) -> i64 {
        self.lines.iter().map(|line| line.units).sum()
    }

    pub fn caregiver(&self) -> Option<String> {
        self.cart.caregiver_card_id.as_deref().map(masked)
    }

    /// `in 12 days`, `today`: how long a card or certification is still good.
    pub fn days_left(&self, last: &NaiveDate) -> String {
        match (*last - self.today).num_days() {
            0 => "last day today".to_owned(),
            1 => "1 day left".to_owned(),
            days if days > 1 => format!("{days} days left"),
            days => format!("over since {} days", -days),
        }
    }

    pub fn ends_soon(&self, last: &NaiveDate) -> bool {
        (*last - self.today).num_days() < 14
    }
}

fn warnings(conn: &mut Conn, cart: &Cart) -> Result<Vec<String>> {
    let taken = cart.colleagues(conn)?.into_iter();
    let mut words: Vec<String> =
        taken.map(|who| format!("{who} has a cart for this patient too. Both take from the same orders.")).collect();
    words.extend(Flag::warnings(conn, cart.patient_id)?);
    Ok(words)
}

impl Over {
    fn of(snapshot: &Snapshot, rows: &[(Line, Package, Product)], elsewhere: &[Debit], today: NaiveDate) -> Option<Self> {
        let account = snapshot.account(elsewhere, today);
        let lines: Vec<&Line> = rows.iter().map(|(line, ..)| line).collect();
        let debits: Vec<Debit> = lines.iter().map(|line| line.debit()).collect();
        let misfit = account.fits(&debits).err()?;
        let words = format!("{} {}", misfit_words(&account, &misfit), next_words(&account, &misfit));
        Some(Self { words: words.trim_end().to_owned(), advice: advice::for_cart(&account, &misfit, &lines) })
    }
}

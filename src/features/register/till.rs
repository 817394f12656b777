//! The register as it stands: the cart, the registry's panel, the totals.

use super::super::guests::Guest;
use super::super::patients::{Flag, Patient, masked};
use super::super::pre_orders::{PreOrder, ready_of};
use super::allotment_holds::taken_elsewhere;
use super::bill::{self, Bill};
use super::cart::{Cart, Status};
use super::limits::Debit;
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
    /// What colleagues want whoever serves this patient to know.
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
    today: NaiveDate,
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
        Ok(Some(Self {
            patient: Patient::find(conn, cart.patient_id)?,
            warnings: Flag::warnings(conn, cart.patient_id)?,
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

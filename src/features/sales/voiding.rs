//! What BioTrack is told of voids: that a whole ticket was a mistake.

use super::super::inventory::{self, Package};
use super::super::returns::Return;
use super::super::rooms::Room;
use super::filings::{Goods, rows, terminal};
use super::model::{Sale, SaleLine};
use super::supplies::{Counter, SaleSupply, Supply};
use crate::biotrack::{Message, Plain, Receipt, Trace, messages};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::filing::{Action, Filing, Opening, claims};
use crate::may;
use crate::stock::{self, Effect, supplies};
use crate::values::{At, FilingId, SaleId, clock};
use serde::{Deserialize, Serialize};

/// A sale that was a mistake is taken back whole, on the same business day; the goods never left.
#[derive(Clone, Serialize, Deserialize)]
pub struct VoidSale {
    pub sale: SaleId,
    pub reason: String,
    /// Known when the filing opens.
    opened: Option<Voiding>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Voiding {
    number: i64,
    /// The tag that the sale went by.
    terminal: String,
    by: crate::values::UserId,
    /// Whose PIN let them; intents from before there were PINs have none.
    #[serde(default)]
    approver: Option<crate::values::UserId>,
    at: At,
    goods: Vec<Goods>,
    #[serde(default)]
    supplies: Vec<Supply>,
}

impl VoidSale {
    pub fn new(sale: SaleId, reason: String) -> Self {
        Self { sale, reason, opened: None }
    }

    fn opened(&self) -> Result<&Voiding> {
        self.opened.as_ref().ok_or_else(|| internal(format!("the void of {} was never opened", self.sale)))
    }

    /// Why this sale cannot be voided now, if so; the page and the act ask the same.
    pub fn must_be_possible(conn: &mut Conn, sale: &Sale, lines: &[(SaleLine, Package)], today: chrono::NaiveDate) -> Result<()> {
        if !sale.is_sold() {
            return rule(format!("Sale {} is not one that can be voided: {}.", sale.number, sale.status.label().to_lowercase()));
        }
        if Return::any_of(conn, sale.id)? {
            return rule(format!(
                "Something of sale {} has come back already, so the rest cannot be voided: use a return for it.",
                sale.number
            ));
        }
        if sale.is_delivery() {
            return rule(format!("Sale {} was delivered. A void is for the store only: use a return.", sale.number));
        }
        if sale.business_date != today {
            return rule(format!(
                "Sale {} was made on {}. A void is for the same business day only: use a return.",
                sale.number,
                sale.business_date.format("%b %-d, %Y")
            ));
        }
        for (line, package) in lines {
            if package.status != inventory::Status::Active {
                return rule(format!(
                    "{}, package {}, has since been {}, so its sale can no longer be voided: use a return.",
                    line.product_name,
                    package.barcode.grouped(),
                    package.status.label().to_lowercase()
                ));
            }
        }
        Ok(())
    }
}

impl Filing for VoidSale {
    const ACTION: Action = Action::VoidSale;
    type Needs = may::VoidSale;
    type Answer = Plain;
    type Done = SaleId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        if let Some(trouble) = &opening.clerk.registry_trouble {
            return rule(trouble);
        }
        claims::alone(tx, opening.filing, &[Sale::subject(self.sale)])?;
        let sale = Sale::find(tx, opening.clerk, self.sale)?;
        let subjects: Vec<String> =
            Sale::packages(tx, sale.id)?.iter().map(|(_, package)| Package::subject(package.id)).collect();
        claims::share(tx, opening.filing, &subjects)?;
        // Read only now: before the claim, somebody could still have scheduled or moved them.
        let lines = Sale::packages(tx, sale.id)?;
        Self::must_be_possible(tx, &sale, &lines, clock::local_date(opening.now, opening.clerk.zone))?;
        let Some(told_by) = sale.filing_id else {
            return rule(format!("The state knows nothing of sale {}. Open the page again.", sale.number));
        };
        let transactionid =
            sale.state_transaction.ok_or_else(|| internal(format!("sale {} has no transaction of the state", sale.id)))?;
        let goods = lines.into_iter().map(|(line, package)| Goods {
            package: package.id,
            barcode: package.barcode,
            room: package.room_id,
            quantity: line.quantity,
        });
        let goods: Vec<Goods> = goods.collect();
        let back: Vec<_> = goods.iter().map(|one| (one.barcode, one.room)).collect();
        Room::must_take_back(tx, opening, &back)?;
        let supplies = supplies_back(tx, opening, &sale, &goods)?;
        self.opened = Some(Voiding {
            number: sale.number,
            terminal: terminal(told_by),
            by: opening.clerk.user,
            approver: opening.approver,
            at: opening.now,
            goods,
            supplies,
        });
        Ok(messages::SaleVoid { transactionid }.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<SaleId> {
        let opened = self.opened()?;
        for goods in &opened.goods {
            stock::post(tx, receipt, Effect::SaleVoided { into: goods.room }, &[(goods.package, goods.quantity)], opened.at)?;
        }
        let counter = Counter { by: opened.by, ..Counter::of_sale(tx, self.sale, opened.at)? };
        for supply in &opened.supplies {
            counter.post(tx, receipt, supply, supplies::Effect::SaleVoided { into: supply.room })?;
        }
        if Sale::void(tx, self.sale, (opened.by, opened.approver), &self.reason, opened.at)? {
            return Ok(self.sale);
        }
        Err(internal(format!("sale {} should be sold and is not", self.sale)))
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        match &self.opened {
            Some(opened) => rows(&opened.goods, &opened.supplies, &opened.terminal, true),
            None => Trace::in_table("sale"),
        }
    }

    fn summary(&self) -> String {
        match &self.opened {
            Some(opened) => format!("Void sale {}", opened.number),
            None => "Void sale".to_owned(),
        }
    }

    fn form_url(&self) -> String {
        format!("/sales/{}/voids/new", self.sale)
    }

    fn result_url(&self, sale: &SaleId) -> String {
        format!("/sales/{sale}")
    }
}

/// What comes back of devices and merchandise, and where to: nobody gives those rooms up meanwhile. The packages' rooms are claimed.
fn supplies_back(tx: &mut Conn, opening: &Opening<'_>, sale: &Sale, packages: &[Goods]) -> Result<Vec<Supply>> {
    let lines = SaleSupply::of_sale(tx, sale.id)?;
    let all = |tx: &mut Conn| -> Result<Vec<Supply>> {
        lines.iter().map(|line| Supply::coming_back(tx, opening.clerk.location, line)).collect()
    };
    let rooms = all(tx)?.into_iter().map(|supply| supply.room);
    let more = rooms.filter(|room| !packages.iter().any(|goods| goods.room == *room)).map(Room::subject);
    claims::share(tx, opening.filing, &more.collect::<Vec<_>>())?;
    // Read again: before the claim, somebody could still have given a room up.
    all(tx)
}

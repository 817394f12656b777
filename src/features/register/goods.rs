//! What a scan or a search finds: a package with everything that decides whether it may be sold.

use super::super::inventory::{self, Package};
use super::super::labs::Release;
use super::super::manifests::OnManifest;
use super::super::products::{Product, RETAIL_TYPES};
use super::super::rooms::{Kind, Room};
use super::super::statuses::InventoryStatus;
use super::code::Code;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::rules::sellable::{self, Clause, Facts};
use crate::schema::{packages, products, rooms};
use crate::stock;
use crate::values::{Amount, LocationId, PackageId, Quantity};
use chrono::NaiveDate;
use diesel::prelude::*;

/// A package, its product and room, and how much of it is free.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub package: Package,
    pub product: Product,
    pub room: Room,
    pub available: Quantity,
    /// By carts, filings and destructions.
    pub held: Quantity,
    /// Two people have signed its certificate, or nobody need.
    pub released: bool,
    /// Its inventory status lets it be sold.
    pub status_sellable: bool,
    /// The manifest that holds all of it.
    pub on_manifest: Option<String>,
}

/// What a code stands for.
pub enum Found {
    Package(Box<Candidate>),
    /// A delivery device or merchandise.
    Supply(Box<Product>),
}

impl Found {
    /// A SKU or UPC of something of which there are packages: which one is then ours to choose.
    pub fn is_by_product(&self, code: &str) -> bool {
        matches!(self, Self::Package(goods) if goods.product.sku == code || goods.product.upc == code)
    }
}

impl Found {
    /// What was scanned: a package's own identifier, an older label that it still carries, or a SKU or UPC, so many of it.
    pub fn of_code(conn: &mut Conn, location: LocationId, code: &str, wanted: Quantity, today: NaiveDate) -> Result<Self> {
        if let Some(package) = Package::find_by_code(conn, location, code)? {
            return Ok(Self::Package(Box::new(Candidate::find(conn, location, package.id)?)));
        }
        let told_apart = Code::of(code);
        if matches!(told_apart, Code::Package(_)) {
            return rule(not_here(conn, &told_apart, code)?);
        }
        match Product::find_by_sku(conn, code)? {
            Some(product) if product.goods.is_supply() => Ok(Self::Supply(Box::new(product))),
            Some(product) => Ok(Self::Package(Box::new(Candidate::first_of(conn, location, &product, wanted, today)?))),
            None => rule(not_here(conn, &told_apart, code)?),
        }
    }
}

/// Why a code is nothing that lies here.
fn not_here(conn: &mut Conn, code: &Code<'_>, text: &str) -> Result<String> {
    let Code::Package(barcode) = code else {
        return Ok(format!("Nothing here has the code “{text}”. Scan the label with the 16-digit package id."));
    };
    Ok(match Package::find_by_barcode(conn, *barcode)? {
        Some(_) => format!("Package {} is not at this store.", barcode.grouped()),
        None => format!("Package {} is not in our inventory. Receive it first, or check the label.", barcode.grouped()),
    })
}

impl Candidate {
    /// The package whose own label was scanned. What many packages have will not do: it must be known which one is in the hand.
    pub fn of_label(conn: &mut Conn, location: LocationId, code: &Code<'_>) -> Result<Self> {
        let text = match code {
            Code::Package(barcode) => barcode.to_string(),
            Code::Goods(text) => (*text).to_owned(),
            other => return rule(other.obstacle().unwrap_or_default()),
        };
        match Package::find_by_code(conn, location, &text)? {
            Some(package) => Self::find(conn, location, package.id),
            None => match Product::find_by_sku(conn, &text)? {
                Some(product) => rule(format!(
                    "That is the code of {}, and every package of it has that. Scan the label with the 16-digit package id.",
                    product.name
                )),
                None => rule(not_here(conn, code, &text)?),
            },
        }
    }

    pub fn find(conn: &mut Conn, location: LocationId, id: PackageId) -> Result<Self> {
        let (package, product, room) = Package::with_place(conn, location, id)?;
        Self::with_balance(conn, package, product, room)
    }

    /// Packages of the products whose name has `words` in it, as far as the register may sell them.
    pub fn named(conn: &mut Conn, location: LocationId, words: &str, today: NaiveDate) -> Result<Vec<Self>> {
        let pattern: String = words.to_lowercase().chars().filter(|letter| !matches!(letter, '%' | '_' | '\\')).collect();
        let rows = packages::table
            .inner_join(products::table)
            .inner_join(rooms::table)
            .filter(packages::location_id.eq(location))
            .filter(packages::status.eq(inventory::Status::Active))
            .filter(packages::lab_result.eq(1))
            .filter(rooms::kind.eq(Kind::SalesFloor))
            .filter(products::active.eq(true).and(products::on_register.eq(true)))
            .filter(products::name_lower.like(format!("%{pattern}%")))
            .filter(packages::in_stock.eq(true))
            .order((products::name_lower, packages::id))
            .limit(200)
            .select((Package::as_select(), Product::as_select(), Room::as_select()))
            .load(conn)?;
        Ok(Self::in_turn(conn, rows)?.into_iter().filter(|one| one.sellable(today).is_ok()).collect())
    }

    fn in_turn(conn: &mut Conn, rows: Vec<(Package, Product, Room)>) -> Result<Vec<Self>> {
        let mut all = Vec::new();
        for (package, product, room) in rows {
            all.push(Self::with_balance(conn, package, product, room)?);
        }
        all.sort_by_key(|one| (one.package.expires_on.unwrap_or(NaiveDate::MAX), one.package.received_at, one.package.id));
        Ok(all)
    }

    pub(super) fn with_balance(conn: &mut Conn, package: Package, product: Product, room: Room) -> Result<Self> {
        let balance = stock::where_is(conn, package.id, package.room_id)?;
        let released = Release::lets_go(conn, &package)?;
        let status_sellable = InventoryStatus::lets_go(conn, package.inventory_status_id)?;
        // Asked only where it is the reason: what is on a manifest is held as a whole.
        let on_manifest = if balance.held.is_positive() && !balance.available().is_positive() {
            OnManifest::of(conn, package.id)?.map(|on| on.words())
        } else {
            None
        };
        let (available, held) = (balance.available(), balance.held);
        Ok(Self { available, held, on_manifest, released, status_sellable, package, product, room })
    }

    /// As if `mine` were free: a cart's own hold does not stand in its own way.
    pub fn with_own(mut self, mine: Quantity) -> Self {
        self.available = self.available.plus(mine);
        self.held = self.held.minus(mine);
        self
    }

    pub fn sellable(&self, today: NaiveDate) -> Result<(), Clause> {
        sellable::check(&self.facts(), today)
    }

    /// What the rule asks. A package is ours from the moment it is received, and only then; while it leaves, a filing holds it.
    pub fn facts(&self) -> Facts {
        Facts {
            available: self.available,
            has_state_id: !self.package.barcode.as_str().is_empty(),
            received: !matches!(self.package.status, inventory::Status::InTransit | inventory::Status::Transferred),
            scheduled: self.package.status == inventory::Status::Scheduled,
            destroyed: self.package.status == inventory::Status::Destroyed,
            customer_return: self.package.customer_return,
            lab_result: self.package.lab_result,
            released: self.released,
            status_sellable: self.status_sellable,
            expires_on: self.package.expires_on,
            retail: RETAIL_TYPES.iter().any(|(code, _)| *code == self.package.inventory_type),
            on_sales_floor: self.room.kind == Kind::SalesFloor && self.room.active,
            product_active: self.product.active,
            on_register: self.product.on_register,
            has_posted_amount: self.amount_each() > Amount::ZERO,
        }
    }

    /// The rule's words for this package, if it may not be sold.
    pub fn must_be_sellable(&self, today: NaiveDate) -> Result<()> {
        let Err(clause) = self.sellable(today) else { return Ok(()) };
        let mut words =
            format!("{}, package {}, may not be sold: {}", self.product.name, self.package.barcode.grouped(), clause.words());
        if let (Clause::NothingAvailable, Some(where_)) = (clause, &self.on_manifest) {
            words.push_str(&format!(" It is {where_}."));
        } else if clause == Clause::NothingAvailable && self.held.is_positive() {
            words.push_str(&format!(
                " The last {} are held by another cart or a pre-order, or by something the state has not answered.",
                self.held
            ));
        }
        rule(words)
    }

    /// What one unit debits: as the lab set it, else as the catalog says.
    pub fn amount_each(&self) -> Amount {
        amount_each(&self.package, &self.product)
    }
}

/// See [`Candidate::amount_each`].
pub fn amount_each(package: &Package, product: &Product) -> Amount {
    package.med_usable.unwrap_or(product.posted_amount)
}

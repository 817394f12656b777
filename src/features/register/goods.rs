//! What a scan or a search finds: a package with everything that decides whether it may be sold.

use super::super::inventory::{self, Package};
use super::super::labs::Release;
use super::super::products::{Product, RETAIL_TYPES};
use super::super::rooms::{Kind, Room};
use super::super::statuses::InventoryStatus;
use super::code::Code;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::rules::sellable::{self, Clause, Facts};
use crate::schema::{inventory_statuses, packages, products, rooms, stock as shelf};
use crate::stock::{self, Balance};
use crate::values::{Amount, LocationId, PackageId, ProductId, Quantity};
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
}

/// The packages of one product that the register may sell, with so much free at the least.
pub struct Wanted {
    pub location: LocationId,
    pub product: ProductId,
    pub least: Quantity,
    pub today: NaiveDate,
}

/// Packages that are looked at together.
const PAGE: i64 = 20;

/// The first to expire, then the oldest received: what expires never comes last, in both databases.
macro_rules! in_turn {
    () => {
        (packages::expires_on.is_null(), packages::expires_on, packages::received_at, packages::id)
    };
}

type Row = (Package, Product, Room, Quantity, Quantity);

impl Wanted {
    /// As [`Candidate::sellable`] asks, as far as the database's columns know it.
    fn page(&self, conn: &mut Conn, page: i64) -> Result<Vec<Row>> {
        let lets_go = inventory_statuses::table.filter(inventory_statuses::sellable.eq(true));
        let lets_go = lets_go.select(inventory_statuses::id.nullable());
        let rows = packages::table
            .inner_join(products::table)
            .inner_join(rooms::table)
            .inner_join(shelf::table.on(shelf::package_id.eq(packages::id).and(shelf::place_id.eq(packages::room_id))))
            .filter(packages::location_id.eq(self.location))
            .filter(packages::product_id.eq(self.product))
            .filter(packages::in_stock.eq(true))
            .filter(packages::status.eq(inventory::Status::Active))
            .filter(packages::lab_result.eq(1))
            .filter(packages::customer_return.eq(false))
            .filter(packages::expires_on.is_null().or(packages::expires_on.ge(self.today)))
            .filter(packages::inventory_status_id.is_null().or(packages::inventory_status_id.eq_any(lets_go)))
            .filter(rooms::kind.eq(Kind::SalesFloor).and(rooms::active.eq(true)))
            .filter((shelf::on_hand - shelf::held).ge(self.least.0))
            .order(in_turn!())
            .limit(PAGE)
            .offset(page * PAGE)
            .select((Package::as_select(), Product::as_select(), Room::as_select(), shelf::on_hand, shelf::held))
            .load(conn)?;
        Ok(rows)
    }
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
        if let Code::Package(barcode) = Code::of(code) {
            return rule(match Package::find_by_barcode(conn, barcode)? {
                Some(_) => format!("Package {} is not at this store.", barcode.grouped()),
                None => format!("Package {} is not in our inventory. Receive it first, or check the label.", barcode.grouped()),
            });
        }
        match Product::find_by_sku(conn, code)? {
            Some(product) if product.goods.is_supply() => Ok(Self::Supply(Box::new(product))),
            Some(product) => Ok(Self::Package(Box::new(Candidate::first_of(conn, location, &product, wanted, today)?))),
            None => rule(format!("Nothing here has the code “{code}”. Scan the label with the 16-digit package id.")),
        }
    }
}

impl Candidate {
    pub fn find(conn: &mut Conn, location: LocationId, id: PackageId) -> Result<Self> {
        let (package, product, room) = Package::with_place(conn, location, id)?;
        Self::with_balance(conn, package, product, room)
    }

    /// The package of `product` to sell first: the earliest expiry, then the oldest received; one that has so many before others. When
    /// none may be sold, the first that is here, so that it is said why.
    fn first_of(conn: &mut Conn, location: LocationId, product: &Product, wanted: Quantity, today: NaiveDate) -> Result<Self> {
        for least in [wanted, Quantity::ONE] {
            let asked = Wanted { location, product: product.id, least, today };
            if let Some(first) = Self::for_sale(conn, &asked, 1)?.pop() {
                return Ok(first);
            }
        }
        let first = packages::table
            .inner_join(products::table)
            .inner_join(rooms::table)
            .filter(packages::location_id.eq(location))
            .filter(packages::product_id.eq(product.id))
            .filter(packages::status.ne(inventory::Status::Destroyed))
            .filter(packages::in_stock.eq(true))
            .order(in_turn!())
            .select((Package::as_select(), Product::as_select(), Room::as_select()))
            .first(conn)
            .optional()?;
        match first {
            Some((package, product, room)) => Self::with_balance(conn, package, product, room),
            None => rule(format!("{}: there is no package of it in stock at this store.", product.name)),
        }
    }

    /// Those that may be sold, at most so many, the first to expire before the others. The database answers all but what is signed.
    pub fn for_sale(conn: &mut Conn, asked: &Wanted, most: usize) -> Result<Vec<Self>> {
        let mut found = Vec::new();
        for page in 0.. {
            let rows = asked.page(conn, page)?;
            let is_last = i64::try_from(rows.len()).unwrap_or(PAGE) < PAGE;
            for (package, product, room, on_hand, held) in rows {
                let one = Self::with(conn, (package, product, room), Balance { on_hand, held })?;
                if one.sellable(asked.today).is_ok() {
                    found.push(one);
                }
                if found.len() == most {
                    return Ok(found);
                }
            }
            if is_last {
                break;
            }
        }
        Ok(found)
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

    fn with_balance(conn: &mut Conn, package: Package, product: Product, room: Room) -> Result<Self> {
        let balance = stock::where_is(conn, package.id, package.room_id)?;
        Self::with(conn, (package, product, room), balance)
    }

    fn with(conn: &mut Conn, (package, product, room): (Package, Product, Room), balance: Balance) -> Result<Self> {
        let released = Release::lets_go(conn, &package)?;
        let status_sellable = InventoryStatus::lets_go(conn, package.inventory_status_id)?;
        Ok(Self { available: balance.available(), held: balance.held, released, status_sellable, package, product, room })
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
            received: true,
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
        if clause == Clause::NothingAvailable && self.held.is_positive() {
            words.push_str(&format!(
                " The last {} are held by another cart, or by something the state has not answered.",
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

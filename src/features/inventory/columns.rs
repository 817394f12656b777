//! The columns of the list: which there are, which somebody chose, and what of a package stands in each.

use super::list::PackageLine;
use super::unit::type_name;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may;
use crate::schema::list_columns;
use crate::values::{Cents, UserId, text_enum};
use diesel::prelude::*;
use serde::Serialize;

/// The name of this list among those whose columns can be chosen.
const LIST: &str = "packages";

text_enum! {
    /// What may stand beside the product, in the order of the screen.
    Column {
        Package = "package", "Package id";
        External = "external", "External package id";
        Sku = "sku", "SKU";
        Category = "category", "Category";
        Brand = "brand", "Brand";
        Vendor = "vendor", "Vendor";
        Strain = "strain", "Strain";
        Batch = "batch", "Batch";
        Room = "room", "Room";
        Quantity = "quantity", "Quantity";
        Allocated = "allocated", "Allocated";
        Available = "available", "Available";
        Unit = "unit", "Unit";
        Lab = "lab", "Lab";
        Status = "status", "Status";
        Standing = "standing", "Inventory status";
        Type = "type", "External category";
        OrderType = "order_type", "MMUR order type";
        Route = "route", "MMUR form";
        Cost = "cost", "Cost";
        Price = "price", "Price";
        Received = "received", "Received";
        Expires = "expires", "Expires";
    }
}

/// What everybody sees who has chosen nothing.
const USUAL: [Column; 10] = [
    Column::Package,
    Column::Batch,
    Column::Room,
    Column::Quantity,
    Column::Allocated,
    Column::Available,
    Column::Lab,
    Column::Status,
    Column::Price,
    Column::Expires,
];

impl Column {
    /// Numbers stand at the right.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Quantity | Self::Allocated | Self::Available | Self::Cost | Self::Price)
    }

    /// Those that `user` chose, or the usual ones.
    pub fn chosen(conn: &mut Conn, user: UserId) -> Result<Vec<Self>> {
        let kept: Option<String> = list_columns::table.find((user, LIST)).select(list_columns::names).first(conn).optional()?;
        // A name of a later version is no column here.
        Ok(kept.map_or_else(|| USUAL.to_vec(), |names| names.split(' ').flat_map(str::parse).collect()))
    }

    /// As it stands in a file: numbers bare, days as the machine writes them.
    pub fn text(self, line: &PackageLine) -> String {
        let cents = |amount: Option<Cents>| amount.map(Cents::plain).unwrap_or_default();
        match self {
            Self::Package => line.barcode.to_string(),
            Self::External => line.external_barcode.clone().unwrap_or_default(),
            Self::Sku => line.sku.clone(),
            Self::Category => line.category.clone(),
            Self::Brand => line.brand.clone(),
            Self::Vendor => line.vendor.clone(),
            Self::Strain => line.strain.clone(),
            Self::Batch => line.lot_name.clone().unwrap_or_default(),
            Self::Room => line.room.clone(),
            Self::Quantity => line.balance().on_hand.wire(),
            Self::Allocated => line.balance().held.wire(),
            Self::Available => line.balance().available().wire(),
            Self::Unit => line.unit().to_owned(),
            Self::Lab => line.lab().words().to_owned(),
            Self::Status if line.is_sold_out() => "Sold out".to_owned(),
            Self::Status => line.status.label().to_owned(),
            Self::Standing => line.standing.clone().unwrap_or_default(),
            Self::Type => type_name(line.inventory_type),
            Self::OrderType => line.order_type.map(|kind| kind.label().to_owned()).unwrap_or_default(),
            Self::Route => line.route.map(|route| route.label().to_owned()).unwrap_or_default(),
            Self::Cost => cents(line.cost_cents),
            Self::Price => line.price_cents.plain(),
            Self::Received => line.received_at.date().to_string(),
            Self::Expires => line.expires_on.map(|day| day.to_string()).unwrap_or_default(),
        }
    }
}

/// What somebody wants to see from now on; nobody else's list changes.
#[derive(Serialize)]
pub struct ChooseColumns {
    pub names: Vec<Column>,
}

impl Record for ChooseColumns {
    const ACT: &'static str = "choose_columns";
    type Needs = may::SeeInventory;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        if self.names.is_empty() {
            return rule("Choose at least one column; the product always stands first.");
        }
        let names = Column::ALL.iter().filter(|column| self.names.contains(column)).map(|column| column.as_str());
        let names = names.collect::<Vec<_>>().join(" ");
        let mine = list_columns::table.find((by.clerk.user, LIST));
        if diesel::update(mine).set(list_columns::names.eq(&names)).execute(tx)? == 0 {
            let row = (list_columns::user_id.eq(by.clerk.user), list_columns::list.eq(LIST), list_columns::names.eq(&names));
            diesel::insert_into(list_columns::table).values(row).execute(tx)?;
        }
        Ok(())
    }
}

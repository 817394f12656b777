//! The columns of the list: which there are, which somebody chose and in which order, and what of a package stands in each.

use super::rows::Row;
use super::unit::type_name;
use super::view::View;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may;
use crate::schema::list_columns;
use crate::values::{Cents, SavedViewId, UserId, text_enum};
use diesel::prelude::*;
use serde::Serialize;

/// The name of this list among those whose columns can be chosen.
pub const LIST: &str = "packages";

text_enum! {
    /// What may stand beside the product.
    Column {
        Package = "package", "Package id";
        External = "external", "External package id";
        Sku = "sku", "SKU";
        Category = "category", "Category";
        Brand = "brand", "Brand";
        Vendor = "vendor", "Vendor";
        Strain = "strain", "Strain";
        Batch = "batch", "Batch";
        Tags = "tags", "Tags";
        Room = "room", "Room";
        Quantity = "quantity", "Quantity";
        Allocated = "allocated", "Allocated";
        Available = "available", "Available";
        Unit = "unit", "Unit";
        NetWeight = "net_weight", "Net weight g";
        Thc = "thc", "THC %";
        Thca = "thca", "THCA %";
        Cbd = "cbd", "CBD %";
        Cbda = "cbda", "CBDA %";
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

/// What everybody sees who has chosen nothing: few enough that the product's name has room.
const USUAL: [Column; 7] =
    [Column::Package, Column::Room, Column::Quantity, Column::Available, Column::Lab, Column::Status, Column::Expires];

impl Column {
    /// Numbers stand at the right.
    pub fn is_number(self) -> bool {
        let counted = matches!(self, Self::Quantity | Self::Allocated | Self::Available | Self::NetWeight);
        counted || self.measured().is_some() || matches!(self, Self::Cost | Self::Price)
    }

    /// What the lab calls the value that stands here, if it is one of the lab's.
    pub fn measured(self) -> Option<&'static str> {
        match self {
            Self::Thc => Some("THC"),
            Self::Thca => Some("THCA"),
            Self::Cbd => Some("CBD"),
            Self::Cbda => Some("CBDA"),
            _ => None,
        }
    }

    /// Those that `user` chose, in their order, or the usual ones.
    pub fn chosen(conn: &mut Conn, user: UserId) -> Result<Vec<Self>> {
        let kept: Option<String> = list_columns::table.find((user, LIST)).select(list_columns::names).first(conn).optional()?;
        Ok(kept.map_or_else(|| USUAL.to_vec(), |names| Self::listed(&names)))
    }

    /// From their names with blanks between; a name of a later version is no column here.
    pub fn listed(names: &str) -> Vec<Self> {
        names.split(' ').flat_map(str::parse).collect()
    }

    /// Each once, as it is kept.
    pub fn names(columns: &[Self]) -> Result<String> {
        let mut once: Vec<&str> = Vec::new();
        for column in columns {
            if !once.contains(&column.as_str()) {
                once.push(column.as_str());
            }
        }
        if once.is_empty() {
            return rule("Choose at least one column; the product always stands first.");
        }
        Ok(once.join(" "))
    }

    /// As it stands in a file: numbers bare, days as the machine writes them.
    pub fn text(self, row: &Row) -> String {
        let cents = |amount: Option<Cents>| amount.map(Cents::plain).unwrap_or_default();
        match self {
            Self::Package => row.barcode.to_string(),
            Self::External => row.external_barcode.clone().unwrap_or_default(),
            Self::Sku => row.sku.clone(),
            Self::Category => row.category.clone(),
            Self::Brand => row.brand.clone(),
            Self::Vendor => row.vendor.clone(),
            Self::Strain => row.strain.clone(),
            Self::Batch => row.lot_name.clone().unwrap_or_default(),
            Self::Tags => row.tags.join(", "),
            Self::Room => row.room.clone(),
            Self::Quantity => row.balance().on_hand.wire(),
            Self::Allocated => row.balance().held.wire(),
            Self::Available => row.balance().available().wire(),
            Self::Unit => row.unit().to_owned(),
            Self::NetWeight => row.net_weight.map(|grams| grams.to_string()).unwrap_or_default(),
            Self::Thc | Self::Thca | Self::Cbd | Self::Cbda => row.value(self).to_owned(),
            Self::Lab => row.lab().words().to_owned(),
            Self::Status => row.status_in_full(),
            Self::Standing => row.standing.clone().unwrap_or_default(),
            Self::Type => type_name(row.inventory_type),
            Self::OrderType => row.order_type.map(|kind| kind.label().to_owned()).unwrap_or_default(),
            Self::Route => row.route.map(|route| route.label().to_owned()).unwrap_or_default(),
            Self::Cost => cents(row.cost_cents),
            Self::Price => row.price_cents.plain(),
            Self::Received => row.received_on.to_string(),
            Self::Expires => row.expires_on.map(|day| day.to_string()).unwrap_or_default(),
        }
    }
}

/// What somebody wants to see from now on, and in which order; nobody else's list changes.
#[derive(Serialize)]
pub struct ChooseColumns {
    pub names: Vec<Column>,
    /// Of this view alone.
    pub view: Option<SavedViewId>,
}

impl Record for ChooseColumns {
    const ACT: &'static str = "choose_columns";
    type Needs = may::SeeInventory;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let (user, names) = (by.clerk.user, Column::names(&self.names)?);
        if let Some(view) = self.view {
            return View::find(tx, user, view)?.keep_columns(tx, &names);
        }
        let mine = list_columns::table.find((user, LIST));
        if diesel::update(mine).set(list_columns::names.eq(&names)).execute(tx)? == 0 {
            let row = (list_columns::user_id.eq(user), list_columns::list.eq(LIST), list_columns::names.eq(&names));
            diesel::insert_into(list_columns::table).values(row).execute(tx)?;
        }
        Ok(())
    }
}

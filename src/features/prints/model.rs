//! The table of what was printed of a sale: insert only.

use crate::db::Conn;
use crate::error::Result;
use crate::schema::{sale_prints, users};
use crate::values::{At, LocationId, SaleId, SaleLineId, SalePrintId, UserId, text_enum};
use chrono::TimeDelta;
use diesel::prelude::*;

text_enum! {
    Kind {
        Receipt = "receipt", "Receipt";
        Labels = "labels", "Product labels";
    }
}

/// One press of the button.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = sale_prints, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Print {
    pub id: SalePrintId,
    pub location_id: LocationId,
    pub sale_id: SaleId,
    pub user_id: UserId,
    pub kind: Kind,
    /// The labels of one line; none: of every line.
    pub sale_line_id: Option<SaleLineId>,
    /// A label for each unit, or one for the line.
    pub each_unit: bool,
    /// How many times the same, or a part of it, had been printed before.
    pub printed_before: i64,
    /// Why once more.
    pub reason: Option<String>,
    pub printed_at: At,
}

impl Print {
    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(sale_prints::table).values(self).execute(tx)?;
        Ok(())
    }

    pub fn find(conn: &mut Conn, sale: SaleId, id: SalePrintId) -> Result<(Self, String)> {
        let one =
            sale_prints::table.inner_join(users::table).filter(sale_prints::id.eq(id)).filter(sale_prints::sale_id.eq(sale));
        Ok(one.select((Self::as_select(), users::name)).first(conn)?)
    }

    /// All of a sale, oldest first, and who pressed.
    pub fn of_sale(conn: &mut Conn, sale: SaleId) -> Result<Vec<(Self, String)>> {
        let all = sale_prints::table.inner_join(users::table).filter(sale_prints::sale_id.eq(sale)).order(sale_prints::id);
        Ok(all.select((Self::as_select(), users::name)).load(conn)?)
    }

    /// How many times the receipt was printed, or labels of this line; of any line, when none is named.
    pub fn count(all: &[(Self, String)], kind: Kind, line: Option<SaleLineId>) -> i64 {
        let same = all.iter().filter(|(print, _)| print.kind == kind && print.covers(line)).count();
        i64::try_from(same).unwrap_or(i64::MAX)
    }

    /// One of the two may be of every line.
    fn covers(&self, line: Option<SaleLineId>) -> bool {
        self.sale_line_id.is_none() || line.is_none() || self.sale_line_id == line
    }

    pub fn is_reprint(&self) -> bool {
        self.printed_before > 0
    }

    /// Just pressed: it goes to the printer. Who opens it later looks at what was printed.
    pub fn is_new(&self, now: At) -> bool {
        now - self.printed_at < TimeDelta::minutes(1)
    }

    /// For the ticket's log.
    pub fn words(&self, product: Option<&str>) -> String {
        let what = match (self.kind, product) {
            (Kind::Receipt, _) => "Receipt".to_owned(),
            (Kind::Labels, Some(product)) => format!("Labels of {product}"),
            (Kind::Labels, None) => "All labels".to_owned(),
        };
        match &self.reason {
            Some(reason) if self.is_reprint() => format!("{what} printed again: {reason}"),
            _ => format!("{what} printed"),
        }
    }
}

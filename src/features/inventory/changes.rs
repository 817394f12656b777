//! The journal of a package: what of it was changed, from what to what, by whom, and what the state was told with it. Insert only;
//! quantities are the ledger's (`stock/`).

use crate::db::Conn;
use crate::error::Result;
use crate::schema::{package_changes, users};
use crate::values::{At, FilingId, PackageChangeId, PackageId, UserId};
use diesel::prelude::*;

/// One change about to be written.
#[derive(Debug, Clone, Copy)]
pub struct Change<'c> {
    pub package: PackageId,
    /// A word for people: "Room", "Batch", "Product".
    pub property: &'c str,
    pub old: &'c str,
    pub new: &'c str,
    pub by: UserId,
    /// The filing with which it changed; none for what the state does not keep.
    pub filing: Option<FilingId>,
    pub at: At,
}

/// One change, for the package's page.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = package_changes, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct ChangeLine {
    pub property: String,
    pub old_value: String,
    pub new_value: String,
    #[diesel(select_expression = users::name)]
    pub by: String,
    pub filing_id: Option<FilingId>,
    pub changed_at: At,
}

impl Change<'_> {
    /// Writes it down, unless nothing changed.
    pub fn note(&self, tx: &mut Conn) -> Result<()> {
        if self.old == self.new {
            return Ok(());
        }
        diesel::insert_into(package_changes::table)
            .values((
                package_changes::id.eq(PackageChangeId::new()),
                package_changes::package_id.eq(self.package),
                package_changes::property.eq(self.property),
                package_changes::old_value.eq(self.old),
                package_changes::new_value.eq(self.new),
                package_changes::user_id.eq(self.by),
                package_changes::filing_id.eq(self.filing),
                package_changes::changed_at.eq(self.at),
            ))
            .execute(tx)?;
        Ok(())
    }
}

impl ChangeLine {
    /// Every change of a package, the newest first.
    pub fn of_package(conn: &mut Conn, package: PackageId) -> Result<Vec<Self>> {
        let all = package_changes::table
            .inner_join(users::table)
            .filter(package_changes::package_id.eq(package))
            .order(package_changes::id.desc())
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }
}

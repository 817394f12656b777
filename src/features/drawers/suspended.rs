//! A row of the `drawer_suspense` table, as taking and settling need it.

use super::ledger::Kind;
use super::owed::Status;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::drawer_suspense;
use crate::values::{At, Cents, DrawerSessionId, FilingId, SaleId, UserId};
use diesel::prelude::*;

/// A row of the table, as settling needs it.
#[derive(Queryable)]
pub struct Row {
    pub filing_id: FilingId,
    pub session_id: DrawerSessionId,
    pub sale_id: SaleId,
    pub kind: Kind,
    pub cents: Cents,
    pub kept_cents: Cents,
    pub user_id: UserId,
    pub taken_at: At,
}

impl Row {
    /// What is in suspense for a filing, if anything is.
    pub fn open(tx: &mut Conn, filing: FilingId) -> Result<Option<Self>> {
        let open = drawer_suspense::table.find(filing).filter(drawer_suspense::status.eq(Status::Open)).select((
            drawer_suspense::filing_id,
            drawer_suspense::session_id,
            drawer_suspense::sale_id,
            drawer_suspense::kind,
            drawer_suspense::cents,
            drawer_suspense::kept_cents,
            drawer_suspense::user_id,
            drawer_suspense::taken_at,
        ));
        Ok(open.first(tx).optional()?)
    }

    /// What became of it.
    pub fn end(&self, tx: &mut Conn, status: Status, after_close: bool) -> Result<()> {
        diesel::update(drawer_suspense::table.find(self.filing_id))
            .set((drawer_suspense::status.eq(status), drawer_suspense::after_close.eq(after_close)))
            .execute(tx)?;
        Ok(())
    }

    pub fn insert(tx: &mut Conn, row: &Row) -> Result<()> {
        diesel::insert_into(drawer_suspense::table)
            .values((
                drawer_suspense::filing_id.eq(row.filing_id),
                drawer_suspense::session_id.eq(row.session_id),
                drawer_suspense::sale_id.eq(row.sale_id),
                drawer_suspense::kind.eq(row.kind),
                drawer_suspense::cents.eq(row.cents),
                drawer_suspense::kept_cents.eq(row.kept_cents),
                drawer_suspense::user_id.eq(row.user_id),
                drawer_suspense::taken_at.eq(row.taken_at),
                drawer_suspense::status.eq(Status::Open),
                drawer_suspense::after_close.eq(false),
            ))
            .execute(tx)?;
        Ok(())
    }
}

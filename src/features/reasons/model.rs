//! The state_reasons table.

use crate::db::Conn;
use crate::error::{Result, rule};
use crate::schema::state_reasons;
use crate::values::{At, text_enum};
use diesel::prelude::*;

text_enum! {
    /// What a reason is for.
    Kind {
        Destroy = "destroy", "Destruction";
        Adjust = "adjust", "Adjustment";
    }
}

/// One of the state's reasons.
#[derive(Debug, Clone, Queryable)]
pub struct Reason {
    pub code: i64,
    pub name: String,
    pub pulled_at: At,
}

impl Reason {
    pub fn listed(conn: &mut Conn, kind: Kind) -> Result<Vec<Self>> {
        let all = state_reasons::table
            .filter(state_reasons::kind.eq(kind))
            .order(state_reasons::code)
            .select((state_reasons::code, state_reasons::name, state_reasons::pulled_at))
            .load(conn)?;
        Ok(all)
    }

    /// By its number; one that the state does not have is refused.
    pub fn find(conn: &mut Conn, kind: Kind, code: i64) -> Result<Self> {
        let found = state_reasons::table
            .find((kind, code))
            .select((state_reasons::code, state_reasons::name, state_reasons::pulled_at))
            .first(conn)
            .optional()?;
        match found {
            Some(reason) => Ok(reason),
            None => rule("The state does not have that reason. Open the form again and choose one of its list."),
        }
    }

    pub(super) fn replace(tx: &mut Conn, kind: Kind, told: &[(i64, String)], now: At) -> Result<()> {
        diesel::delete(state_reasons::table.filter(state_reasons::kind.eq(kind))).execute(tx)?;
        for (code, name) in told {
            diesel::insert_into(state_reasons::table)
                .values((
                    state_reasons::kind.eq(kind),
                    state_reasons::code.eq(code),
                    state_reasons::name.eq(name),
                    state_reasons::pulled_at.eq(now),
                ))
                .execute(tx)?;
        }
        Ok(())
    }
}

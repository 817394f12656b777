//! What a ticket's page says of what came back of it.

use super::super::sales::Sale;
use super::model::{Return, ReturnLine};
use super::sold::Sold;
use super::standing::Waiting;
use crate::db::Conn;
use crate::error::Result;
use crate::may::{self, Clerk};
use crate::values::{Cents, SaleId};

/// See the module.
pub struct Panel {
    pub taken: Vec<Taken>,
    /// Something is left that could come back.
    pub is_left: bool,
    pub may_return: bool,
}

/// One return, whole.
pub struct Taken {
    pub back: Return,
    pub by: String,
    /// Whose PIN let them; empty: nobody's.
    pub approved_by: String,
    pub lines: Vec<ReturnLine>,
    /// The packages that the state made of it.
    pub packages: Vec<Waiting>,
}

impl Panel {
    pub fn of(conn: &mut Conn, clerk: &Clerk, sale: SaleId) -> Result<Self> {
        let all = Return::of_sale(conn, sale)?;
        let taken = all.into_iter().map(|(back, by)| Taken::of(conn, back, by)).collect::<Result<Vec<_>>>()?;
        let is_left = Sold::of_sale(conn, sale)?.iter().any(Sold::is_left);
        Ok(Self { taken, is_left, may_return: clerk.may::<may::BeginReturn>() })
    }

    /// The money that went back, so far as the state accepted it.
    pub fn given_back(&self) -> Cents {
        self.taken.iter().filter(|taken| taken.back.is_accepted()).map(|taken| taken.back.amount_cents).sum()
    }

    /// Whether all of the ticket came back, or some; empty: nothing.
    pub fn words(&self) -> &'static str {
        match self.taken.iter().any(|taken| taken.back.is_accepted()) {
            true if self.is_left => "Partly returned",
            true => "Returned",
            false => "",
        }
    }
}

impl Taken {
    pub fn of(conn: &mut Conn, back: Return, by: String) -> Result<Self> {
        let (lines, packages) = (ReturnLine::of(conn, back.id)?, Waiting::of_return(conn, back.id)?);
        let approved_by = back.approved_by.map_or(Ok(String::new()), |user| Sale::name_of(conn, user))?;
        Ok(Self { back, by, approved_by, lines, packages })
    }

    /// How many packages the state made of it.
    pub fn count(&self) -> i64 {
        i64::try_from(self.packages.len()).unwrap_or(i64::MAX)
    }

    /// The address at which the labels of its packages are printed; none: it has none.
    pub fn labels(&self) -> Option<String> {
        let wanted: Vec<String> = self.packages.iter().map(|one| format!("{}*1", one.came.package)).collect();
        (!wanted.is_empty()).then(|| format!("/labels/new?packages={}", wanted.join(",")))
    }
}

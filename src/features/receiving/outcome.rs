//! What became of a received manifest: what was taken, what went back, and what followed.

use super::model::{Line, Manifest};
use crate::db::Conn;
use crate::error::Result;
use crate::features::inventory::FilingLine;
use crate::filing::{Action, Status};

/// Totals of decided lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// In whole or in part.
    pub taken: i64,
    pub in_part: i64,
    /// Wholly.
    pub rejected: i64,
}

impl Totals {
    /// `decided`: what was sent and what was accepted, for each line.
    pub fn of<'a>(decided: impl Iterator<Item = (&'a crate::values::Quantity, &'a crate::values::Quantity)>) -> Self {
        decided.fold(Self::default(), |sum, (sent, accepted)| Self {
            taken: sum.taken + i64::from(accepted.is_positive()),
            in_part: sum.in_part + i64::from(accepted.is_positive() && accepted < sent),
            rejected: sum.rejected + i64::from(!accepted.is_positive()),
        })
    }

    pub fn rejects_anything(self) -> bool {
        self.in_part > 0 || self.rejected > 0
    }

    /// What was done, when it is done.
    pub fn done(self) -> String {
        let packages = |count: i64| if count == 1 { "1 package".to_owned() } else { format!("{count} packages") };
        let part = if self.in_part == 0 { String::new() } else { format!(", {} of them in part", self.in_part) };
        match (self.taken, self.rejected) {
            (0, rejected) => format!("{} rejected, none accepted.", packages(rejected)),
            (taken, 0) => format!("{} accepted{part}.", packages(taken)),
            (taken, rejected) => format!("{} accepted{part}; {rejected} rejected.", packages(taken)),
        }
    }

    /// What the button says: `Receive 11 packages, reject 1`.
    pub fn act(self) -> String {
        let packages = |count: i64| if count == 1 { "1 package".to_owned() } else { format!("{count} packages") };
        let part = if self.in_part == 0 { String::new() } else { format!(" ({} in part)", self.in_part) };
        match (self.taken, self.rejected) {
            (0, rejected) => format!("Reject all of it: {}", packages(rejected)),
            (taken, 0) => format!("Receive {}{part}", packages(taken)),
            (taken, rejected) => format!("Receive {}{part}, reject {rejected}", packages(taken)),
        }
    }
}

/// The filings of a manifest and what followed its receipt.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    pub filings: Vec<FilingLine>,
    pub moves: Vec<FilingLine>,
}

impl Outcome {
    pub fn of(conn: &mut Conn, manifest: &Manifest) -> Result<Self> {
        let filings = FilingLine::of_subjects(conn, &[Manifest::subject(manifest.id)])?;
        let receipt = filings.iter().find(|filing| filing.action == Action::Receive && filing.status == Status::Accepted);
        let moves = match receipt.map(|filing| filing.id) {
            Some(receipt) => FilingLine::following(conn, receipt)?,
            None => Vec::new(),
        };
        Ok(Self { filings, moves })
    }

    fn receipt(&self) -> Option<&FilingLine> {
        self.filings.iter().find(|filing| filing.action == Action::Receive && filing.status == Status::Accepted)
    }

    /// Who filed the receipt that was accepted.
    pub fn received_by(&self) -> &str {
        self.receipt().map_or("", |filing| filing.by.as_str())
    }

    /// The state's transaction of that receipt: with it, what was rejected went back.
    pub fn transaction(&self) -> Option<i64> {
        self.receipt().and_then(|filing| filing.state_transaction)
    }

    /// A filing that the state has not answered: the form would only be refused.
    pub fn waiting(&self) -> Option<&FilingLine> {
        self.filings.iter().find(|filing| filing.status == Status::Open)
    }

    /// Moves that did not happen: somebody must look.
    pub fn refused_moves(&self) -> i64 {
        let refused = self.moves.iter().filter(|filing| filing.status == Status::Refused).count();
        i64::try_from(refused).unwrap_or(i64::MAX)
    }
}

impl Line {
    /// Its result, once received: the mark and the word.
    pub fn verdict(&self) -> (&'static str, &'static str) {
        match (self.accepted, self.rejected) {
            (Some(accepted), _) if !accepted.is_positive() => ("refused", "Rejected"),
            (Some(_), Some(rejected)) if rejected.is_positive() => ("held", "Accepted in part"),
            (Some(_), _) => ("accepted", "Accepted"),
            (None, _) => ("waiting", "Not decided"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Quantity;

    #[test]
    fn the_button_names_the_act() {
        let act = |lines: &[(i64, i64)]| {
            let lines: Vec<_> = lines.iter().map(|(sent, taken)| (Quantity::units(*sent), Quantity::units(*taken))).collect();
            Totals::of(lines.iter().map(|(sent, taken)| (sent, taken))).act()
        };
        assert_eq!(act(&[(5, 5)]), "Receive 1 package");
        assert_eq!(act(&[(5, 5), (3, 1), (2, 0)]), "Receive 2 packages (1 in part), reject 1");
        assert_eq!(act(&[(5, 0), (3, 0)]), "Reject all of it: 2 packages");
    }
}

//! What stands on the label of a dispensed product (florida-rules §7.2–7.5): what only the point of sale knows, and what the laboratory
//! measured.

use super::super::inventory::{Lab, Measured, Package, measured};
use super::super::labels::{Picture, code_128, data_matrix};
use super::super::register::Snapshot;
use super::super::sales::SaleLine;
use super::model::{Kind, Print};
use crate::error::Result;
use crate::values::{Barcode, Route};

/// Everybody's.
const TRANSFER: &str = "For this patient only. Giving or selling it to anybody else is illegal.";
const CHILDREN: &str = "Keep away from children and pets.";
const SMOKE: &str = "Keep away from children. Marijuana smoke contains carcinogens and may harm your health.";
const EDIBLE: &str =
    "Keep away from children and pets. Not produced or inspected under federal food-safety law. It may take two hours to act.";

/// One of them, as often as `copies` says.
pub struct Label {
    pub line: SaleLine,
    pub package: Package,
    pub form: &'static str,
    /// `THC 21.3 %`; empty: the laboratory said nothing of it.
    pub thc: String,
    pub cbd: String,
    pub dose: String,
    pub is_tested: bool,
    pub is_reprint: bool,
    pub copies: i64,
    pub bars: Picture,
    pub square: Picture,
}

impl Label {
    /// Those of one print, in the order of the ticket. `earlier`: what was printed before it.
    pub fn of(
        packages: Vec<(SaleLine, Package)>,
        snapshot: &Snapshot,
        print: &Print,
        earlier: &[(Print, String)],
    ) -> Result<Vec<Self>> {
        let wanted = packages.into_iter().filter(|(line, _)| print.sale_line_id.is_none_or(|only| only == line.id));
        wanted.map(|(line, package)| Self::one(line, package, snapshot, print, earlier)).collect()
    }

    fn one(line: SaleLine, package: Package, snapshot: &Snapshot, print: &Print, earlier: &[(Print, String)]) -> Result<Self> {
        let values = measured(package.lab_tests.as_deref());
        let barcode: Barcode = package.barcode;
        Ok(Self {
            form: line.route.label(),
            thc: potency(&values, "THC"),
            cbd: potency(&values, "CBD"),
            dose: dose(&line, snapshot),
            is_tested: Lab::of(package.lab_result).has_passed(),
            is_reprint: Print::count(earlier, Kind::Labels, Some(line.id)) > 0,
            copies: if print.each_unit { line.quantity.whole().unwrap_or(1).clamp(1, 200) } else { 1 },
            bars: code_128(barcode)?,
            square: data_matrix(barcode)?,
            line,
            package,
        })
    }

    /// What must be warned of, by how it is taken.
    pub fn warnings(&self) -> [&'static str; 2] {
        let own = match self.line.route {
            Route::Smoking => SMOKE,
            Route::Edible => EDIBLE,
            _ => CHILDREN,
        };
        [TRANSFER, own]
    }

    /// `2 units`, when one label stands for the whole line.
    pub fn contents(&self) -> String {
        match (self.copies, self.line.quantity.whole()) {
            (1, Some(units)) if units > 1 => format!("{units} units"),
            _ => "1 unit".to_owned(),
        }
    }
}

/// The laboratory's own figure; a label never reckons.
fn potency(values: &[Measured], name: &str) -> String {
    let found = values.iter().find(|one| one.test == "Potency" && one.name.eq_ignore_ascii_case(name));
    found.map(|one| format!("{name} {} {}", one.value, one.unit)).unwrap_or_default()
}

/// What the physician ordered a day; the registry has no other dose.
fn dose(line: &SaleLine, snapshot: &Snapshot) -> String {
    let daily = snapshot.order(line.route, &line.order_id).and_then(|order| order.daily).filter(|daily| daily.0 > 0);
    match daily {
        Some(daily) => format!("up to {} a day, by the order", daily.in_words(line.order_type.unit())),
        None => "as your physician told you".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_potencys_own_figure_is_on_a_label() {
        let tests = r#"[{"type":"1","THC":"9"},{"type":"2","THCA":"24.3","THC":"0.9","CBD":null}]"#;
        let values = measured(Some(tests));
        assert_eq!((potency(&values, "THC").as_str(), potency(&values, "CBD").as_str()), ("THC 0.9 %", ""));
    }
}

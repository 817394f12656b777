//! A sheet of labels is printed: ours alone, the state does not ask.

use super::model::{LabelPrint, Size};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::Result;
use crate::event::{self, Category, Picture};
use crate::features::inventory::{Change, Package};
use crate::may;
use crate::values::{LabelPrintId, PackageId};
use serde::Serialize;

/// So many labels of each of these.
#[derive(Serialize)]
pub struct PrintLabels {
    pub size: Size,
    pub lines: Vec<(PackageId, i64)>,
}

impl Record for PrintLabels {
    const ACT: &'static str = "print_labels";
    type Needs = may::PrintLabels;
    type Done = LabelPrintId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<LabelPrintId> {
        let (location, user) = (by.clerk.location, by.clerk.user);
        for (package, _) in &self.lines {
            Package::find(tx, location, *package)?;
        }
        let (print, before) = LabelPrint::insert(tx, location, user, self.size, &self.lines, by.now)?;
        let again = before.iter().filter(|before| **before > 0).count();
        for ((package, copies), before) in self.lines.iter().zip(before) {
            let labels = if *copies == 1 { "1 label".to_owned() } else { format!("{copies} labels") };
            let again = if before == 0 { String::new() } else { format!(", reprint {before}") };
            let new = format!("{labels}, {}{again}", self.size.label());
            let property = "Label printed";
            Change { package: *package, property, old: "", new: &new, by: user, filing: None, at: by.now }.note(tx)?;
        }
        let labels: i64 = self.lines.iter().map(|(_, copies)| copies).sum();
        let about = Picture::of(print, "Package labels").with("Labels", labels).with("Packages", self.lines.len());
        let about = about.with("Size", self.size.label()).with("Reprints", again);
        event::happened(tx, by, Category::Prints, event::Kind::Print, &about)?;
        Ok(print)
    }
}

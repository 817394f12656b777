//! `/labels`: choosing paper and number, and the sheet itself.

use super::codes::{Picture, code_128, data_matrix};
use super::model::{LabelPrint, Labelled, Size};
use super::records::PrintLabels;
use crate::values::{LabelPrintId, PackageId};
use crate::web::prelude::*;
use serde::Deserialize;

/// The most labels of one package at once, and of all together.
const MOST_COPIES: i64 = 100;
const MOST_TOGETHER: i64 = 600;
/// The most packages of one sheet.
pub const MOST_PACKAGES: usize = 100;

/// What is to be printed: `<package id>*<labels>`, several with commas between.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    packages: String,
}

impl Asked {
    fn wanted(&self) -> Vec<(PackageId, i64)> {
        let one = |part: &str| {
            let (id, copies) = part.split_once('*').unwrap_or((part, "1"));
            match (id.parse(), copies.parse::<i64>()) {
                (Ok(id), Ok(copies)) => Some((id, copies.clamp(0, MOST_COPIES))),
                _ => None, // an address typed by hand: the page shows what there is
            }
        };
        self.packages.split(',').filter_map(one).take(MOST_PACKAGES).collect()
    }
}

#[derive(Template)]
#[template(path = "labels/new.html")]
struct New {
    shell: Shell,
    wanted: Vec<Labelled>,
}

/// GET /labels/new
pub async fn new(app: Data<App>, may: May<may::PrintLabels>, asked: Query<Asked>, shell: Shell) -> Result<Html> {
    let (location, wanted) = (may.location, asked.wanted());
    let wanted = app.read(move |conn| Labelled::wanted(conn, location, &wanted)).await?;
    page(New { shell, wanted })
}

/// POST /labels
pub async fn create(app: Data<App>, may: May<may::PrintLabels>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let lines: Vec<Option<(PackageId, i64)>> =
        fields.starting_with("labels-").into_iter().take(MOST_PACKAGES).map(|(id, _)| line(&fields, id)).collect();
    let count: i64 = lines.iter().flatten().map(|(_, copies)| copies).sum();
    if !(1..=MOST_TOGETHER).contains(&count) {
        fields.problem("paper", format!("Print from 1 to {MOST_TOGETHER} labels at once; these are {count}."));
    }
    let (size, mut lines) = fields.done((fields.choice::<Size>("paper"), lines))?;
    lines.retain(|(_, copies)| *copies > 0);
    let print = app.record(&may, key, PrintLabels { size, lines }).await?;
    Ok(see_other(format!("/labels/{print}")))
}

fn line(fields: &Fields, id: &str) -> Option<(PackageId, i64)> {
    let name = format!("labels-{id}");
    let Ok(package) = id.parse() else {
        fields.problem(&name, "That is none of our packages. Open the page again from the package.");
        return None;
    };
    let copies = if fields.raw(&name).is_empty() { 0 } else { fields.whole(&name, 0..=MOST_COPIES)? };
    Some((package, copies))
}

/// What stands on a label.
struct Label {
    line: Labelled,
    bars: Picture,
    square: Picture,
}

#[derive(Template)]
#[template(path = "labels/show.html")]
struct Show {
    shell: Shell,
    print: LabelPrint,
    labels: Vec<Label>,
    count: i64,
}

impl Show {
    /// The form for another print of the same.
    fn again(&self) -> String {
        let parts: Vec<String> =
            self.labels.iter().map(|label| format!("{}*{}", label.line.package.id, label.line.copies)).collect();
        format!("/labels/new?packages={}", parts.join(","))
    }

    fn reprints(&self) -> usize {
        self.labels.iter().filter(|label| label.line.printed_before > 0).count()
    }

    fn is_reprint(&self) -> bool {
        self.reprints() > 0
    }

    fn reprinted(&self) -> String {
        match (self.reprints(), self.labels.len()) {
            (_, 1) => "This package".to_owned(),
            (some, all) => format!("{some} of these {all} packages"),
        }
    }

    /// The package, when there is only one.
    fn only(&self) -> Option<PackageId> {
        match self.labels.as_slice() {
            [label] => Some(label.line.package.id),
            _ => None,
        }
    }
}

/// GET /labels/{id}
pub async fn show(app: Data<App>, may: May<may::PrintLabels>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, id.parse::<LabelPrintId>().map_err(|_| Error::NotFound)?);
    let print = app.read(move |conn| LabelPrint::find(conn, location, id)).await?;
    let label = |line: &Labelled| {
        let barcode = line.package.barcode;
        Ok(Label { line: line.clone(), bars: code_128(barcode)?, square: data_matrix(barcode)? })
    };
    let labels = print.lines.iter().map(label).collect::<Result<Vec<_>>>()?;
    let count = print.lines.iter().map(|line| line.copies).sum();
    page(Show { shell, print, labels, count })
}

//! Spreadsheets as CSV: what goes out cannot run in the program that opens it, what comes in is refused in words a person can act on.

use crate::error::{Error, Result, rule};
use actix_web::body::BoxBody;
use actix_web::{HttpRequest, HttpResponse, Responder};

/// Rows of one file.
const MOST_ROWS: usize = 50_000;

/// A file for the browser to keep.
#[derive(Debug)]
pub struct Download {
    name: String,
    text: String,
}

impl Download {
    /// `name` without its ending.
    pub fn new(name: &str, headings: &[&str], rows: &[Vec<String>]) -> Result<Self> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let broken = |error: csv::Error| Error::Internal(error.into());
        writer.write_record(headings).map_err(broken)?;
        for row in rows {
            writer.write_record(row.iter().map(|cell| safe(cell))).map_err(broken)?;
        }
        let bytes = writer.into_inner().map_err(|error| Error::Internal(error.into_error().into()))?;
        // The mark at the beginning tells Excel that this is UTF-8.
        let text = format!("\u{feff}{}", String::from_utf8(bytes).map_err(|error| Error::Internal(error.into()))?);
        Ok(Self { name: format!("{name}.csv"), text })
    }
}

impl Responder for Download {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .content_type("text/csv; charset=utf-8")
            .insert_header(("Content-Disposition", format!("attachment; filename=\"{}\"", self.name)))
            .insert_header(("Cache-Control", "no-store"))
            .body(self.text)
    }
}

/// One line of a file that is written while it is read, with commas and quotes as RFC 4180 has them.
pub fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(cells.into_iter().map(safe)).map_err(|error| Error::Internal(error.into()))?;
    writer.into_inner().map_err(|error| Error::Internal(error.into_error().into()))
}

fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A cell that a spreadsheet would run becomes text by an apostrophe; [`read`] takes it off again.
fn safe(cell: &str) -> String {
    let was_quoted = cell.strip_prefix('\'').is_some_and(is_formula);
    if is_formula(cell) || was_quoted { format!("'{cell}") } else { cell.to_owned() }
}

fn plain(cell: &str) -> &str {
    let cell = cell.trim();
    cell.strip_prefix('\'').filter(|rest| is_formula(rest) || rest.starts_with('\'')).unwrap_or(cell)
}

/// A file as it came: headings, and rows with the line each begins on.
#[derive(Debug)]
pub struct Sheet {
    pub headings: Vec<String>,
    pub rows: Vec<(u64, Vec<String>)>,
}

/// Reads a CSV file; empty lines are passed over.
pub fn read(bytes: &[u8]) -> Result<Sheet> {
    let text = text(bytes)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut sheet = Sheet { headings: Vec::new(), rows: Vec::new() };
    for record in reader.records() {
        let record =
            record.map_err(|error| Error::Rule(format!("The file cannot be read as CSV: {error}. Nothing was kept.")))?;
        let line = record.position().map_or(0, |position| line_of(text, position));
        let cells: Vec<String> = record.iter().map(|cell| plain(cell).to_owned()).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if sheet.headings.is_empty() {
            sheet.headings = cells;
        } else {
            sheet.rows.push((line, cells));
        }
        if sheet.rows.len() > MOST_ROWS {
            return rule(format!("The file has more than {MOST_ROWS} rows, so nothing was kept. Send it in parts."));
        }
    }
    match (sheet.headings.as_slice(), sheet.rows.is_empty()) {
        ([], _) => rule("The file is empty. Choose a CSV file with headings in its first line."),
        ([only], _) if only.contains([';', '\t']) => rule(
            "The cells of this file are not separated by commas. Save it as “CSV UTF-8 (comma delimited)” and send it again.",
        ),
        (_, true) => rule("The file has headings and no rows, so there is nothing to change."),
        _ => Ok(sheet),
    }
}

/// Where a record begins: the reader counts from before the empty lines that it passes over.
fn line_of(text: &str, position: &csv::Position) -> u64 {
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let ahead = text.as_bytes().get(start..).unwrap_or_default();
    let empty = ahead.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
    position.line() + empty as u64
}

fn text(bytes: &[u8]) -> Result<&str> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || bytes.contains(&0) {
        return rule(
            "The file is not text in UTF-8 (it looks like a workbook or like UTF-16). Save it as “CSV UTF-8 (comma delimited)”.",
        );
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.trim_start_matches('\u{feff}')),
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            rule(format!(
                "Line {line} is not in UTF-8, so its letters would be garbled. Save the file as “CSV UTF-8 (comma delimited)”."
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_would_run_is_text_and_comes_back_as_it_was() {
        for cell in ["=1+1", "+1", "-3", "@SUM(A1)", "'=x", "plain", "it's"] {
            assert!(!is_formula(&safe(cell)), "{cell}");
            assert_eq!(plain(&safe(cell)), cell);
        }
        let file = Download::new("x", &["A", "B"], &[vec!["=HYPERLINK(\"x\")".into(), "two, three".into()]]).unwrap();
        assert_eq!(file.text, "\u{feff}A,B\n\"'=HYPERLINK(\"\"x\"\")\",\"two, three\"\n");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_told_why() {
        let told = |bytes: &[u8]| match read(bytes) {
            Ok(sheet) => format!("{} {:?}", sheet.headings.len(), sheet.rows),
            Err(error) => error.to_string(),
        };
        assert_eq!(told("\u{feff}SKU,Price\n\nA, 1 \n".as_bytes()), "2 [(3, [\"A\", \"1\"])]");
        assert!(told(b"").contains("is empty"));
        assert!(told(b"SKU,Price\n").contains("no rows"));
        assert!(told(b"SKU;Price\nA;1\n").contains("not separated by commas"));
        assert!(told(b"SKU,Name\nA,b\nB,Cr\xe8me\n").contains("Line 3 is not in UTF-8"));
        assert!(told(b"\xff\xfeS\0").contains("looks like a workbook"));
        assert!(told(&[b"SKU,Price\n".as_slice(), &b"A,1\n".repeat(50_001)].concat()).contains("more than 50000 rows"));
    }
}

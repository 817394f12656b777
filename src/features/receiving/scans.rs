//! `/receiving/{manifest}/scans`: the shipment against the sender's list, package by package. One field, one page, works without script.

use super::delivery::Delivery;
use super::draft::{Damage, Scan};
use super::model::{Line, Manifest};
use super::outcome::Outcome;
use super::over::Over;
use super::saves::{ForgetScan, ScanCode};
use super::web::both;
use crate::db::Conn;
use crate::values::{LocationId, ReceiptScanId};
use crate::web::prelude::*;

/// As many as are listed: the newest scans, and what is missing.
const LISTED: usize = 20;

/// One scan, and the line that it ticked.
struct Ticked {
    scan: Scan,
    line: Option<Line>,
}

#[derive(Template)]
#[template(path = "receiving/scans.html")]
struct Index {
    shell: Shell,
    delivery: Delivery,
    outcome: Outcome,
    newest: Vec<Ticked>,
    over: Vec<Over>,
    may_receive: bool,
}

impl Index {
    fn manifest(&self) -> &Manifest {
        &self.delivery.manifest
    }

    fn is_open(&self) -> bool {
        self.may_receive && self.manifest().status == super::Status::Arrived && self.outcome.waiting().is_none()
    }

    fn whole(&self) -> usize {
        self.delivery.lines.len()
    }

    fn here(&self) -> usize {
        self.delivery.lines.iter().filter(|line| self.delivery.draft.has_scanned(line.barcode)).count()
    }

    fn progress(&self) -> String {
        format!("{} of {} here", self.here(), self.whole())
    }

    /// The first of what was not scanned.
    fn missing(&self) -> impl Iterator<Item = &Line> {
        self.delivery.lines.iter().filter(|line| !self.delivery.draft.has_scanned(line.barcode)).take(LISTED)
    }

    fn missing_number(&self) -> usize {
        self.whole() - self.here()
    }

    fn damaged(&self) -> Vec<(&Line, &Damage)> {
        let damages = &self.delivery.draft.damages;
        self.delivery.lines.iter().filter_map(|line| Some((line, damages.get(&line.barcode)?))).collect()
    }

    /// The package that was scanned last, if it is on the list.
    fn last(&self) -> Option<&Ticked> {
        self.newest.first()
    }

    fn last_code(&self) -> &str {
        self.last().filter(|one| one.line.is_some()).map_or("", |one| one.scan.code.as_str())
    }

    /// The script sounds a tone when this changes.
    fn refused(&self) -> String {
        self.last().filter(|one| one.line.is_none()).map(|one| one.scan.id.to_string()).unwrap_or_default()
    }
}

impl Delivery {
    /// Scans of what is not on the manifest.
    pub fn strangers(&self) -> Vec<Scan> {
        let is_ours = |scan: &&Scan| !self.lines.iter().any(|line| line.barcode.to_string() == scan.code);
        self.draft.scans.iter().filter(is_ours).cloned().collect()
    }
}

/// GET /receiving/{manifest}/scans
pub async fn index(app: Data<App>, may: May<may::SeeReceiving>, shell: Shell, code: Path<String>) -> Result<Html> {
    let (location, code, now, zone) = (may.location, code.into_inner(), app.clock.now(), may.zone);
    let read = move |conn: &mut Conn| {
        let (delivery, outcome) = both(conn, location, &code, now)?;
        let over = Over::of(conn, &delivery.manifest, delivery.strangers(), zone)?;
        Ok((delivery, outcome, over))
    };
    let (delivery, outcome, over) = app.read(read).await?;
    let line = |scan: &Scan| delivery.lines.iter().find(|line| line.barcode.to_string() == scan.code).cloned();
    let newest = delivery.draft.scans.iter().take(LISTED).map(|scan| Ticked { line: line(scan), scan: scan.clone() }).collect();
    page(Index { shell, newest, over, outcome, delivery, may_receive: may.may::<may::Receive>() })
}

/// POST /receiving/{manifest}/scans
pub async fn create(app: Data<App>, may: May<may::Receive>, code: Path<String>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let manifest = find(&app, may.location, code.into_inner()).await?;
    let url = format!("/receiving/{}/scans", manifest.number);
    let said = if fields.ticked("off") {
        let scan = fields.done(fields.read::<ReceiptScanId>("off"))?;
        app.record(&may, key, ForgetScan { manifest: manifest.id, scan }).await?
    } else {
        let code = fields.done(fields.text("code", 1..=100))?;
        app.record(&may, key, ScanCode { manifest: manifest.id, code }).await?
    };
    Ok(see_other(url).notice(said))
}

/// By the number or id of an address.
pub async fn find(app: &App, location: LocationId, code: String) -> Result<Manifest> {
    app.read(move |conn| Manifest::find_by_code(conn, location, &code)).await
}

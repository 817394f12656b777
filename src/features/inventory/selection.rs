//! Packages that were chosen in the list: ticked one by one, or everything that matches. They travel with the form, together with the
//! filter under which they were chosen: a selection is never used under another filter than the one a person saw.

use super::filter::{Choices, Filter};
use super::list::{Asked, PackageLine};
use super::moving::Gathered;
use crate::app::App;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may::Clerk;
use crate::values::clock::local_date;
use crate::values::{LocationId, PackageId};
use crate::web::fields::Fields;
use crate::web::paging::Cursor;
use std::collections::HashSet;

/// The most that one selection holds.
pub const MOST: usize = 1000;
/// The most that are ticked one by one: each stands in the address.
const MOST_TICKED: usize = 200;

/// What a form brings of it.
#[derive(Debug, Clone, Default)]
pub struct Ticked {
    pub ids: Vec<PackageId>,
    /// So many were ticked under another filter, and are no longer.
    pub dropped: i64,
    /// The same of everything that matched another filter.
    pub dropped_all: bool,
    /// Everything that matches was chosen, but for those that were taken off.
    pub is_all: bool,
    /// More match than a selection holds: these are the newest.
    pub is_cut: bool,
    pub except: Vec<PackageId>,
}

impl Ticked {
    /// Under the filter that is asked for.
    pub fn find(conn: &mut Conn, fields: &Fields, asked: &Asked) -> Result<Self> {
        let ticked = unique(fields, "chosen")?;
        let is_all = fields.ticked("all");
        if !is_under(fields, &asked.filter) {
            let dropped = if is_all { 0 } else { i64::try_from(ticked.len()).unwrap_or(i64::MAX) };
            return Ok(Self { dropped, dropped_all: is_all, ..Self::default() });
        }
        if !is_all {
            return Ok(Self { ids: ticked.into_iter().take(MOST_TICKED).collect(), ..Self::default() });
        }
        let except = taken_off(fields, &ticked)?;
        let limit = i64::try_from(MOST + 1).unwrap_or(i64::MAX);
        let mut ids: Vec<PackageId> =
            PackageLine::listed(conn, asked, &Cursor::default(), limit)?.into_iter().map(|line| line.id).collect();
        let is_cut = ids.len() > MOST;
        ids.truncate(MOST);
        let off: HashSet<PackageId> = except.iter().copied().collect();
        ids.retain(|id| !off.contains(id));
        Ok(Self { ids, is_all, is_cut, except, ..Self::default() })
    }

    /// Everything on the page that is shown, too.
    pub fn add(&mut self, page: impl Iterator<Item = PackageId>) {
        let known: HashSet<PackageId> = self.ids.iter().copied().collect();
        let room = MOST_TICKED.saturating_sub(self.ids.len());
        self.ids.extend(page.filter(|id| !known.contains(id)).take(room));
    }
}

/// Those that were shown and are not ticked any more, and those that were taken off on other pages.
fn taken_off(fields: &Fields, ticked: &[PackageId]) -> Result<Vec<PackageId>> {
    let ticked: HashSet<&PackageId> = ticked.iter().collect();
    let mut off = unique(fields, "not")?;
    off.extend(unique(fields, "seen")?);
    off.retain(|id| !ticked.contains(id));
    off.dedup();
    Ok(off)
}

/// A page that was opened anew has no filter of before.
fn is_under(fields: &Fields, filter: &Filter) -> bool {
    fields.all("for").first().is_none_or(|seen| *seen == filter.pairs().query())
}

fn unique(fields: &Fields, name: &str) -> Result<Vec<PackageId>> {
    let mut ids = fields.done(fields.choices::<PackageId>(name))?;
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(*id));
    ids.truncate(MOST);
    Ok(ids)
}

/// `1 package`, `12 packages`.
pub fn packages(count: usize) -> String {
    if count == 1 { "1 package".to_owned() } else { format!("{count} packages") }
}

/// A selection about to be used.
#[derive(Debug, Clone)]
pub struct Selection {
    pub lines: Vec<Gathered>,
    /// The filter it was made under.
    pub filter: String,
}

impl Selection {
    /// Those that a form names one by one.
    pub fn ids(fields: &Fields) -> Result<Vec<PackageId>> {
        let ids = unique(fields, "chosen")?;
        if ids.is_empty() {
            return rule("No package is chosen. Tick some in the list first.");
        }
        Ok(ids)
    }

    /// What was chosen in the list; nothing, when nothing was.
    pub async fn brought(app: &App, clerk: &Clerk, asked: &[(String, String)]) -> Result<Vec<PackageId>> {
        let filter = Filter::of(&Fields::of(asked));
        if !is_under(&Fields::of(asked), &filter) {
            return rule(
                "The filter was changed after these packages were chosen, and the list was not shown under it yet. Nothing was done: go back, press Filter, and choose again.",
            );
        }
        let (location, today, asked) = (clerk.location, local_date(app.clock.now(), clerk.zone), asked.to_vec());
        app.read(move |conn| Ok(Ticked::find(conn, &Fields::of(&asked), &Asked { location, filter, today })?.ids)).await
    }

    /// What was chosen in the list: at least one.
    pub async fn chosen(app: &App, clerk: &Clerk, asked: &[(String, String)]) -> Result<Vec<PackageId>> {
        let ids = Self::brought(app, clerk, asked).await?;
        if ids.is_empty() {
            return rule("No package is chosen. Tick some in the list first.");
        }
        Ok(ids)
    }

    /// The same, with what there is to say of each, for the page that uses it.
    pub async fn of(app: &App, clerk: &Clerk, asked: &[(String, String)]) -> Result<Self> {
        let (location, filter) = (clerk.location, Filter::of(&Fields::of(asked)));
        let ids = Self::chosen(app, clerk, asked).await?;
        app.read(move |conn| Self::find(conn, location, &ids, &filter)).await
    }

    /// The packages of this location among them, and the filter in words.
    fn find(conn: &mut Conn, location: LocationId, ids: &[PackageId], filter: &Filter) -> Result<Self> {
        let lines = Gathered::all(conn, location, ids)?;
        if lines.is_empty() {
            return rule("None of these packages is here. Choose others in the list.");
        }
        Ok(Self { filter: filter.words(&Choices::find(conn, location)?), lines })
    }

    /// `1 package`, `12 packages`.
    pub fn words(&self) -> String {
        packages(self.lines.len())
    }

    /// Too many to be read at a glance.
    pub fn is_long(&self) -> bool {
        self.lines.len() > 12
    }
}

//! `/inventory`: every package of the shop, and the page of each.

use super::columns::Column;
use super::detail::{Detail, readable};
use super::filter::{Choices, EVERYTHING, EXPIRING, Filter, LABS};
use super::list::{Asked, PackageLine};
use super::model::Status;
use super::rows::Row;
use super::selection::Ticked;
use super::view::View;
use super::views::shown;
use crate::features::labs::{Panel, read_if_old};
use crate::values::PackageId;
use crate::values::clock::local_date;
use crate::web::paging::PAGE_AND_ONE;
use crate::web::prelude::*;
use crate::web::query::Chip;
use actix_web::Either;
use std::collections::HashSet;

#[derive(Template)]
#[template(path = "inventory/index.html", blocks = ["rows"])]
struct Index {
    shell: Shell,
    filter: Filter,
    packages: Paged<Row>,
    columns: Vec<Column>,
    choices: Choices,
    ticked: Ticked,
    acts: Acts,
    views: Vec<View>,
    /// The view that is open.
    open: Option<View>,
    /// Where this page begins, for a button that comes back to it.
    here: String,
}

/// What this person may do with packages.
struct Acts {
    adjust: bool,
    move_: bool,
    split: bool,
    edit: bool,
    print: bool,
    destroy: bool,
    count: bool,
    send: bool,
}

impl Acts {
    fn of(clerk: &Clerk) -> Self {
        Self {
            adjust: clerk.may::<may::Adjust>(),
            move_: clerk.may::<may::Receive>(),
            split: clerk.may::<may::MakeSublots>(),
            edit: clerk.may::<may::EditPackages>(),
            print: clerk.may::<may::PrintLabels>(),
            destroy: clerk.may::<may::Destroy>(),
            count: clerk.may::<may::Count>(),
            send: clerk.may::<may::SendGoods>(),
        }
    }

    fn any(&self) -> bool {
        self.adjust || self.move_ || self.split || self.edit || self.print || self.destroy || self.count
    }
}

impl Index {
    fn query(&self) -> String {
        self.filter.pairs().query()
    }

    fn chips(&self) -> Vec<Chip> {
        self.filter.chips(&self.choices)
    }

    fn is_filtered(&self) -> bool {
        self.filter.is_on()
    }

    fn everything(&self) -> &'static str {
        EVERYTHING
    }

    /// The list shows something else than the view that is open.
    fn is_changed(&self) -> bool {
        let now = self.filter.without_view().pairs().query();
        self.open.as_ref().is_some_and(|view| !view.is_of(&now, &self.columns))
    }

    fn is_open(&self, view: &View) -> bool {
        self.open.as_ref().is_some_and(|open| open.id == view.id)
    }

    /// Its own address, for the page of its columns.
    fn columns_of(&self) -> String {
        self.open.as_ref().map_or_else(|| "/inventory/columns".to_owned(), |view| format!("/inventory/columns?view={}", view.id))
    }

    /// So many columns that the table is wider than a desk.
    fn is_wide(&self) -> bool {
        self.columns.len() > 8
    }

    fn is_shown(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }

    /// A filter of *More* is on, so it stands open.
    fn has_more(&self) -> bool {
        let filter = &self.filter;
        self.filter.shows_zero()
            || [&filter.brand, &filter.vendor, &filter.tag, &filter.expiring].iter().any(|value| !value.is_empty())
    }

    fn statuses(&self) -> Vec<(String, String)> {
        let states = Status::ALL.iter().map(|status| (status.as_str().to_owned(), status.label().to_owned()));
        let own = self.choices.statuses.iter().map(|status| (status.id.to_string(), status.name.clone()));
        states.chain(own).collect()
    }

    fn is_chosen(&self, value: &str, option: &str) -> bool {
        value == option
    }

    fn is_ticked(&self, line: &Row) -> bool {
        self.ticked.ids.contains(&line.id)
    }

    /// Ticked on other pages of the same list.
    fn elsewhere(&self) -> Vec<PackageId> {
        self.not_here(&self.ticked.ids)
    }

    /// Taken off on other pages, of everything that matches.
    fn off_elsewhere(&self) -> Vec<PackageId> {
        self.not_here(&self.ticked.except)
    }

    fn not_here(&self, ids: &[PackageId]) -> Vec<PackageId> {
        let here: HashSet<PackageId> = self.packages.rows.iter().map(|line| line.id).collect();
        ids.iter().filter(|id| !here.contains(id)).copied().collect()
    }

    fn count_elsewhere(&self) -> i64 {
        i64::try_from(self.elsewhere().len()).unwrap_or(i64::MAX)
    }

    fn count(&self) -> i64 {
        i64::try_from(self.ticked.ids.len()).unwrap_or(i64::MAX)
    }

    /// The key after `older=` or `newer=`, for a button of the form.
    #[allow(clippy::unused_self, reason = "a template calls methods only")]
    fn key<'p>(&self, part: &'p str) -> &'p str {
        part.split_once('=').map_or(part, |(_, key)| key)
    }

    /// As a file: the same filter, the same columns.
    fn file(&self) -> String {
        format!("/inventory/packages.csv?{}", self.query())
    }

    fn labs(&self) -> &'static [(&'static str, &'static str)] {
        &LABS
    }

    fn expiring(&self) -> &'static [(&'static str, &'static str)] {
        &EXPIRING
    }
}

/// Where the page begins: `page=older=…` of a button that chooses what is on it, else what was turned to.
fn cursor(fields: &Fields) -> Cursor {
    let turned = |name| Some(fields.raw(name).to_owned()).filter(|key| !key.is_empty());
    match fields.raw("page").split_once('=') {
        Some(("older", key)) => Cursor { older: Some(key.to_owned()), newer: None },
        Some(("newer", key)) => Cursor { older: None, newer: Some(key.to_owned()) },
        _ => Cursor { older: turned("older"), newer: turned("newer") },
    }
}

/// The cursor as such a button sends it back.
fn here(cursor: &Cursor) -> String {
    match (&cursor.older, &cursor.newer) {
        (Some(key), _) => format!("older={key}"),
        (None, Some(key)) => format!("newer={key}"),
        (None, None) => "first".to_owned(),
    }
}

/// GET /inventory
pub async fn index(
    app: Data<App>,
    may: May<may::SeeInventory>,
    ask: Ask,
    shell: Shell,
    asked: Query<Vec<(String, String)>>,
) -> Result<Either<Redirect, Html>> {
    let (location, user, zone, acts) = (may.location, may.user, may.zone, Acts::of(&may));
    let views = app.read(move |conn| View::all(conn, user)).await?;
    // Its notice, if it has one, is for the page that it leads to.
    if asked.is_empty()
        && shell.notice.is_none()
        && let Some(first) = views.iter().find(|view| view.opens_first)
    {
        return Ok(Either::Left(see_other(first.address())));
    }
    let filter = Filter::of(&Fields::of(&asked));
    let today = local_date(app.clock.now(), zone);
    let index = app
        .read(move |conn| {
            let fields = Fields::of(&asked);
            let (cursor, asked) = (cursor(&fields), Asked { location, filter: filter.clone(), today });
            let mut ticked = Ticked::find(conn, &fields, &asked)?;
            let (open, columns) = shown(conn, user, &filter)?;
            let lines = PackageLine::listed(conn, &asked, &cursor, PAGE_AND_ONE)?;
            let lines = Paged::new(lines, &cursor, |line| line.id.to_string());
            if fields.ticked("page") && ticked.dropped == 0 && !ticked.dropped_all {
                ticked.add(lines.rows.iter().map(|line| line.id));
            }
            let Paged { rows, older, newer } = lines;
            let packages = Paged { rows: Row::of(conn, rows, &columns, zone)?, older, newer };
            let (choices, here) = (Choices::find(conn, location)?, here(&cursor));
            Ok(Index { shell, filter, packages, columns, choices, ticked, acts, views, open, here })
        })
        .await?;
    Ok(Either::Right(if ask.wants("rows") { fragment(index.as_rows())? } else { page(index)? }))
}

#[derive(Template)]
#[template(path = "inventory/show.html")]
struct Show {
    shell: Shell,
    detail: Detail,
    labs: Panel,
    may_adjust: bool,
    may_move: bool,
    may_split: bool,
    may_send: bool,
    may_convert: bool,
    may_print: bool,
    may_destroy: bool,
    may_read_labs: bool,
    may_see_destructions: bool,
    may_edit: bool,
}

/// GET /inventory/{id}
pub async fn show(app: Data<App>, may: May<may::SeeInventory>, shell: Shell, id: Path<String>) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let may_read_labs = may.may::<may::ReadLabs>();
    if may_read_labs {
        read_if_old(&app, &May::check(Clerk::clone(&may))?, id).await?;
    }
    let today = local_date(app.clock.now(), may.zone);
    let signer = Clerk::clone(&may);
    let (detail, labs) = app
        .read(move |conn| {
            let detail = Detail::find(conn, location, id, today)?;
            let labs = Panel::of(conn, &detail.package, &detail.product, &signer)?;
            Ok((detail, labs))
        })
        .await?;
    let (may_destroy, may_see_destructions) = (may.may::<may::Destroy>(), may.may::<may::SeeDestructions>());
    let (may_adjust, may_move) = (may.may::<may::Adjust>(), may.may::<may::Receive>());
    let (may_split, may_convert, may_print) =
        (may.may::<may::MakeSublots>(), may.may::<may::Convert>(), may.may::<may::PrintLabels>());
    page(Show {
        shell,
        detail,
        labs,
        may_adjust,
        may_move,
        may_split,
        may_send: may.may::<may::SendGoods>(),
        may_convert,
        may_print,
        may_destroy,
        may_read_labs,
        may_see_destructions,
        may_edit: may.may::<may::EditPackages>(),
    })
}

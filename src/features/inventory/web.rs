//! `/inventory`: every package of the shop, and the page of each.

use super::columns::Column;
use super::detail::{Detail, readable};
use super::filter::{Choices, EXPIRING, Filter, LABS};
use super::list::{Asked, PackageLine};
use super::model::Status;
use super::selection::Ticked;
use crate::features::labs::{Panel, read_if_old};
use crate::values::PackageId;
use crate::values::clock::local_date;
use crate::web::paging::PAGE_AND_ONE;
use crate::web::prelude::*;
use crate::web::query::Chip;

#[derive(Template)]
#[template(path = "inventory/index.html", blocks = ["rows"])]
struct Index {
    shell: Shell,
    filter: Filter,
    packages: Paged<PackageLine>,
    columns: Vec<Column>,
    choices: Choices,
    ticked: Ticked,
    acts: Acts,
}

/// What this person may do with packages.
struct Acts {
    adjust: bool,
    move_: bool,
    split: bool,
    edit: bool,
    print: bool,
    destroy: bool,
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
        }
    }

    fn any(&self) -> bool {
        self.adjust || self.move_ || self.split || self.edit || self.print || self.destroy
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
        !self.filter.pairs().is_empty()
    }

    /// A filter of *More* is on, so it stands open.
    fn has_more(&self) -> bool {
        let filter = &self.filter;
        self.filter.shows_zero() || [&filter.brand, &filter.vendor, &filter.expiring].iter().any(|value| !value.is_empty())
    }

    fn statuses(&self) -> Vec<(String, String)> {
        let states = Status::ALL.iter().map(|status| (status.as_str().to_owned(), status.label().to_owned()));
        let own = self.choices.statuses.iter().map(|status| (status.id.to_string(), status.name.clone()));
        states.chain(own).collect()
    }

    fn is_chosen(&self, value: &str, option: &str) -> bool {
        value == option
    }

    fn is_ticked(&self, line: &PackageLine) -> bool {
        self.ticked.ids.contains(&line.id)
    }

    /// Ticked on other pages of the same list.
    fn elsewhere(&self) -> Vec<PackageId> {
        let here = |id: &&PackageId| self.packages.rows.iter().all(|line| line.id != **id);
        self.ticked.ids.iter().filter(here).copied().collect()
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

/// GET /inventory
pub async fn index(
    app: Data<App>,
    may: May<may::SeeInventory>,
    ask: Ask,
    shell: Shell,
    asked: Query<Vec<(String, String)>>,
) -> Result<Html> {
    let fields = Fields::of(&asked);
    let filter = Filter::of(&fields);
    let ticked = Ticked::read(&fields, &filter)?;
    let turned = |name| Some(fields.raw(name).to_owned()).filter(|key| !key.is_empty());
    let cursor = Cursor { older: turned("older"), newer: turned("newer") };
    let (location, user, acts) = (may.location, may.user, Acts::of(&may));
    let asked = Asked { location, filter: filter.clone(), today: local_date(app.clock.now(), may.zone) };
    let (rows, columns, choices, cursor) = app
        .read(move |conn| {
            let rows = PackageLine::listed(conn, &asked, &cursor, PAGE_AND_ONE)?;
            Ok((rows, Column::chosen(conn, user)?, Choices::find(conn, location)?, cursor))
        })
        .await?;
    let packages = Paged::new(rows, &cursor, |line| line.id.to_string());
    let index = Index { shell, filter, packages, columns, choices, ticked, acts };
    if ask.wants("rows") { fragment(index.as_rows()) } else { page(index) }
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
        may_convert,
        may_print,
        may_destroy,
        may_read_labs,
        may_see_destructions,
        may_edit: may.may::<may::EditPackages>(),
    })
}

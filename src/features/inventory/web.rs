//! `/inventory`: every package of the shop, and the page of each.

use super::detail::{Detail, readable};
use super::lab_results::read_if_old;
use super::list::{Filter, PackageLine};
use super::model::Status;
use crate::features::rooms::Room;
use crate::values::clock::local_date;
use crate::web::prelude::*;
use crate::web::query::{Chip, Pairs};

#[derive(Template)]
#[template(path = "inventory/index.html", blocks = ["rows"])]
struct Index {
    shell: Shell,
    filter: Filter,
    packages: Paged<PackageLine>,
    rooms: Vec<Room>,
    categories: Vec<String>,
}

/// Results of the lab, as they are asked for.
const LABS: [(&str, &str); 5] = [
    ("passed", "Passed"),
    ("failed", "Failed"),
    ("pending", "Pending"),
    ("rejected", "Rejected by the lab"),
    ("none", "No result"),
];

impl Index {
    fn pairs(&self) -> Pairs {
        let filter = &self.filter;
        Pairs::of([
            ("q", &filter.q),
            ("room", &filter.room),
            ("category", &filter.category),
            ("status", &filter.status),
            ("lab", &filter.lab),
            ("zero_quantity", &filter.zero_quantity),
        ])
    }

    fn query(&self) -> String {
        self.pairs().query()
    }

    /// What is set, each to be taken off.
    fn chips(&self) -> Vec<Chip> {
        let (pairs, url) = (self.pairs(), "/inventory");
        let room =
            |id: &str| self.rooms.iter().find(|room| room.id.as_str() == id).map_or("Another room", |room| room.name.as_str());
        let lab = |value: &str| LABS.iter().find(|(known, _)| *known == value).map_or("Any result", |(_, words)| *words);
        [
            pairs.chip(url, "q", |value| format!("“{value}”")),
            pairs.chip(url, "room", |value| room(value).to_owned()),
            pairs.chip(url, "category", str::to_owned),
            pairs.chip(url, "status", |value| {
                value.parse().map_or_else(|_| value.to_owned(), |status: Status| status.label().to_owned())
            }),
            pairs.chip(url, "lab", |value| format!("Lab: {}", lab(value))),
            pairs.chip(url, "zero_quantity", |_| "With zero quantity".to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn is_filtered(&self) -> bool {
        !self.pairs().is_empty()
    }

    fn labs(&self) -> &'static [(&'static str, &'static str)] {
        &LABS
    }

    fn statuses(&self) -> &'static [Status] {
        Status::ALL
    }

    fn is_chosen(&self, value: &str, option: &str) -> bool {
        value == option
    }
}

/// GET /inventory
pub async fn index(
    app: Data<App>,
    may: May<may::SeeInventory>,
    ask: Ask,
    shell: Shell,
    filter: Query<Filter>,
    cursor: Query<Cursor>,
) -> Result<Html> {
    let (location, filter, cursor) = (may.location, filter.into_inner(), cursor.into_inner());
    let asked = filter.clone();
    let (rows, rooms, categories, cursor) = app
        .read(move |conn| {
            let rows = PackageLine::listed(conn, location, &asked, &cursor)?;
            Ok((rows, Room::listed(conn, location)?, PackageLine::categories(conn)?, cursor))
        })
        .await?;
    let packages = Paged::new(rows, &cursor, |line| line.id.to_string());
    let index = Index { shell, filter, packages, rooms, categories };
    if ask.wants("rows") { fragment(index.as_rows()) } else { page(index) }
}

#[derive(Template)]
#[template(path = "inventory/show.html")]
struct Show {
    shell: Shell,
    detail: Detail,
    may_adjust: bool,
    may_move: bool,
    may_split: bool,
    may_convert: bool,
    may_print: bool,
    may_destroy: bool,
    may_read_labs: bool,
    may_see_destructions: bool,
}

/// GET /inventory/{id}
pub async fn show(app: Data<App>, may: May<may::SeeInventory>, shell: Shell, id: Path<String>) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let may_read_labs = may.may::<may::ReadLabs>();
    if may_read_labs {
        read_if_old(&app, &May::check(Clerk::clone(&may))?, id).await?;
    }
    let today = local_date(app.clock.now(), may.zone);
    let detail = app.read(move |conn| Detail::find(conn, location, id, today)).await?;
    let (may_destroy, may_see_destructions) = (may.may::<may::Destroy>(), may.may::<may::SeeDestructions>());
    let (may_adjust, may_move) = (may.may::<may::Adjust>(), may.may::<may::Receive>());
    let (may_split, may_convert, may_print) =
        (may.may::<may::MakeSublots>(), may.may::<may::Convert>(), may.may::<may::PrintLabels>());
    page(Show {
        shell,
        detail,
        may_adjust,
        may_move,
        may_split,
        may_convert,
        may_print,
        may_destroy,
        may_read_labs,
        may_see_destructions,
    })
}

//! `/receiving/purchases`: every purchase, the form of a draft, and the page of one that is received.

use super::draft;
use super::line::{PurchaseLine, Totals};
use super::model::{Purchase, Shown, Status};
use super::price::choices;
use super::records::StartPurchase;
use super::search::{Search, URL, vendors};
use crate::features::rooms::{Kind, Room};
use crate::features::supplies::SupplyMove;
use crate::values::{Cents, PurchaseId, clock};
use crate::web::prelude::*;
use crate::web::query::Chip;

#[derive(Template)]
#[template(path = "purchases/index.html")]
struct Index {
    shell: Shell,
    purchases: Paged<(Purchase, Totals)>,
    search: Search,
    may_purchase: bool,
}

impl Index {
    fn query(&self) -> String {
        self.search.pairs().query()
    }

    fn chips(&self) -> Vec<Chip> {
        self.search.chips()
    }

    fn is_filtered(&self) -> bool {
        !self.search.pairs().is_empty()
    }

    fn is_chosen(&self, option: &Status) -> bool {
        self.search.status == option.as_str()
    }
}

/// GET /receiving/purchases
pub async fn index(
    app: Data<App>,
    may: May<may::SeeReceiving>,
    search: Query<Search>,
    cursor: Query<Cursor>,
    shell: Shell,
) -> Result<Html> {
    let (location, search, cursor) = (may.location, search.into_inner(), cursor.into_inner());
    let asked = search.clone();
    let purchases = app.read(move |conn| asked.run(conn, location, &cursor)).await?;
    page(Index { shell, purchases, search, may_purchase: may.may::<may::Purchase>() })
}

#[derive(Template)]
#[template(path = "purchases/new.html")]
struct New {
    shell: Shell,
    rooms: Vec<Room>,
    vendors: Vec<String>,
}

impl New {
    fn rooms(&self) -> Vec<(String, String)> {
        named(&self.rooms)
    }

    /// The first sales floor: what is bought is mostly sold from there.
    fn room(&self) -> String {
        let floor = self.rooms.iter().find(|room| room.kind == Kind::SalesFloor).or(self.rooms.first());
        floor.map(|room| room.id.to_string()).unwrap_or_default()
    }
}

fn named(rooms: &[Room]) -> Vec<(String, String)> {
    rooms.iter().map(|room| (room.id.to_string(), format!("{} ({})", room.name, room.kind.label().to_lowercase()))).collect()
}

/// GET /receiving/purchases/new
pub async fn new(app: Data<App>, may: May<may::Purchase>, shell: Shell) -> Result<Html> {
    let location = may.location;
    let (rooms, vendors) = app.read(move |conn| Ok((Room::listed(conn, location)?, vendors(conn, location)?))).await?;
    page(New { shell, rooms, vendors })
}

/// POST /receiving/purchases
pub async fn create(app: Data<App>, may: May<may::Purchase>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let said = fields.done(draft::said(&fields, clock::local_date(app.clock.now(), may.zone)))?;
    let purchase = app.record(&may, key, StartPurchase { said }).await?;
    Ok(see_other(format!("{URL}/{purchase}")))
}

/// The form of a draft.
#[derive(Template)]
#[template(path = "purchases/draft.html")]
struct DraftPage {
    shell: Shell,
    purchase: Purchase,
    lines: Vec<PurchaseLine>,
    totals: Totals,
    rooms: Vec<Room>,
    vendors: Vec<String>,
    /// SKU and name of what may be bought.
    choices: Vec<(String, String)>,
}

impl DraftPage {
    fn rooms(&self) -> Vec<(String, String)> {
        named(&self.rooms)
    }
}

/// What became of a purchase, or a draft for whoever may not change it.
#[derive(Template)]
#[template(path = "purchases/show.html")]
struct Show {
    shell: Shell,
    shown: Shown,
    lines: Vec<PurchaseLine>,
    totals: Totals,
    returned: Vec<SupplyMove>,
    may_purchase: bool,
}

impl Show {
    fn is_received(&self) -> bool {
        self.shown.purchase.status == Status::Received
    }

    fn has_left(&self) -> bool {
        self.lines.iter().any(|line| line.left().is_positive())
    }

    /// The name of what went back.
    fn product<'a>(&'a self, moved: &SupplyMove) -> &'a str {
        let line = self.lines.iter().find(|line| line.product_id == moved.product_id);
        line.map_or("", |line| line.product.as_str())
    }

    fn returned_cost(&self) -> Cents {
        self.lines.iter().map(|line| line.unit_cost_cents.times(line.returned.whole().unwrap_or_default())).sum()
    }
}

/// GET /receiving/purchases/{id}
pub async fn show(app: Data<App>, may: May<may::SeeReceiving>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id, may_purchase) = (may.location, readable(&id)?, may.may::<may::Purchase>());
    let (shown, lines) =
        app.read(move |conn| Ok((Shown::find(conn, location, id)?, PurchaseLine::of_purchase(conn, id)?))).await?;
    let totals = Totals::of(&lines);
    if shown.purchase.status == Status::Draft && may_purchase {
        let (rooms, vendors, choices) =
            app.read(move |conn| Ok((Room::listed(conn, location)?, vendors(conn, location)?, choices(conn)?))).await?;
        return page(DraftPage { shell, purchase: shown.purchase, lines, totals, rooms, vendors, choices });
    }
    let returned = app.read(move |conn| SupplyMove::returned(conn, id)).await?;
    page(Show { shell, shown, lines, totals, returned, may_purchase })
}

/// POST /receiving/purchases/{id}
pub async fn update(app: Data<App>, may: May<may::Purchase>, id: Path<String>, form: Form) -> Result<Redirect> {
    let id = readable(&id)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let save = draft::read(&fields, id, clock::local_date(app.clock.now(), may.zone))?;
    let said = app.record(&may, key, save).await?;
    if fields.raw("go") == "receive" {
        return Ok(see_other(format!("{URL}/{id}/receipts/new")));
    }
    Ok(see_other(format!("{URL}/{id}")).notice(said))
}

/// The id in an address; what is none leads nowhere.
pub fn readable(id: &str) -> Result<PurchaseId> {
    match id.parse() {
        Ok(id) => Ok(id),
        Err(_) => not_found(),
    }
}

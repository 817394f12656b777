//! `/receiving`: what is on its way, and the page of one manifest.

use super::delivery::Delivery;
use super::incoming::{Freshness, pull_if_old};
use super::lines::{Choice, Typed};
use super::model::{Line, Manifest, Status};
use super::outcome::{Outcome, Totals};
use crate::db::Conn;
use crate::features::inventory::Lab;
use crate::values::{LocationId, ProductId};
use crate::web::prelude::*;
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "receiving/index.html")]
struct Index {
    shell: Shell,
    open: Vec<Manifest>,
    closed: Paged<Manifest>,
    freshness: Freshness,
    may_receive: bool,
}

/// GET /receiving
pub async fn index(app: Data<App>, may: May<may::SeeReceiving>, shell: Shell, cursor: Query<Cursor>) -> Result<Html> {
    let freshness = pull_if_old(&app, &may).await?;
    let (location, cursor) = (may.location, cursor.into_inner());
    let read = move |conn: &mut Conn| Ok((Manifest::open(conn, location)?, Manifest::closed(conn, location, &cursor)?, cursor));
    let (open, closed, cursor) = app.read(read).await?;
    let closed = Paged::new(closed, &cursor, |manifest| manifest.id.to_string());
    page(Index { shell, open, closed, freshness, may_receive: may.may::<may::Receive>() })
}

impl Status {
    /// The mark of its badge.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Awaiting => "waiting",
            Self::Arrived => "held",
            Self::Received => "accepted",
            Self::Withdrawn => "quiet",
        }
    }
}

/// One line of the form: the sender's, and what stands in its fields.
pub struct Row {
    pub line: Line,
    pub accepted: String,
    pub reason: String,
    pub product: String,
    pub room: String,
    pub cost: String,
    pub lot: String,
}

impl Row {
    /// All of it, as usual; or what was typed.
    fn of(line: Line, delivery: &Delivery, typed: Option<&Typed<'_>>) -> Self {
        let usual = Choice::all_of(&line, delivery);
        let id = line.id;
        let field = |name: &str, otherwise: String| match typed {
            Some(typed) => typed.get(name, id).map_or(otherwise, str::to_owned),
            None => otherwise,
        };
        Self {
            accepted: field("accepted", usual.accepted.to_string()),
            reason: field("reason", String::new()),
            product: field("product", usual.product.map(|id| id.to_string()).unwrap_or_default()),
            room: field("room", usual.room.map(|id| id.to_string()).unwrap_or_default()),
            cost: field("cost", String::new()),
            lot: field("lot", usual.lot.unwrap_or_default()),
            line,
        }
    }

    pub fn lab(&self) -> Lab {
        Lab::of(self.line.lab_result)
    }
}

/// The page of a manifest: on its way, to be received, received or withdrawn.
#[derive(Template)]
#[template(path = "receiving/show.html")]
pub struct Show {
    shell: Shell,
    manifest: Manifest,
    rows: Vec<Row>,
    /// Products of the catalog by the state's inventory type: only these fit a line.
    products: HashMap<i64, Vec<(ProductId, String)>>,
    rooms: Vec<(String, String)>,
    outcome: Outcome,
    received_by: String,
    may_receive: bool,
    may_see_inventory: bool,
}

impl Show {
    pub fn of(shell: Shell, clerk: &Clerk, delivery: Delivery, outcome: Outcome, typed: Option<&Typed<'_>>) -> Self {
        let mut products: HashMap<i64, Vec<(ProductId, String)>> = HashMap::new();
        for product in &delivery.products {
            if let Some(inventory_type) = product.inventory_type {
                products.entry(inventory_type).or_default().push((product.id, format!("{} ({})", product.name, product.sku)));
            }
        }
        let rooms = delivery.rooms.iter().map(|room| (room.id.to_string(), room.name.clone())).collect();
        let rows = delivery.lines.iter().cloned().map(|line| Row::of(line, &delivery, typed)).collect();
        let received_by = outcome.received_by().to_owned();
        let (may_receive, may_see_inventory) = (clerk.may::<may::Receive>(), clerk.may::<may::SeeInventory>());
        Self { shell, manifest: delivery.manifest, rows, products, rooms, outcome, received_by, may_receive, may_see_inventory }
    }

    fn title(&self) -> String {
        format!("Manifest {}", self.manifest.number.grouped())
    }

    fn options(&self, line: &Line) -> &[(ProductId, String)] {
        self.products.get(&line.inventory_type).map(Vec::as_slice).unwrap_or_default()
    }

    /// The form stands only where it can be sent.
    fn is_form(&self) -> bool {
        self.manifest.status == Status::Arrived && self.may_receive && self.outcome.waiting().is_none() && !self.rows.is_empty()
    }

    fn is(&self, status: &str) -> bool {
        self.manifest.status.as_str() == status
    }

    fn without_result(&self) -> i64 {
        count(self.rows.iter().filter(|row| !row.lab().has_passed()))
    }

    fn totals(&self) -> Totals {
        let decided = self.rows.iter().filter_map(|row| Some((&row.line.quantity, row.line.accepted.as_ref()?)));
        Totals::of(decided)
    }
}

fn count<T>(all: impl Iterator<Item = T>) -> i64 {
    i64::try_from(all.count()).unwrap_or(i64::MAX)
}

/// GET /receiving/{manifest}
pub async fn show(app: Data<App>, may: May<may::SeeReceiving>, shell: Shell, code: Path<String>) -> Result<Html> {
    let (location, code) = (may.location, code.into_inner());
    let (delivery, outcome) = app.read(move |conn| both(conn, location, &code)).await?;
    page(Show::of(shell, &may, delivery, outcome, None))
}

/// A manifest with what its page needs.
pub fn both(conn: &mut Conn, location: LocationId, code: &str) -> Result<(Delivery, Outcome)> {
    let delivery = Delivery::find(conn, location, code)?;
    let outcome = Outcome::of(conn, &delivery.manifest)?;
    Ok((delivery, outcome))
}

//! `/sales/{id}/returns`: what a customer brings back, line by line; and `/returns`, what came back and is not destroyed yet.

use super::super::drawers::{Place, Standing};
use super::super::locations::Location;
use super::super::pins::{Approval, approved};
use super::super::reasons::{self, Kind, Reason};
use super::super::rooms::Room;
use super::super::sales::{Ticket, obstacle};
use super::corrections::Left;
use super::filings::ReturnSale;
use super::model::{Method, Return};
use super::panel::Taken;
use super::parts::Returning;
use super::refund::Ways;
use super::sold::Sold;
use super::standing::Waiting;
use super::untold::ReturnUntold;
use crate::db::Conn;
use crate::values::{DrawerSessionId, Quantity, ReturnId, RoomId, SaleId, clock, text_enum};
use crate::web::prelude::*;
use chrono::NaiveDate;
use serde::Deserialize;

text_enum! {
    /// What becomes of the goods.
    Goods {
        Stock = "stock", "To stock, to be destroyed";
        Gone = "gone", "Not to stock";
    }
}

#[derive(Template)]
#[template(path = "returns/index.html")]
struct Index {
    shell: Shell,
    waiting: Vec<Waiting>,
    may_destroy: bool,
}

/// GET /returns
pub async fn index(app: Data<App>, clerk: May<may::SeeDestructions>, shell: Shell) -> Result<Html> {
    let location = clerk.location;
    let waiting = app.read(move |conn| Waiting::of_location(conn, location)).await?;
    page(Index { shell, waiting, may_destroy: clerk.may::<may::Destroy>() })
}

#[derive(Template)]
#[template(path = "returns/new.html")]
struct New {
    shell: Shell,
    ticket: Ticket,
    sold: Vec<Sold>,
    rooms: Vec<Room>,
    /// Where the state puts what comes to stock.
    arrival: Room,
    /// What stands in the way; empty: nothing.
    obstacle: String,
    /// A void would be possible, so it must be asked whether the goods left at all.
    asks_left: bool,
    left: String,
    /// The reason for which it is scheduled for destruction by itself.
    schedule: Option<String>,
    /// The manager whose PIN a budtender needs.
    approval: Approval,
    /// Where cash comes from.
    standing: Standing,
    /// What can still go back of what was paid.
    ways: Ways,
}

impl New {
    fn room_choices(&self) -> Vec<(&str, String)> {
        let words = |room: &Room| format!("{} ({})", room.name, room.kind.label().to_lowercase());
        self.rooms.iter().map(|room| (room.id.as_str(), words(room))).collect()
    }

    /// Of cannabis; of what can be sold again.
    fn becomes(&self, sold: &&Sold) -> [(&'static str, &'static str); 2] {
        let stock = if sold.is_package() { Goods::Stock.label() } else { "Back on the shelf, to be sold" };
        [(Goods::Stock.as_str(), stock), (Goods::Gone.as_str(), Goods::Gone.label())]
    }

    /// Something of it is the state's business.
    fn is_told(&self) -> bool {
        self.sold.iter().any(|one| !one.is_merchandise())
    }

    fn drawer(&self) -> String {
        self.standing.drawer_id().map_or_else(String::new, |id| id.to_string())
    }

    fn has_packages(&self) -> bool {
        self.sold.iter().any(Sold::is_package)
    }
}

/// What the guide found out already.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Arrival {
    left_store: String,
}

/// GET /sales/{id}/returns/new
pub async fn new(
    app: Data<App>,
    may: May<may::BeginReturn>,
    id: Path<SaleId>,
    arrival: Query<Arrival>,
    place: Place,
    shell: Shell,
) -> Result<Html> {
    let (clerk, id, now) = (Clerk::clone(&may), id.into_inner(), app.clock.now());
    let today = today(&app, &may);
    // Read here, so that what follows by itself finds the reason it is to give.
    let reasons = reasons::current(&app, &may, Kind::Destroy).await?;
    let found = app
        .read(move |conn| {
            let ticket = Ticket::find(conn, &clerk, id)?;
            let sold = Sold::of_sale(conn, id)?;
            let rooms = (Room::listed(conn, clerk.location)?, Room::of_returns(conn, clerk.location)?);
            let asks_left = obstacle(conn, &ticket.sale, today)?.is_empty();
            let schedule = Location::find(conn, clerk.location)?.schedule_returns;
            let approval = (Approval::of::<may::ReturnSale>(conn, &clerk)?, Standing::find(conn, &clerk, &place, now)?);
            let obstacle = in_the_way(&clerk, &ticket, &sold);
            Ok((ticket, sold, rooms, asks_left, (schedule, approval, Ways::left(conn, id)?), obstacle))
        })
        .await?;
    let (ticket, sold, (rooms, room), asks_left, (schedule, (approval, standing), ways), obstacle) = found;
    let schedule = schedule.map(|code| name_of(&reasons, code));
    let left = arrival.into_inner().left_store;
    page(New { shell, ticket, sold, rooms, arrival: room, obstacle, asks_left, left, schedule, approval, standing, ways })
}

fn today(app: &App, clerk: &Clerk) -> NaiveDate {
    clock::local_date(app.clock.now(), clerk.zone)
}

fn name_of(reasons: &[Reason], code: i64) -> String {
    let known = reasons.iter().find(|reason| reason.code == code);
    known.map_or_else(|| format!("reason {code}"), |reason| reason.name.clone())
}

fn in_the_way(clerk: &Clerk, ticket: &Ticket, sold: &[Sold]) -> String {
    let trouble = clerk.registry_trouble.as_ref().filter(|_| !ticket.is_untold());
    match (trouble, ticket.sale.must_be_returnable()) {
        (Some(trouble), _) => trouble.clone(),
        (None, Err(words)) => words.to_string(),
        (None, Ok(())) if !sold.iter().any(Sold::is_left) => {
            format!("All of sale {} has come back already.", ticket.sale.number)
        }
        (None, Ok(())) => String::new(),
    }
}

/// POST /sales/{id}/returns
pub async fn create(app: Data<App>, may: May<may::BeginReturn>, id: Path<SaleId>, form: Form) -> Result<Redirect> {
    let id = id.into_inner();
    let fields = form.fields();
    let key = fields.form_key()?;
    let (clerk, today) = (Clerk::clone(&may), today(&app, &may));
    let (sold, may_void) = app.read(move |conn| lines(conn, &clerk, id, today)).await?;
    if may_void {
        left_the_store(&fields);
    }
    let lines = asked(&fields, &sold);
    let how = (fields.text("reason", 3..=200), fields.choice::<Method>("refund"));
    let places = (fields.optional::<RoomId>("room"), fields.optional::<DrawerSessionId>("drawer"));
    let also = (fields.optional_text("terminal_reference", 40), fields.optional_text("other_way", 200), places);
    let (lines, (reason, method), (terminal_reference, other_way, (room, drawer))) = fields.done((lines, how, also))?;
    let approved = approved::<may::ReturnSale>(&app, &may, &fields).await?;
    let terminal_reference = terminal_reference.filter(|_| matches!(method, Method::Debit | Method::AsPaid));
    let is_told = lines.iter().any(|asked| sold.iter().any(|one| one.line == asked.line && !one.is_merchandise()));
    if !is_told {
        let act = ReturnUntold { sale: id, lines, reason, method, terminal_reference, other_way, drawer };
        let taken = app.record(&approved, key, act).await?;
        return Ok(see_other(format!("/sales/{id}/returns/{taken}")));
    }
    let mut act = ReturnSale::new(id, lines, reason, method);
    (act.terminal_reference, act.other_way, act.room, act.drawer) = (terminal_reference, other_way, room, drawer);
    let taken = app.file(&approved, key, act).await?;
    Ok(see_other(format!("/sales/{id}/returns/{taken}")))
}

fn lines(conn: &mut Conn, clerk: &Clerk, id: SaleId, today: NaiveDate) -> Result<(Vec<Sold>, bool)> {
    let ticket = Ticket::find(conn, clerk, id)?;
    let may_void = obstacle(conn, &ticket.sale, today)?.is_empty();
    Ok((Sold::of_sale(conn, id)?, may_void))
}

/// What never left is voided, as long as it can be.
fn left_the_store(fields: &Fields) {
    if fields.choice::<Left>("left_store") == Some(Left::No) {
        let words = "Then it is no return: void the sale, and everything goes back into its package. The link is beside this.";
        fields.problem("left_store", words);
    }
}

/// The lines of which something comes back; at least one.
fn asked(fields: &Fields, sold: &[Sold]) -> Vec<Option<Returning>> {
    let mut lines = Vec::new();
    // Whether so many are left, the act asks: the second press of a form must still be the same form.
    for one in sold {
        let (quantity, goods) = (format!("quantity-{}", one.line), format!("goods-{}", one.line));
        if ["", "0"].contains(&fields.raw(&quantity)) {
            continue;
        }
        let count = fields.whole(&quantity, 1..=one.quantity.0 / 100);
        let goods = fields.choice::<Goods>(&goods);
        let line = count.zip(goods).map(|(count, goods)| Returning {
            line: one.line,
            quantity: Quantity::units(count),
            restock: goods == Goods::Stock,
        });
        lines.push(line);
    }
    if let Some(first) = sold.first().filter(|_| lines.is_empty()) {
        fields.problem(&format!("quantity-{}", first.line), "Type how many of which line come back.");
    }
    lines
}

#[derive(Template)]
#[template(path = "returns/show.html")]
struct Show {
    shell: Shell,
    ticket: Ticket,
    taken: Taken,
    /// How many packages the state made of it.
    count: i64,
    zone: chrono_tz::Tz,
    may_print: bool,
    may_destroy: bool,
    may_see_destructions: bool,
}

/// GET /sales/{id}/returns/{return}
pub async fn show(app: Data<App>, clerk: May<may::SeeSales>, ids: Path<(SaleId, ReturnId)>, shell: Shell) -> Result<Html> {
    let (who, (sale, id)) = (Clerk::clone(&clerk), ids.into_inner());
    let (ticket, taken) = app
        .read(move |conn| {
            let ticket = Ticket::find(conn, &who, sale)?;
            let (back, by) = Return::find(conn, sale, id)?;
            Ok((ticket, Taken::of(conn, back, by)?))
        })
        .await?;
    page(Show {
        shell,
        ticket,
        count: taken.count(),
        taken,
        zone: clerk.zone,
        may_print: clerk.may::<may::PrintLabels>(),
        may_destroy: clerk.may::<may::Destroy>(),
        may_see_destructions: clerk.may::<may::SeeDestructions>(),
    })
}

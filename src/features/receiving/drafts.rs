//! Before a manifest is received: what will happen, on a page of its own, because a received manifest is closed for good. Writes nothing.

use super::delivery::Delivery;
use super::lines::{self, Choice, Typed};
use super::model::{Line, Manifest};
use super::outcome::Totals;
use super::web::{Show, both};
use crate::error::Problems;
use crate::features::inventory::Lab;
use crate::values::{Cents, Quantity};
use crate::web::prelude::*;
use actix_web::http::StatusCode;

/// One line as it was decided, in words.
struct Decided {
    line: Line,
    choice: Choice,
    product: String,
    room: String,
}

impl Decided {
    fn of(delivery: &Delivery, line: Line, choice: Choice) -> Self {
        let product = choice.product.and_then(|id| delivery.product(id)).map(|product| product.name.clone());
        let room = choice.room.and_then(|room| delivery.room(room)).map(|room| room.name.clone());
        Self { line, product: product.unwrap_or_default(), room: room.unwrap_or_default(), choice }
    }

    fn rejected(&self) -> Quantity {
        self.choice.rejected(&self.line)
    }

    fn differs(&self) -> bool {
        self.rejected().is_positive()
    }

    /// The catalog calls it otherwise than the sender: perhaps the wrong product was chosen, with another price and posted amount.
    fn is_renamed(&self) -> bool {
        !self.product.eq_ignore_ascii_case(&self.line.state_name)
    }

    fn is_taken(&self) -> bool {
        self.choice.accepted.is_positive()
    }

    fn lab(&self) -> Lab {
        Lab::of(self.line.lab_result)
    }

    /// What was typed, to be sent on.
    fn hidden(&self) -> Vec<(String, String)> {
        let (id, choice) = (self.line.id, &self.choice);
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        [
            ("accepted", choice.accepted.to_string()),
            ("reason", text(&choice.reason)),
            ("product", choice.product.map(|id| id.to_string()).unwrap_or_default()),
            ("room", choice.room.map(|id| id.to_string()).unwrap_or_default()),
            ("cost", choice.cost.map(Cents::plain).unwrap_or_default()),
            ("lot", text(&choice.lot)),
        ]
        .into_iter()
        .map(|(name, value)| (format!("{name}-{id}"), value))
        .collect()
    }
}

#[derive(Template)]
#[template(path = "receiving/draft.html")]
struct Draft {
    shell: Shell,
    manifest: Manifest,
    decided: Vec<Decided>,
    totals: Totals,
    /// Packages that go on to another room than the state's arrival room.
    moves: i64,
    arrival_room: String,
    cost: Cents,
}

impl Draft {
    fn of(shell: Shell, delivery: Delivery, choices: Vec<Choice>) -> Self {
        let pairs = delivery.lines.iter().cloned().zip(choices);
        let decided: Vec<Decided> = pairs.map(|(line, choice)| Decided::of(&delivery, line, choice)).collect();
        let taken = || decided.iter().filter(|one| one.is_taken());
        let moves = taken().filter(|one| one.choice.room != Some(delivery.arrival_room)).count();
        // Hundredths of a unit times cents; what is left of a cent is dropped, this is for the eye.
        let value = |one: &Decided| one.choice.cost.map_or(0, |cost| cost.0.saturating_mul(one.choice.accepted.0) / 100);
        let cost = taken().map(|one| Cents(value(one))).sum();
        let totals = Totals::of(decided.iter().map(|one| (&one.line.quantity, &one.choice.accepted)));
        let arrival_room = delivery.room(delivery.arrival_room).map(|room| room.name.clone()).unwrap_or_default();
        let moves = i64::try_from(moves).unwrap_or(i64::MAX);
        Self { shell, manifest: delivery.manifest, decided, totals, moves, arrival_room, cost }
    }

    fn question(&self) -> String {
        format!("{}?", self.totals.act())
    }

    fn renamed(&self) -> i64 {
        let all = self.decided.iter().filter(|one| one.is_taken() && one.is_renamed()).count();
        i64::try_from(all).unwrap_or(i64::MAX)
    }

    fn untested(&self) -> i64 {
        let all = self.decided.iter().filter(|one| one.is_taken() && !one.lab().has_passed()).count();
        i64::try_from(all).unwrap_or(i64::MAX)
    }
}

/// GET /receiving/{manifest}/drafts: the form again, after the state or a rule refused what was confirmed.
pub async fn show(app: Data<App>, may: May<may::Receive>, shell: Shell, code: Path<String>) -> Result<Html> {
    let (location, code) = (may.location, code.into_inner());
    let (delivery, outcome) = app.read(move |conn| both(conn, location, &code)).await?;
    page(Show::of(shell, &may, delivery, outcome, None))
}

/// POST /receiving/{manifest}/drafts
pub async fn create(app: Data<App>, may: May<may::Receive>, shell: Shell, code: Path<String>, form: Form) -> Result<Html> {
    let (location, code) = (may.location, code.into_inner());
    let (delivery, outcome) = app.read(move |conn| both(conn, location, &code)).await?;
    let fields = form.fields();
    let typed = Typed::of(&fields);
    if fields.ticked("change") {
        return page(Show::of(shell, &may, delivery, outcome, Some(&typed)));
    }
    let (choices, problems) = decide(&fields, &typed, &delivery);
    if problems.is_empty() && outcome.waiting().is_none() {
        return page(Draft::of(shell, delivery, choices));
    }
    // In place: a thousand typed lines would not fit into the session.
    let again = Show::of(shell.with_problems(problems), &may, delivery, outcome, Some(&typed));
    Ok(page(again)?.status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// What stands in the fields; or all of it accepted or rejected, by one button.
fn decide(fields: &Fields<'_>, typed: &Typed<'_>, delivery: &Delivery) -> (Vec<Choice>, Problems) {
    if fields.raw("all") == "reject" {
        return reject_all(fields, delivery);
    }
    let (mut choices, mut problems) = typed.choices(&delivery.lines);
    if fields.raw("all") == "accept" {
        problems = Problems::default();
        for (choice, line) in choices.iter_mut().zip(&delivery.lines) {
            (choice.accepted, choice.reason) = (line.quantity, None);
        }
    }
    if problems.is_empty() {
        problems = lines::problems(delivery, &choices);
    }
    (choices, problems)
}

fn reject_all(fields: &Fields<'_>, delivery: &Delivery) -> (Vec<Choice>, Problems) {
    let reason = fields.text("reject_reason", 1..=200);
    let problems = match reason {
        Some(_) => Problems::default(),
        None => Problems::one(
            "reject_reason",
            "Say why nothing of it is taken, in at most 200 characters: the state and the sender are told.",
        ),
    };
    let choice = |line: &Line| Choice { accepted: Quantity::ZERO, reason: reason.clone(), ..Choice::all_of(line, delivery) };
    (delivery.lines.iter().map(choice).collect(), problems)
}

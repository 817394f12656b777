//! `/sales/{id}/corrections/new`: three questions, and the way that follows from the answers. The wrong one is a standard finding of
//! audits (florida-rules 9.3), so the page says why the other would be wrong.

use super::super::sales::{Sale, Ticket, obstacle};
use super::sold::Sold;
use crate::values::{SaleId, clock, text_enum};
use crate::web::prelude::*;
use serde::Deserialize;

text_enum! {
    /// Did the goods leave the store?
    Left {
        Yes = "yes", "Yes, the patient or caregiver left with them";
        No = "no", "No, they never left";
    }
}

/// The answer to the first question, if it was given.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    left_store: String,
}

/// What follows from the answers.
struct Advice {
    is_void: bool,
    /// Why the other would be wrong.
    not_the_other: String,
}

#[derive(Template)]
#[template(path = "returns/correction.html")]
struct New {
    shell: Shell,
    ticket: Ticket,
    is_today: bool,
    /// Why a void is out of the question whatever the answer; empty: it is not.
    no_void: String,
    left: Option<Left>,
    advice: Option<Advice>,
    /// Why nothing can be done at all; empty: something can.
    obstacle: String,
    room: String,
    schedules: bool,
}

/// GET /sales/{id}/corrections/new
pub async fn new(
    app: Data<App>,
    may: May<may::BeginReturn>,
    id: Path<SaleId>,
    answer: Query<Answer>,
    shell: Shell,
) -> Result<Html> {
    let (clerk, id, today) = (Clerk::clone(&may), id.into_inner(), clock::local_date(app.clock.now(), may.zone));
    let left: Option<Left> = answer.left_store.parse().map(Some).unwrap_or_default();
    let found = app
        .read(move |conn| {
            let ticket = Ticket::find(conn, &clerk, id)?;
            let no_void = obstacle(conn, &ticket.sale, today)?;
            let is_left = Sold::of_sale(conn, id)?.iter().any(Sold::is_left);
            let room = super::super::rooms::Room::of_returns(conn, clerk.location)?.name;
            let schedules = super::super::locations::Location::find(conn, clerk.location)?.schedule_returns.is_some();
            Ok((obstacle_of_both(&clerk, &ticket.sale, is_left), ticket, no_void, room, schedules))
        })
        .await?;
    let (obstacle, ticket, no_void, room, schedules) = found;
    let advice = left.map(|left| Advice::of(left, &no_void));
    let is_today = ticket.sale.business_date == today;
    page(New { shell, ticket, is_today, no_void, left, advice, obstacle, room, schedules })
}

fn obstacle_of_both(clerk: &Clerk, sale: &Sale, is_left: bool) -> String {
    let trouble = clerk.registry_trouble.as_ref().filter(|_| sale.filing_id.is_some());
    match (trouble, sale.must_be_returnable()) {
        (Some(trouble), _) => trouble.clone(),
        (None, Err(words)) => words.to_string(),
        (None, Ok(())) if !is_left => format!("All of sale {} has come back already.", sale.number),
        (None, Ok(())) => String::new(),
    }
}

impl Advice {
    fn of(left: Left, no_void: &str) -> Self {
        match (left, no_void) {
            (Left::No, "") => Self {
                is_void: true,
                not_the_other: "A return says that the goods left and came back: of what comes to stock the state makes a new \
                                package that can only be destroyed. Good stock would be lost."
                    .to_owned(),
            },
            (Left::No, words) => Self { is_void: false, not_the_other: words.to_owned() },
            (Left::Yes, _) => Self {
                is_void: false,
                not_the_other: "A void says that the goods never left: it puts them back into the package they came from, to be \
                                sold again. What has left the store may never be sold again."
                    .to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_never_left_and_can_be_voided_is_voided() {
        assert!(Advice::of(Left::No, "").is_void);
        assert!(!Advice::of(Left::Yes, "").is_void);
        let late = Advice::of(Left::No, "It was made yesterday.");
        assert_eq!((late.is_void, late.not_the_other.as_str()), (false, "It was made yesterday."));
    }
}

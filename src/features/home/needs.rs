//! Counts become lines on the screen: the most urgent first, each with a number, words and a way there.

use super::super::sales::sees_all;
use super::model::{DaySales, Destructions, Filings, OwnFiling, Shipments, Times, is_listed_driver, open_cart, unmatched_users};
use crate::db::Conn;
use crate::error::Result;
use crate::may::{
    Clerk, Destroy, EditUsers, Receive, RecordNotice, Role, SeeDestructions, SeeFilings, SeeInventory, SeeReceiving, Sell,
};
use crate::values::At;

/// One line: something to do, or to know.
#[derive(Debug, Clone, Default)]
pub struct Need {
    /// `refused`, `waiting`, `held` or `quiet`: the colour, always with words.
    pub mark: &'static str,
    /// The badge's word.
    pub urgency: &'static str,
    pub count: i64,
    pub words: String,
    /// A sentence more, if one is needed.
    pub detail: String,
    pub since: Option<At>,
    pub url: String,
    /// The words of the button.
    pub go: &'static str,
}

/// Everything on one person's first page.
#[derive(Debug, Default)]
pub struct Needs {
    /// What somebody has to do something about.
    pub now: Vec<Need>,
    /// What will come, or is only good to know.
    pub later: Vec<Need>,
    /// Why this person may not sell, void or return.
    pub registry_trouble: Option<String>,
    pub own_sales: Option<DaySales>,
    /// For whoever sells and sees everybody's sales.
    pub shop_sales: Option<DaySales>,
    /// A driver's own facts, in words.
    pub driver: Option<Vec<String>>,
}

impl Needs {
    pub fn of(conn: &mut Conn, clerk: &Clerk, times: &Times) -> Result<Self> {
        let mut needs = Self { registry_trouble: trouble(clerk), ..Self::default() };
        if clerk.may::<RecordNotice>() {
            needs.outage(conn, clerk, times.now)?;
        }
        if clerk.may::<SeeFilings>() {
            needs.filings(&Filings::count(conn, clerk.location, times)?);
        } else {
            needs.own_filings(OwnFiling::waiting(conn, clerk)?);
        }
        if clerk.may::<SeeDestructions>() {
            needs.destructions(clerk, &Destructions::count(conn, clerk.location, times)?);
        }
        if clerk.may::<SeeReceiving>() {
            needs.shipments(clerk, Shipments::count(conn, clerk.location)?);
        }
        if clerk.may::<SeeInventory>() {
            needs.laboratory(conn, clerk, times)?;
        }
        needs.pre_orders(conn, clerk, times)?;
        needs.drawers(conn, clerk, times)?;
        needs.shelf(conn, clerk, times)?;
        needs.amounts(conn, clerk)?;
        needs.registry(conn, clerk, times)?;
        needs.returned(conn, clerk)?;
        if clerk.may::<EditUsers>() {
            needs.users(unmatched_users(conn, clerk.location)?);
        }
        if clerk.may::<Sell>() {
            needs.cart(open_cart(conn, clerk)?);
            needs.own_sales = Some(DaySales::own(conn, clerk, times)?);
            if sees_all(clerk) {
                needs.shop_sales = Some(DaySales::of_shop(conn, clerk, times)?);
            }
        }
        if clerk.role == Role::Driver {
            needs.driver = Some(driver(clerk, is_listed_driver(conn, clerk)?));
        }
        Ok(needs)
    }

    /// The sentence under the heading.
    pub fn sentence(&self) -> String {
        match self.now.len() {
            0 => String::new(),
            1 => "One thing needs you.".to_owned(),
            count => format!("{count} things need you, the most urgent first."),
        }
    }

    fn filings(&mut self, filings: &Filings) {
        self.now(filings.contradictions, |count| Need {
            mark: "refused",
            urgency: "Contradiction",
            words: plural(count, "filing contradicts our books", "filings contradict our books"),
            detail: "The state accepted what was closed here as refused. What it is about is frozen until that is settled."
                .into(),
            url: "/filings?status=contradictions".into(),
            go: "Look at it",
            ..Need::default()
        });
        self.now(filings.refused_today, |count| Need {
            mark: "refused",
            urgency: "Refused",
            words: plural(count, "filing was refused today", "filings were refused today"),
            detail: "Each says why, and leads back to its form.".into(),
            url: "/filings?status=refused".into(),
            go: "See why",
            ..Need::default()
        });
        self.now(filings.slow, |count| Need {
            mark: "waiting",
            urgency: "Waiting",
            words: plural(count, "filing has had no answer for over a minute", "filings have had no answer for over a minute"),
            detail: "The state is asked again by itself; nothing is sent twice.".into(),
            since: filings.since,
            url: "/filings?status=waiting".into(),
            go: "See what waits",
            ..Need::default()
        });
    }

    fn own_filings(&mut self, waiting: Vec<OwnFiling>) {
        self.now.extend(waiting.into_iter().map(|own| Need {
            mark: "waiting",
            urgency: "Waiting",
            count: 1,
            words: own.summary,
            detail: "You filed this, and the state has not answered yet.".into(),
            since: Some(own.opened_at),
            url: format!("/filings/{}?wait=1", own.id),
            go: "See what became of it",
        }));
    }

    /// Never by name: the page stands open on a counter.
    fn cart(&mut self, initials: Option<String>) {
        self.now.extend(initials.map(|initials| Need {
            mark: "held",
            urgency: "Open",
            count: 1,
            words: format!("Your cart for {initials} is open"),
            detail: "What it holds, nobody else can sell: finish or cancel it.".into(),
            url: "/register".into(),
            go: "Go on",
            ..Need::default()
        }));
    }

    fn destructions(&mut self, clerk: &Clerk, destructions: &Destructions) {
        let go = if clerk.may::<Destroy>() { "Destroy" } else { "Look" };
        self.now(destructions.due, |count| Need {
            mark: if destructions.overdue > 0 { "refused" } else { "held" },
            urgency: if destructions.overdue > 0 { "Overdue" } else { "Due" },
            words: plural(count, "package is due for destruction", "packages are due for destruction"),
            detail: match destructions.overdue {
                0 => "The 72 hours are over. Two witnesses are needed.".into(),
                overdue => format!("{overdue} of them for more than a day. Two witnesses are needed."),
            },
            url: "/destructions?status=due".into(),
            go,
            ..Need::default()
        });
        self.later(destructions.not_yet, |count| Need {
            mark: "quiet",
            urgency: "Later",
            words: plural(count, "package waits for its 72 hours", "packages wait for their 72 hours"),
            detail: "The next comes due".into(),
            since: destructions.next,
            url: "/destructions?status=waiting".into(),
            go: "Look",
            ..Need::default()
        });
    }

    fn shipments(&mut self, clerk: &Clerk, shipments: Shipments) {
        let may_receive = clerk.may::<Receive>();
        self.now(shipments.arrived, |count| Need {
            mark: "waiting",
            urgency: "Arrived",
            words: plural(count, "shipment stands here and is not received", "shipments stand here and are not received"),
            detail: "Until they are received, nothing of them is in our books.".into(),
            url: "/receiving".into(),
            go: if may_receive { "Receive" } else { "Look" },
            ..Need::default()
        });
        self.now(shipments.on_the_way, |count| Need {
            mark: "held",
            urgency: "On its way",
            words: plural(count, "shipment is on its way to us", "shipments are on their way to us"),
            detail: if may_receive {
                "Confirm the arrival when the truck stands here; then receive.".into()
            } else {
                "Whoever receives confirms the arrival when the truck stands here.".into()
            },
            url: "/receiving".into(),
            go: if may_receive { "Receive inventory" } else { "Look" },
            ..Need::default()
        });
    }

    fn users(&mut self, unmatched: i64) {
        self.now(unmatched, |count| Need {
            mark: "waiting",
            urgency: "No match",
            words: plural(
                count,
                "person does not match the state's staff registry",
                "people do not match the state's staff registry",
            ),
            detail: "Login ID, Email and MMUR email must be the registered one, letter for letter; else their sales are refused."
                .into(),
            url: "/users".into(),
            go: "Correct them",
            ..Need::default()
        });
    }

    pub(super) fn now(&mut self, count: i64, need: impl FnOnce(i64) -> Need) {
        if count > 0 {
            self.now.push(Need { count, ..need(count) });
        }
    }

    pub(super) fn later(&mut self, count: i64, need: impl FnOnce(i64) -> Need) {
        if count > 0 {
            self.later.push(Need { count, ..need(count) });
        }
    }
}

/// Only who writes to the state's patients is held up by the registry.
fn trouble(clerk: &Clerk) -> Option<String> {
    if clerk.may::<Sell>() || clerk.role == Role::Driver { clerk.registry_trouble.clone() } else { None }
}

fn driver(clerk: &Clerk, is_listed: bool) -> Vec<String> {
    let list = if is_listed {
        format!("You are on the list of drivers of {}, and BioTrack has you as an employee there.", clerk.location_name)
    } else {
        format!(
            "You are not yet on the list of drivers of {} as “{}”. A manager can add you under Settings > Drivers.",
            clerk.location_name, clerk.name
        )
    };
    vec![list, format!("What you do here is told to the state as {}.", clerk.mmur_email)]
}

pub(super) fn plural(count: i64, one: &str, many: &str) -> String {
    if count == 1 { one.to_owned() } else { many.to_owned() }
}

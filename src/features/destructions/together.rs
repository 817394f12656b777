//! `/destructions/completions`: several destructions completed with one form, one filing each; then what became of each.

use super::closings::Destroy;
use super::line::DestructionLine;
use super::model::{Disposal, Person};
use crate::db::Conn;
use crate::features::inventory::{FilingLine, packages};
use crate::values::{At, DestructionId, FormKey, LocationId, UserId};
use crate::web::prelude::*;
use chrono::NaiveDate;

/// The most filings of one press: a person waits for them.
pub(super) const AT_ONCE: usize = 50;

/// One of them, with the number that makes a second press of the button harmless.
struct Line {
    filed: DestructionLine,
    key: FormKey,
    /// Of its last filing.
    refusal: String,
}

impl Line {
    fn all(conn: &mut Conn, location: LocationId, ids: &[DestructionId]) -> Result<Vec<Self>> {
        let line = |id: &DestructionId| {
            let filed = DestructionLine::find(conn, location, *id)?;
            let filings = FilingLine::of_subjects(conn, &[super::Destruction::subject(*id)])?;
            let refusal = filings.last().map(|last| last.reason().to_owned()).unwrap_or_default();
            Ok(Self { filed, key: FormKey::new(), refusal })
        };
        ids.iter().map(line).collect()
    }
}

/// Those in an address or a form, each once.
fn ids(fields: &Fields) -> Result<Vec<DestructionId>> {
    let mut ids = fields.done(fields.choices::<DestructionId>("destruction"))?;
    let mut seen = std::collections::HashSet::new();
    ids.retain(|id| seen.insert(*id));
    if ids.is_empty() {
        return rule("No destruction is chosen. Tick those that are done in the Destruction Manager.");
    }
    if ids.len() > AT_ONCE {
        return rule(format!("{} are chosen, and at most {AT_ONCE} are completed at once. Tick fewer.", ids.len()));
    }
    Ok(ids)
}

#[derive(Template)]
#[template(path = "destructions/completion_together.html")]
struct New {
    shell: Shell,
    lines: Vec<Line>,
    people: Vec<Person>,
    today: NaiveDate,
    state_now: At,
}

impl New {
    fn witnesses(&self) -> Vec<(UserId, &str)> {
        self.people.iter().filter(|person| person.active).map(|person| (person.id, person.name.as_str())).collect()
    }

    fn due(&self) -> Vec<&Line> {
        self.lines.iter().filter(|line| line.filed.destruction.is_due(self.state_now)).collect()
    }

    fn words(&self) -> String {
        packages(self.due().len())
    }

    fn not_due(&self) -> Vec<&Line> {
        self.lines.iter().filter(|line| !line.filed.destruction.is_due(self.state_now)).collect()
    }

    fn now(&self) -> At {
        self.state_now
    }
}

/// An address with many of the same name.
type Asked = Query<Vec<(String, String)>>;

/// GET /destructions/completions/new?destruction=…
pub async fn new(app: Data<App>, may: May<may::Destroy>, asked: Asked, shell: Shell) -> Result<Html> {
    let (location, ids) = (may.location, ids(&Fields::of(&asked))?);
    let (lines, people) =
        app.read(move |conn| Ok((Line::all(conn, location, &ids)?, Person::of_location(conn, location)?))).await?;
    let today = crate::values::clock::local_date(app.clock.now(), may.zone);
    page(New { shell, lines, people, today, state_now: app.clock.state() })
}

/// How the filings of one press ended.
#[derive(Default)]
struct Ended {
    destroyed: usize,
    waiting: usize,
    not_done: Vec<String>,
}

impl Ended {
    fn words(&self) -> String {
        let some = [
            (self.destroyed, "destroyed, and reported to BioTrack"),
            (self.waiting, "waiting for the state's answer"),
            (self.not_done.len(), "not done"),
        ];
        let said: Vec<String> =
            some.iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}")).collect();
        let why = self.not_done.first().map(|words| format!(" {words}")).unwrap_or_default();
        format!("{}.{why}", said.join("; "))
    }
}

/// POST /destructions/completions
pub async fn create(app: Data<App>, may: May<may::Destroy>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let ids = ids(&fields)?;
    let keys: Vec<Option<FormKey>> = ids.iter().map(|id| fields.read(&format!("key-{id}"))).collect();
    let (keys, disposed_on, method, one, two) = fields.done((
        keys,
        fields.date("disposed_on"),
        fields.text("method", 5..=300),
        fields.choice("witness_one"),
        fields.choice("witness_two"),
    ))?;
    let disposal = Disposal { disposed_on, method, witnesses: [one, two] };
    let mut ended = Ended::default();
    for (id, key) in ids.iter().zip(keys) {
        // One after the other: a refusal of one says nothing of the next.
        match app.file(&may, key, Destroy::new(*id, disposal.clone())).await {
            Ok(_) => ended.destroyed += 1,
            Err(Error::Waiting(_)) => ended.waiting += 1,
            // What is wrong with the form is wrong before anything was done.
            Err(error @ Error::Invalid(_)) if ended.destroyed + ended.waiting == 0 => return Err(error),
            Err(error @ (Error::Rule(_) | Error::Refused(_) | Error::Busy(_) | Error::Invalid(_))) => {
                ended.not_done.push(error.to_string());
            }
            Err(error) => return Err(error),
        }
    }
    let each: Vec<String> = ids.iter().map(|id| format!("destruction={id}")).collect();
    Ok(see_other(format!("/destructions/completions?{}", each.join("&"))).notice(ended.words()))
}

#[derive(Template)]
#[template(path = "destructions/completions.html")]
struct Index {
    shell: Shell,
    lines: Vec<Line>,
    state_now: At,
    may_destroy: bool,
}

impl Index {
    fn now(&self) -> At {
        self.state_now
    }

    fn destroyed(&self) -> Vec<&Line> {
        self.lines.iter().filter(|line| line.filed.destruction.status == super::Status::Destroyed).collect()
    }

    fn words(&self) -> String {
        packages(self.destroyed().len())
    }

    /// Those that can be tried again.
    fn is_left(&self, line: &Line) -> bool {
        self.may_destroy && line.filed.destruction.is_due(self.state_now)
    }

    /// For the form of the photo, which holds few fields.
    fn together(&self) -> String {
        let all: Vec<String> = self.destroyed().iter().map(|line| line.filed.destruction.id.to_string()).collect();
        all.join(",")
    }
}

/// GET /destructions/completions?destruction=…
pub async fn index(app: Data<App>, may: May<may::SeeDestructions>, asked: Asked, shell: Shell) -> Result<Html> {
    let (location, ids) = (may.location, ids(&Fields::of(&asked))?);
    let lines = app.read(move |conn| Line::all(conn, location, &ids)).await?;
    page(Index { shell, lines, state_now: app.clock.state(), may_destroy: may.may::<may::Destroy>() })
}

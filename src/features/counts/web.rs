//! `/counts`: every count, the form for a new one, and the page of each.

use super::entry::Carted;
use super::find::Find;
use super::left::Left;
use super::line::{Counted, Standing};
use super::model::{Count, Review, Scope, Sight, Status};
use super::records::{Rest, StartCount};
use crate::features::inventory::Selection;
use crate::features::reasons::{self, Kind, Reason};
use crate::features::rooms::Room;
use crate::values::{Cents, CountId, PackageId, UserId};
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "counts/index.html")]
struct Index {
    shell: Shell,
    counts: Paged<(Count, String)>,
    may_count: bool,
}

/// GET /counts
pub async fn index(app: Data<App>, may: May<may::SeeCounts>, cursor: Query<Cursor>, shell: Shell) -> Result<Html> {
    let (location, cursor) = (may.location, cursor.into_inner());
    let (rows, cursor) = app.read(move |conn| Ok((Count::listed(conn, location, &cursor)?, cursor))).await?;
    let counts = Paged::new(rows, &cursor, |(count, _)| count.id.to_string());
    page(Index { shell, counts, may_count: may.may::<may::Count>() })
}

#[derive(Template)]
#[template(path = "counts/new.html")]
struct New {
    shell: Shell,
    rooms: Vec<Room>,
    brands: Vec<String>,
    categories: Vec<String>,
    /// What was chosen in the list, if something was.
    selection: Option<Selection>,
}

impl New {
    fn rooms(&self) -> Vec<(String, String)> {
        self.rooms.iter().map(|room| (room.id.to_string(), room.name.clone())).collect()
    }

    fn words(&self, all: &[String]) -> Vec<(String, String)> {
        all.iter().filter(|word| !word.is_empty()).map(|word| (word.clone(), word.clone())).collect()
    }
}

/// GET /counts/new
pub async fn new(app: Data<App>, may: May<may::Count>, asked: Query<Vec<(String, String)>>, shell: Shell) -> Result<Html> {
    let location = may.location;
    // A bare address is of whole rooms; one that comes from the list brings what was chosen there.
    let selection = if asked.is_empty() { None } else { Some(Selection::of(&app, &may, &asked).await?) };
    let (rooms, brands, categories) = app
        .read(move |conn| {
            let (brands, categories) = Count::choices(conn)?;
            Ok((Room::listed(conn, location)?, brands, categories))
        })
        .await?;
    page(New { shell, rooms, brands, categories, selection })
}

/// POST /counts
pub async fn create(app: Data<App>, may: May<may::Count>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let packages = fields.done(fields.choices::<PackageId>("chosen"))?;
    let one =
        if packages.is_empty() { scope(&fields) } else { Some((Scope::Chosen, fields.raw("from").chars().take(200).collect())) };
    let (one, review, sight) = fields.done((one, fields.choice::<Review>("review"), fields.choice::<Sight>("expected")))?;
    let (scope, value) = one;
    let count = app.record(&may, key, StartCount { scope, value, packages, review, sight }).await?;
    Ok(see_other(format!("/counts/{count}")))
}

/// One of room, brand and category.
fn scope(fields: &Fields) -> Option<(Scope, String)> {
    let whole = [Scope::Room, Scope::Brand, Scope::Category].into_iter();
    let chosen: Vec<(Scope, &str)> =
        whole.map(|scope| (scope, fields.raw(scope.as_str()))).filter(|(_, value)| !value.is_empty()).collect();
    match chosen.as_slice() {
        [(scope, value)] => Some((*scope, (*value).to_owned())),
        [] => {
            fields.problem("room", "Choose a room, a brand or a category.");
            None
        }
        _ => {
            fields.problem("room", "Choose only one of room, brand and category.");
            None
        }
    }
}

#[derive(Template)]
#[template(path = "counts/show.html")]
struct Show {
    shell: Shell,
    count: Count,
    lines: Vec<Counted>,
    /// What nobody has counted, or had when it was submitted.
    left: Left,
    /// Under way, and perhaps of the same packages.
    others: Vec<Count>,
    finds: Vec<Find>,
    people: Vec<(UserId, String)>,
    reasons: Vec<Reason>,
    may_count: bool,
    may_complete: bool,
    may_move: bool,
}

impl Show {
    fn name(&self, id: &Option<UserId>) -> &str {
        let known = self.people.iter().find(|(person, _)| Some(*person) == *id);
        known.map_or("nobody", |(_, name)| name.as_str())
    }

    fn begun_by(&self) -> &str {
        self.name(&Some(self.count.created_by))
    }

    fn is_counting(&self) -> bool {
        self.count.status.is_counting()
    }

    fn is_submitted(&self) -> bool {
        self.count.status == Status::Submitted
    }

    fn may_enter(&self) -> bool {
        self.may_count && self.is_counting()
    }

    fn may_decide(&self) -> bool {
        self.may_complete && self.is_submitted()
    }

    fn may_cancel(&self) -> bool {
        !self.count.status.is_closed() && self.may_count && (self.is_counting() || self.may_complete)
    }

    /// How many of the count's own packages are counted.
    fn counted_number(&self) -> i64 {
        self.number(|one| !one.line.assumed)
    }

    /// And how many were set to 0 with the rest.
    fn assumed_number(&self) -> i64 {
        self.number(|one| one.line.assumed)
    }

    fn number(&self, fits: impl Fn(&Counted) -> bool) -> i64 {
        i64::try_from(self.lines.iter().filter(|one| one.line.belongs && fits(one)).count()).unwrap_or(i64::MAX)
    }

    fn uncounted_number(&self) -> i64 {
        self.left.number.unwrap_or_default()
    }

    fn is_cut(&self) -> bool {
        i64::try_from(self.left.packages.len()).is_ok_and(|shown| shown < self.uncounted_number())
    }

    fn whole(&self) -> i64 {
        self.counted_number() + self.assumed_number() + self.uncounted_number()
    }

    fn progress(&self) -> String {
        let assumed = self.assumed_number();
        let rest = if assumed > 0 { format!(", {assumed} taken to be 0") } else { String::new() };
        format!("{} of {} packages counted{rest}", self.counted_number(), self.whole())
    }

    /// Where a package that was found here is to go in the books.
    fn move_url(&self, one: &Counted) -> Option<String> {
        let is_here = self.count.scope == Scope::Room && one.status == crate::features::inventory::Status::Active;
        let room = &self.count.scope_value;
        (self.may_move && is_here).then(|| format!("/inventory/{}/moves/new?room={room}", one.line.package_id))
    }

    fn differing(&self) -> Vec<&Counted> {
        self.lines.iter().filter(|one| one.differs()).collect()
    }

    fn equal(&self) -> Vec<&Counted> {
        self.lines.iter().filter(|one| one.line.belongs && !one.differs()).collect()
    }

    fn elsewhere(&self) -> Vec<&Counted> {
        self.lines.iter().filter(|one| one.is_misplaced()).collect()
    }

    fn has_undecided(&self) -> bool {
        self.lines.iter().any(Counted::is_undecided)
    }

    /// Of all differences together.
    fn value(&self) -> Cents {
        self.values().sum()
    }

    fn over(&self) -> Cents {
        self.values().filter(|value| *value > Cents(0)).sum()
    }

    fn short(&self) -> Cents {
        self.values().filter(|value| *value < Cents(0)).sum()
    }

    fn values(&self) -> impl Iterator<Item = Cents> {
        self.lines.iter().filter(|one| one.differs()).map(Counted::value)
    }

    fn rests(&self) -> &'static [Rest] {
        Rest::ALL
    }

    fn reasons(&self) -> Vec<(String, String)> {
        self.reasons.iter().map(|reason| (reason.code.to_string(), reason.name.clone())).collect()
    }

    /// The state's reasons, and to do nothing.
    fn decisions(&self) -> Vec<(String, String)> {
        let mut all = self.reasons();
        all.push(("leave".to_owned(), "Leave as it is".to_owned()));
        all
    }
}

impl Standing {
    /// The mark of its badge.
    fn mark(self) -> &'static str {
        match self {
            Self::Equal | Self::Left => "quiet",
            Self::Misplaced => "held",
            Self::Adjusted => "accepted",
            Self::Waiting(_) => "waiting",
            Self::Undecided => "refused",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Equal => "As expected",
            Self::Misplaced => "Not of this count",
            Self::Adjusted => "Adjusted",
            Self::Waiting(_) => "Waiting for the state",
            Self::Left => "Left as it is",
            Self::Undecided => "Differs",
        }
    }
}

/// GET /counts/{id}
pub async fn show(app: Data<App>, may: May<may::SeeCounts>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let (count, lines, left, others, finds, people) = app
        .read(move |conn| {
            let (count, mut left) = (Count::find(conn, location, id)?, Left::of(conn, id)?);
            if count.status.is_counting() || (left.number.is_none() && !count.status.is_closed()) {
                (left.packages, left.number) = (count.uncounted(conn)?, Some(count.uncounted_number(conn)?));
            }
            let others = if count.status.is_closed() { Vec::new() } else { count.overlapping(conn)? };
            let people = crate::features::destructions::Person::of_location(conn, location)?;
            let people: Vec<_> = people.into_iter().map(|person| (person.id, person.name)).collect();
            Ok((count, Counted::of_count(conn, id)?, left, others, Find::of_count(conn, id)?, people))
        })
        .await?;
    let (may_count, may_complete) = (may.may::<may::Count>(), may.may::<may::CompleteCounts>());
    let reasons = match May::<may::CompleteCounts>::check(crate::may::Clerk::clone(&may)) {
        Ok(manager) if count.status == Status::Submitted => reasons::current(&app, &manager, Kind::Adjust).await?,
        _ => Vec::new(),
    };
    let may_move = may.may::<may::Receive>();
    page(Show { shell, count, lines, left, others, finds, people, reasons, may_count, may_complete, may_move })
}

/// The id in an address; what is none leads nowhere.
pub fn readable(id: &str) -> Result<CountId> {
    match id.parse() {
        Ok(id) => Ok(id),
        Err(_) => not_found(),
    }
}

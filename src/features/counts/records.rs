//! What is written down of a count: begun, counted, submitted, completed. The state hears only of adjustments.

use super::find::Find;
use super::line::{CountLine, Counted};
use super::model::{Count, MOST_UNCOUNTED, Review, Scope, Sight, Status};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Problems, Result, rule};
use crate::features::inventory::{Change, Package, Unit, packages};
use crate::features::rooms::Room;
use crate::may;
use crate::stock;
use crate::values::{CountId, CountLineId, PackageId, Quantity, RoomId, UserId, text_enum};
use serde::Serialize;

/// The most packages of one count.
const MOST_LINES: i64 = 2000;

/// A count begins.
#[derive(Serialize)]
pub struct StartCount {
    pub scope: Scope,
    /// A room's id, a brand or a category; of chosen packages, where they were chosen from.
    pub value: String,
    /// Those that were chosen, if they were.
    pub packages: Vec<PackageId>,
    pub review: Review,
    pub sight: Sight,
}

impl Record for StartCount {
    const ACT: &'static str = "start_count";
    type Needs = may::Count;
    type Done = CountId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<CountId> {
        let location = by.clerk.location;
        let scope_words = match self.scope {
            Scope::Room => Room::find(tx, location, self.value.parse::<RoomId>()?)?.name,
            Scope::Brand | Scope::Category => self.value.clone(),
            Scope::Chosen => format!("{} chosen from {}", packages(self.packages.len()), self.value),
        };
        let id = CountId::new();
        let count = Count {
            id,
            location_id: location,
            number: Count::next_number(tx, location)?,
            scope: self.scope,
            scope_value: self.value.clone(),
            scope_words,
            review: self.review,
            sight: self.sight,
            status: Status::Created,
            created_by: by.clerk.user,
            created_at: by.now,
            submitted_by: None,
            submitted_at: None,
            closed_by: None,
            closed_at: None,
        };
        count.insert(tx)?;
        for package in &self.packages {
            Package::find(tx, location, *package)?;
        }
        count.choose(tx, &self.packages)?;
        Ok(id)
    }
}

/// So much of a package was there.
#[derive(Serialize)]
pub struct CountPackage {
    pub count: CountId,
    /// As it was scanned or typed.
    pub code: String,
    pub counted: Quantity,
}

impl Record for CountPackage {
    const ACT: &'static str = "count_package";
    type Needs = may::Count;
    /// What it came to, in words.
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let location = by.clerk.location;
        let count = Count::find(tx, location, self.count)?;
        count.must_be_counting()?;
        if count.status == Status::Created {
            count.go(tx, Status::InProgress, by.clerk.user, by.now)?;
        }
        let Some(package) = Package::find_by_code(tx, location, &self.code)? else {
            Find::note(tx, count.id, &self.code, by.clerk.user, by.now)?;
            return Ok(format!("“{}” is no package here. It stands on the count's list of what is not known.", self.code));
        };
        let (package, product, room) = Package::with_place(tx, location, package.id)?;
        let unit = Unit::of(package.inventory_type);
        if unit.is_counted() && self.counted.whole().is_none() {
            return Err(crate::error::Error::Invalid(Problems::one("counted", "This package is counted in whole units.")));
        }
        let belongs = count.is_of(tx, &package, &product)?;
        let line = enter(tx, &count, package.id, belongs, self.counted, by)?;
        let said = format!("Counted: {} {} of {}.", line.counted, unit.words(), product.name);
        if !belongs {
            let place = format!("the books have it in {}, {}", room.name, package.status.label().to_lowercase());
            return Ok(format!("{said} It is not of this count: {place}. It stands on the list of what lay elsewhere."));
        }
        if count.hides() || line.counted == line.expected {
            return Ok(said);
        }
        Ok(format!("{said} The books expect {}.", line.expected))
    }
}

/// Writes the entry and a line of the package's journal; what was adjusted stands.
fn enter(tx: &mut Conn, count: &Count, package: PackageId, belongs: bool, counted: Quantity, by: &By<'_>) -> Result<CountLine> {
    let earlier = CountLine::of_package(tx, count.id, package)?;
    match &earlier {
        Some(line) if CountLine::is_told(tx, line.id)? => {
            return rule("This package was adjusted by this count already, or the state has not answered yet. Its entry stands.");
        }
        None if CountLine::number(tx, count.id)? >= MOST_LINES => {
            return rule(format!("A count has at most {MOST_LINES} packages. Submit this one and begin another."));
        }
        _ => {}
    }
    let room = Package::find(tx, by.clerk.location, package)?.room_id;
    let line = CountLine {
        id: earlier.map_or_else(CountLineId::new, |line| line.id),
        count_id: count.id,
        package_id: package,
        belongs,
        expected: stock::where_is(tx, package, room)?.on_hand,
        counted,
        counted_by: by.clerk.user,
        counted_at: by.now,
        left_as_it_is: false,
        refusal: None,
    };
    line.put(tx)?;
    let new = format!("{counted}, {}", count.name());
    Change { package, property: "Counted", old: "", new: &new, by: by.clerk.user, filing: None, at: by.now }.note(tx)?;
    Ok(line)
}

text_enum! {
    /// What becomes of packages that nobody counted.
    Rest {
        Leave = "leave", "They were not counted: leave them as they are";
        Zero = "zero", "They are not there: count each as 0";
    }
}

/// The counting is over.
#[derive(Serialize)]
pub struct SubmitCount {
    pub count: CountId,
    pub rest: Rest,
}

impl Record for SubmitCount {
    const ACT: &'static str = "submit_count";
    type Needs = may::Count;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let count = Count::find(tx, by.clerk.location, self.count)?;
        count.must_be_counting()?;
        if self.rest == Rest::Zero {
            if usize::try_from(count.uncounted_number(tx)?).is_ok_and(|left| left > MOST_UNCOUNTED) {
                return rule(format!(
                    "More than {MOST_UNCOUNTED} packages are not counted; so many are not set to 0 at once. Count more of them first."
                ));
            }
            for left in count.uncounted(tx)? {
                enter(tx, &count, left.package, true, Quantity::ZERO, by)?;
            }
        }
        if CountLine::number(tx, count.id)? == 0 {
            return rule("Nothing is counted yet. Scan a package first, or cancel the count.");
        }
        count.go(tx, Status::Submitted, by.clerk.user, by.now)
    }
}

/// Back to counting: something is to be counted again.
#[derive(Serialize)]
pub struct ReopenCount {
    pub count: CountId,
}

impl Record for ReopenCount {
    const ACT: &'static str = "reopen_count";
    type Needs = may::CompleteCounts;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let count = Count::find(tx, by.clerk.location, self.count)?;
        count.must_be_submitted()?;
        count.go(tx, Status::InProgress, by.clerk.user, by.now)
    }
}

/// Nothing more comes of it; what was adjusted stays adjusted.
#[derive(Serialize)]
pub struct CancelCount {
    pub count: CountId,
}

impl Record for CancelCount {
    const ACT: &'static str = "cancel_count";
    type Needs = may::Count;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let count = Count::find(tx, by.clerk.location, self.count)?;
        if count.status.is_closed() {
            return rule(format!("Count {} is {} already.", count.number, count.status.label().to_lowercase()));
        }
        if count.status == Status::Submitted && !by.clerk.may::<may::CompleteCounts>() {
            return rule("This count is submitted. A manager decides what becomes of it.");
        }
        count.go(tx, Status::Cancelled, by.clerk.user, by.now)
    }
}

/// What was decided of the differences, after the adjustments were told; the count is completed when nothing is left.
#[derive(Serialize)]
pub struct CompleteCount {
    pub count: CountId,
    /// Looked at, and left as they are.
    pub left: Vec<CountLineId>,
    /// Adjustments that were not taken, and why: of this attempt, so a second press may have others.
    #[serde(skip)]
    pub refused: Vec<(CountLineId, String)>,
}

impl Record for CompleteCount {
    const ACT: &'static str = "complete_count";
    type Needs = may::CompleteCounts;
    /// Whether it is completed.
    type Done = bool;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<bool> {
        let count = Count::find(tx, by.clerk.location, self.count)?;
        count.must_be_submitted()?;
        let lines = Counted::of_count(tx, count.id)?;
        must_be_another(&count, &lines, by.clerk.user)?;
        for one in lines.iter().filter(|one| one.is_undecided() && self.left.contains(&one.line.id)) {
            CountLine::leave(tx, one.line.id)?;
        }
        for (line, words) in &self.refused {
            CountLine::note_refusal(tx, count.id, *line, words)?;
        }
        let is_over = Counted::of_count(tx, count.id)?.iter().all(Counted::is_settled);
        if is_over {
            count.go(tx, Status::Completed, by.clerk.user, by.now)?;
        }
        Ok(is_over)
    }
}

/// An advanced count is completed by somebody who neither counted nor submitted it.
pub fn must_be_another(count: &Count, lines: &[Counted], user: UserId) -> Result<()> {
    let took_part = count.submitted_by == Some(user) || lines.iter().any(|one| one.line.counted_by == user);
    if count.review == Review::Advanced && took_part {
        return rule("This is an advanced count, and you took part in it. Another manager completes it.");
    }
    Ok(())
}

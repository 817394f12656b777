//! What is written down of a count: begun, counted, submitted, completed. The state hears only of adjustments.

use super::entry::{Carted, Entry};
use super::find::Find;
use super::left::Left;
use super::line::{CountLine, Counted};
use super::model::{Count, Review, Scope, Sight, Status};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Problems, Result, rule};
use crate::features::inventory::{Package, Unit, packages};
use crate::features::rooms::Room;
use crate::may;
use crate::values::{CountId, CountLineId, PackageId, Quantity, RoomId, UserId, text_enum};
use serde::Serialize;

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
    /// Whether what lies in a cart is among it, if it was asked.
    pub carted: Option<Carted>,
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
            if let Some(room) = Room::find_by_code(tx, location, &self.code)? {
                let words = format!("That is the sign of {}. Scan the packages in it.", room.name);
                return Err(crate::error::Error::Invalid(Problems::one("code", words)));
            }
            Find::note(tx, count.id, &self.code, by.clerk.user, by.now)?;
            return Ok(format!("“{}” is no package here. It stands on the count's list of what is not known.", self.code));
        };
        let (package, product, room) = Package::with_place(tx, location, package.id)?;
        let unit = Unit::of(package.inventory_type);
        if unit.is_counted() && self.counted.whole().is_none() {
            return Err(crate::error::Error::Invalid(Problems::one("counted", "This package is counted in whole units.")));
        }
        let belongs = count.is_of(tx, &package, &product)?;
        let entry = Entry { package: package.id, belongs, counted: self.counted, carted: self.carted, assumed: false };
        let line = entry.write(tx, &count, by)?;
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
    /// Those that somebody was shown and said are not there: no other is set to 0.
    pub shown: Vec<PackageId>,
}

impl Record for SubmitCount {
    const ACT: &'static str = "submit_count";
    type Needs = may::Count;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let count = Count::find(tx, by.clerk.location, self.count)?;
        count.must_be_counting()?;
        if self.rest == Rest::Zero {
            self.set_to_zero(tx, &count, by)?;
        }
        if CountLine::number(tx, count.id)? == 0 {
            return rule("Nothing is counted yet. Scan a package first, or cancel the count.");
        }
        Left::note(tx, &count)?;
        count.go(tx, Status::Submitted, by.clerk.user, by.now)
    }
}

impl SubmitCount {
    fn set_to_zero(&self, tx: &mut Conn, count: &Count, by: &By<'_>) -> Result<()> {
        count.must_be_few(tx)?;
        let mut left: Vec<PackageId> = count.uncounted(tx)?.iter().map(|one| one.package).collect();
        let mut shown = self.shown.clone();
        left.sort_unstable();
        shown.sort_unstable();
        if left != shown {
            return rule(
                "What nobody has counted is not what the page showed any more. Nothing was submitted; look at it again.",
            );
        }
        for package in left {
            Entry { package, belongs: true, counted: Quantity::ZERO, carted: None, assumed: true }.write(tx, count, by)?;
        }
        Ok(())
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
        Left::forget(tx, count.id)?;
        count.go(tx, Status::InProgress, by.clerk.user, by.now)
    }
}

/// Nothing more comes of it; what was adjusted stays adjusted.
#[derive(Serialize)]
pub struct CancelCount {
    pub count: CountId,
    pub reason: String,
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
        if count.status != Status::Submitted {
            Left::note(tx, &count)?;
        }
        Left::note_closing(tx, count.id, &self.reason)?;
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

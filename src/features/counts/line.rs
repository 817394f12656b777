//! What was counted of each package, and what became of its difference.

use super::model::Count;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::features::inventory::{OfCount, Status as PackageStatus, Unit};
use crate::filing::Status as Filed;
use crate::schema::{count_lines, filing_subjects, filings, moves, packages, products, rooms, stock as balances, users};
use crate::values::{At, Barcode, Cents, CountId, CountLineId, FilingId, LocationId, PackageId, Quantity, UserId};
use diesel::prelude::*;
use std::collections::HashMap;

/// One entry: so much was there.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = count_lines, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg), treat_none_as_null = true)]
pub struct CountLine {
    pub id: CountLineId,
    pub count_id: CountId,
    pub package_id: PackageId,
    /// False: it lay where it should not, or is not to be counted.
    pub belongs: bool,
    /// On hand when it was counted.
    pub expected: Quantity,
    pub counted: Quantity,
    pub counted_by: UserId,
    pub counted_at: At,
    pub left_as_it_is: bool,
    pub refusal: Option<String>,
}

/// An entry with everything its page says of it.
#[derive(Debug, Clone)]
pub struct Counted {
    pub line: CountLine,
    pub barcode: Barcode,
    pub product: String,
    pub room: String,
    pub status: PackageStatus,
    pub by: String,
    on_hand: Quantity,
    inventory_type: i64,
    cost: Option<Cents>,
    price: Cents,
    filings: Vec<(FilingId, Filed, Option<String>)>,
}

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// As expected.
    Equal,
    /// Not of this count.
    Misplaced,
    Adjusted,
    /// The state has not answered.
    Waiting(FilingId),
    /// Looked at, and left.
    Left,
    /// A difference that nobody has decided.
    Undecided,
}

impl CountLine {
    /// The name under which an adjustment claims it.
    pub fn subject(id: CountLineId) -> String {
        format!("count_line:{id}")
    }

    pub fn of_package(conn: &mut Conn, count: CountId, package: PackageId) -> Result<Option<Self>> {
        let found = count_lines::table
            .filter(count_lines::count_id.eq(count))
            .filter(count_lines::package_id.eq(package))
            .select(Self::as_select())
            .first(conn)
            .optional()?;
        Ok(found)
    }

    pub fn number(conn: &mut Conn, count: CountId) -> Result<i64> {
        Ok(count_lines::table.filter(count_lines::count_id.eq(count)).count().get_result(conn)?)
    }

    /// In place of what was counted of this package before.
    pub fn put(&self, tx: &mut Conn) -> Result<()> {
        if diesel::update(count_lines::table.find(self.id)).set(self).execute(tx)? == 0 {
            diesel::insert_into(count_lines::table).values(self).execute(tx)?;
        }
        Ok(())
    }

    pub fn leave(tx: &mut Conn, id: CountLineId) -> Result<()> {
        diesel::update(count_lines::table.find(id)).set(count_lines::left_as_it_is.eq(true)).execute(tx)?;
        Ok(())
    }

    pub fn note_refusal(tx: &mut Conn, count: CountId, id: CountLineId, words: &str) -> Result<()> {
        let line = count_lines::table.find(id).filter(count_lines::count_id.eq(count));
        diesel::update(line).set(count_lines::refusal.eq(words)).execute(tx)?;
        Ok(())
    }

    /// Whether an adjustment of it was accepted or is under way.
    pub fn is_told(conn: &mut Conn, id: CountLineId) -> Result<bool> {
        let told: i64 = filing_subjects::table
            .inner_join(filings::table)
            .filter(filing_subjects::subject.eq(Self::subject(id)))
            .filter(filings::status.ne(Filed::Refused))
            .count()
            .get_result(conn)?;
        Ok(told > 0)
    }

    /// Signed: what was counted less what was expected.
    pub fn difference(&self) -> Quantity {
        self.counted.minus(self.expected)
    }
}

/// By how much a package is to be adjusted, if it still is: for the filing that does it, which has claimed both already.
pub fn difference(tx: &mut Conn, location: LocationId, of: &OfCount, package: PackageId) -> Result<Quantity> {
    let count = Count::find(tx, location, of.count)?;
    count.must_be_submitted()?;
    let line: CountLine = count_lines::table
        .find(of.line)
        .filter(count_lines::count_id.eq(of.count))
        .filter(count_lines::package_id.eq(package))
        .select(CountLine::as_select())
        .first(tx)?;
    // This filing is about the line already, and still open.
    let accepted: i64 = filing_subjects::table
        .inner_join(filings::table)
        .filter(filing_subjects::subject.eq(CountLine::subject(of.line)))
        .filter(filings::status.eq(Filed::Accepted))
        .count()
        .get_result(tx)?;
    if accepted > 0 {
        return rule("This package was adjusted by this count already.");
    }
    if is_adjusted_since(tx, package, line.counted_at)? {
        return rule("This package was adjusted after it was counted. Go back to counting, and count it again.");
    }
    Ok(line.difference())
}

/// By when it was written down, not by when it was sent: what was on its way while somebody counted was not in what they expected.
fn is_adjusted_since(tx: &mut Conn, package: PackageId, counted_at: At) -> Result<bool> {
    let since: i64 = moves::table
        .inner_join(filings::table)
        .filter(moves::package_id.eq(package))
        .filter(moves::act.eq(ADJUSTED))
        .filter(filings::closed_at.ge(counted_at))
        .count()
        .get_result(tx)?;
    Ok(since > 0)
}

/// As the ledger calls it.
const ADJUSTED: &str = "adjusted";

type Row =
    (CountLine, Barcode, String, String, PackageStatus, String, Option<Quantity>, i64, Option<Cents>, Option<Cents>, Cents);

impl Counted {
    /// Every entry of a count, the newest first.
    pub fn of_count(conn: &mut Conn, count: CountId) -> Result<Vec<Self>> {
        let here = balances::package_id.eq(packages::id).and(balances::place_id.eq(packages::room_id));
        let rows: Vec<Row> = count_lines::table
            .inner_join(packages::table.inner_join(products::table).inner_join(rooms::table))
            .inner_join(users::table.on(users::id.eq(count_lines::counted_by)))
            .left_join(balances::table.on(here))
            .filter(count_lines::count_id.eq(count))
            .order((count_lines::counted_at.desc(), count_lines::id.desc()))
            .select((
                CountLine::as_select(),
                packages::barcode,
                products::name,
                rooms::name,
                packages::status,
                users::name,
                balances::on_hand.nullable(),
                packages::inventory_type,
                packages::cost_cents,
                products::cost_cents,
                products::price_cents,
            ))
            .load(conn)?;
        let mut told = told(conn, rows.iter().map(|row| row.0.id))?;
        let counted = |(line, barcode, product, room, status, by, on_hand, inventory_type, own, usual, price): Row| Self {
            filings: told.remove(&CountLine::subject(line.id)).unwrap_or_default(),
            on_hand: on_hand.unwrap_or_default(),
            cost: own.or(usual),
            line,
            barcode,
            product,
            room,
            status,
            by,
            inventory_type,
            price,
        };
        Ok(rows.into_iter().map(counted).collect())
    }

    pub fn standing(&self) -> Standing {
        let with = |wanted: &[Filed]| self.filings.iter().rev().find(|(_, status, _)| wanted.contains(status));
        if with(&[Filed::Accepted]).is_some() {
            Standing::Adjusted
        } else if let Some((filing, ..)) = with(&[Filed::Open, Filed::Planned]) {
            Standing::Waiting(*filing)
        } else if !self.line.belongs {
            Standing::Misplaced
        } else if self.line.counted == self.line.expected {
            Standing::Equal
        } else if self.line.left_as_it_is {
            Standing::Left
        } else {
            Standing::Undecided
        }
    }

    pub fn is_undecided(&self) -> bool {
        self.standing() == Standing::Undecided
    }

    /// Nothing is left to do about it.
    pub fn is_settled(&self) -> bool {
        !matches!(self.standing(), Standing::Undecided | Standing::Waiting(_))
    }

    pub fn is_misplaced(&self) -> bool {
        self.standing() == Standing::Misplaced
    }

    pub fn differs(&self) -> bool {
        self.line.belongs && self.line.counted != self.line.expected
    }

    /// Why its last adjustment was not taken.
    pub fn refusal(&self) -> &str {
        let of_state = self.filings.last().and_then(|(_, _, refusal)| refusal.as_deref());
        self.line.refusal.as_deref().or(of_state).unwrap_or_default()
    }

    pub fn unit(&self) -> &'static str {
        Unit::of(self.inventory_type).words()
    }

    /// `+2`, `-4`, `0`.
    pub fn difference(&self) -> String {
        let difference = self.line.difference();
        if difference.is_positive() { format!("+{difference}") } else { difference.to_string() }
    }

    /// What came and went since it was counted.
    pub fn since(&self) -> Option<Quantity> {
        let adjusted = if self.standing() == Standing::Adjusted { self.line.difference() } else { Quantity::ZERO };
        let since = self.on_hand.minus(self.line.expected).minus(adjusted);
        (since != Quantity::ZERO).then_some(since)
    }

    /// Of the difference: at what was paid, or at the price where that is not known.
    pub fn value(&self) -> Cents {
        let each = self.cost.unwrap_or(self.price);
        Cents(self.line.difference().0.saturating_mul(each.0) / 100)
    }

    pub fn is_at_price(&self) -> bool {
        self.cost.is_none()
    }
}

type Told = HashMap<String, Vec<(FilingId, Filed, Option<String>)>>;

/// The adjustments of these lines, oldest first.
fn told(conn: &mut Conn, lines: impl Iterator<Item = CountLineId>) -> Result<Told> {
    let subjects: Vec<String> = lines.map(CountLine::subject).collect();
    let rows: Vec<(String, FilingId, Filed, Option<String>)> = filing_subjects::table
        .inner_join(filings::table)
        .filter(filing_subjects::subject.eq_any(subjects))
        .order(filings::id)
        .select((filing_subjects::subject, filings::id, filings::status, filings::refusal))
        .load(conn)?;
    let mut told = Told::new();
    for (subject, filing, status, refusal) in rows {
        told.entry(subject).or_default().push((filing, status, refusal));
    }
    Ok(told)
}

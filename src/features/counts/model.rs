//! The counts table, and which packages a count is of.

use crate::db::Conn;
use crate::error::{Error, OnUnique, Result, rule};
use crate::features::inventory::{Package, Status as PackageStatus};
use crate::features::products::Product;
use crate::schema::{count_lines, count_packages, counts, packages, products, rooms, stock, users};
use crate::stock as ledger;
use crate::values::{At, Barcode, CountId, LocationId, PackageId, Quantity, UserId, text_enum};
use crate::web::paging::{Cursor, PAGE_AND_ONE};
use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;

text_enum! {
    Status {
        Created = "created", "Created";
        InProgress = "in_progress", "In progress";
        Submitted = "submitted", "Submitted";
        Completed = "completed", "Completed";
        Cancelled = "cancelled", "Cancelled";
    }
}

text_enum! {
    /// What is counted.
    Scope {
        Room = "room", "Room";
        Brand = "brand", "Brand";
        Category = "category", "Category";
        /// Packages that were chosen in the list.
        Chosen = "chosen", "Chosen packages";
    }
}

text_enum! {
    /// Who completes it.
    Review {
        Simple = "simple", "Simple: any manager completes it";
        Advanced = "advanced", "Advanced: a manager who did not count completes it";
    }
}

text_enum! {
    /// What those who count are shown.
    Sight {
        Open = "open", "Open: what is expected is shown";
        Blind = "blind", "Blind: what is expected is hidden until the count is submitted";
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = counts, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Count {
    pub id: CountId,
    pub location_id: LocationId,
    pub number: i64,
    pub scope: Scope,
    pub scope_value: String,
    pub scope_words: String,
    pub review: Review,
    pub sight: Sight,
    pub status: Status,
    pub created_by: UserId,
    pub created_at: At,
    pub submitted_by: Option<UserId>,
    pub submitted_at: Option<At>,
    pub closed_by: Option<UserId>,
    pub closed_at: Option<At>,
}

/// A package of the count that nobody has counted yet.
#[derive(Debug, Clone, Queryable)]
pub struct Uncounted {
    pub package: PackageId,
    pub barcode: Barcode,
    pub product: String,
    pub room: String,
    pub on_hand: Quantity,
}

/// So many uncounted packages are shown, and can be set to zero at once.
pub const MOST_UNCOUNTED: usize = 500;

/// The packages of a count without an entry, of whatever is selected of them.
macro_rules! uncounted {
    ($count:expr, $selected:expr) => {{
        let here = stock::package_id.eq(packages::id).and(stock::place_id.eq(packages::room_id));
        let entered = count_lines::table
            .filter(count_lines::count_id.eq($count.id))
            .filter(count_lines::package_id.eq(packages::id))
            .select(count_lines::id);
        let all = packages::table
            .inner_join(products::table)
            .inner_join(rooms::table)
            .inner_join(stock::table.on(here))
            .filter(packages::location_id.eq($count.location_id))
            .filter(packages::status.eq(PackageStatus::Active))
            .filter(stock::on_hand.gt(Quantity::ZERO))
            .filter(not(exists(entered)))
            .select($selected)
            .into_boxed();
        match $count.scope {
            Scope::Room => all.filter(packages::room_id.eq($count.scope_value.clone())),
            Scope::Brand => all.filter(products::brand.eq($count.scope_value.clone())),
            Scope::Category => all.filter(products::category.eq($count.scope_value.clone())),
            Scope::Chosen => {
                let chosen = count_packages::table.filter(count_packages::count_id.eq($count.id));
                all.filter(packages::id.eq_any(chosen.select(count_packages::package_id)))
            }
        }
    }};
}

impl Status {
    /// The mark of its badge.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Created | Self::Cancelled => "quiet",
            Self::InProgress => "held",
            Self::Submitted => "waiting",
            Self::Completed => "accepted",
        }
    }

    /// Entries are still taken.
    pub fn is_counting(self) -> bool {
        matches!(self, Self::Created | Self::InProgress)
    }

    pub fn is_closed(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled)
    }
}

impl Count {
    pub fn find(conn: &mut Conn, location: LocationId, id: CountId) -> Result<Self> {
        Ok(counts::table.find(id).filter(counts::location_id.eq(location)).select(Self::as_select()).first(conn)?)
    }

    /// The brands and the categories of the catalog.
    pub fn choices(conn: &mut Conn) -> Result<(Vec<String>, Vec<String>)> {
        let brands = products::table.select(products::brand).distinct().order(products::brand).load(conn)?;
        let categories = products::table.select(products::category).distinct().order(products::category).load(conn)?;
        Ok((brands, categories))
    }

    /// The newest first, with who began each.
    pub fn listed(conn: &mut Conn, location: LocationId, cursor: &Cursor) -> Result<Vec<(Self, String)>> {
        let all = counts::table
            .inner_join(users::table.on(users::id.eq(counts::created_by)))
            .filter(counts::location_id.eq(location))
            .select((Self::as_select(), users::name))
            .limit(PAGE_AND_ONE)
            .into_boxed();
        let all = match (&cursor.older, &cursor.newer) {
            (Some(key), _) => all.filter(counts::id.lt(key.clone())).order(counts::id.desc()),
            (None, Some(key)) => all.filter(counts::id.gt(key.clone())).order(counts::id.asc()),
            (None, None) => all.order(counts::id.desc()),
        };
        Ok(all.load(conn)?)
    }

    pub fn next_number(conn: &mut Conn, location: LocationId) -> Result<i64> {
        let highest: Option<i64> =
            counts::table.filter(counts::location_id.eq(location)).select(diesel::dsl::max(counts::number)).first(conn)?;
        Ok(highest.unwrap_or_default() + 1)
    }

    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(counts::table)
            .values(self)
            .execute(tx)
            .on_unique(|| Error::Busy("Somebody else has just begun a count. Press the button again."))?;
        Ok(())
    }

    /// Goes on from where it was read; whoever was faster has it.
    pub fn go(&self, tx: &mut Conn, to: Status, by: UserId, at: At) -> Result<()> {
        let as_read = counts::table.find(self.id).filter(counts::status.eq(self.status));
        let changed = diesel::update(as_read).set(counts::status.eq(to)).execute(tx)?;
        if changed == 0 {
            return rule("Somebody else has just changed this count. Look at it again.");
        }
        let row = diesel::update(counts::table.find(self.id));
        match to {
            Status::Created | Status::InProgress => {}
            Status::Submitted => {
                row.set((counts::submitted_by.eq(by), counts::submitted_at.eq(at))).execute(tx)?;
            }
            Status::Completed | Status::Cancelled => {
                row.set((counts::closed_by.eq(by), counts::closed_at.eq(at))).execute(tx)?;
            }
        }
        Ok(())
    }

    /// Those that nobody has counted yet, as far as they are shown.
    pub fn uncounted(&self, conn: &mut Conn) -> Result<Vec<Uncounted>> {
        let columns = (packages::id, packages::barcode, products::name, rooms::name, stock::on_hand);
        let most = i64::try_from(MOST_UNCOUNTED).unwrap_or(i64::MAX);
        Ok(uncounted!(self, columns).order((products::name_lower, packages::id)).limit(most).load(conn)?)
    }

    /// And how many there are.
    pub fn uncounted_number(&self, conn: &mut Conn) -> Result<i64> {
        Ok(uncounted!(self, count_star()).first(conn)?)
    }

    /// So many are not set to 0 at once.
    pub fn must_be_few(&self, conn: &mut Conn) -> Result<()> {
        if usize::try_from(self.uncounted_number(conn)?).is_ok_and(|left| left <= MOST_UNCOUNTED) {
            return Ok(());
        }
        rule(format!(
            "More than {MOST_UNCOUNTED} packages are not counted; so many are not set to 0 at once. Count more of them first."
        ))
    }

    /// Others that are under way and may be of the same packages.
    pub fn overlapping(&self, conn: &mut Conn) -> Result<Vec<Self>> {
        let open = [Status::Created, Status::InProgress, Status::Submitted];
        let others: Vec<Self> = counts::table
            .filter(counts::location_id.eq(self.location_id))
            .filter(counts::id.ne(self.id))
            .filter(counts::status.eq_any(open))
            .order(counts::id)
            .select(Self::as_select())
            .load(conn)?;
        let overlaps = |other: &Self| other.scope != self.scope || other.scope_value == self.scope_value;
        Ok(others.into_iter().filter(overlaps).collect())
    }

    /// Whether a package is to be counted here; what a conversion made that was undone is no package any more.
    pub fn is_of(&self, conn: &mut Conn, package: &Package, product: &Product) -> Result<bool> {
        let value = self.scope_value.as_str();
        let fits = match self.scope {
            Scope::Room => package.room_id.as_str() == value,
            Scope::Brand => product.brand == value,
            Scope::Category => product.category == value,
            Scope::Chosen => {
                let row = count_packages::table.find((self.id, package.id)).select(count_packages::package_id);
                row.first::<PackageId>(conn).optional()?.is_some()
            }
        };
        Ok(fits && package.status == PackageStatus::Active && ledger::undone(conn, &[package.id])?.is_empty())
    }

    /// What a count of chosen packages is of.
    pub fn choose(&self, tx: &mut Conn, packages: &[PackageId]) -> Result<()> {
        for package in packages {
            let row = (count_packages::count_id.eq(self.id), count_packages::package_id.eq(package));
            diesel::insert_into(count_packages::table).values(row).execute(tx)?;
        }
        Ok(())
    }

    /// What is expected is nobody's to see for now.
    pub fn hides(&self) -> bool {
        self.sight == Sight::Blind && self.status.is_counting()
    }

    /// What it is of: `Room Vault`, `12 packages chosen from Brand: Sunny`.
    pub fn subject(&self) -> String {
        match self.scope {
            Scope::Chosen => self.scope_words.clone(),
            scope => format!("{} {}", scope.label(), self.scope_words),
        }
    }

    /// `Count 3, room Vault`.
    pub fn name(&self) -> String {
        let of = match self.scope {
            Scope::Chosen => self.scope_words.clone(),
            scope => format!("{} {}", scope.label().to_lowercase(), self.scope_words),
        };
        format!("Count {}, {of}", self.number)
    }

    pub fn must_be_counting(&self) -> Result<()> {
        if self.status.is_counting() {
            return Ok(());
        }
        rule(format!("Count {} is {}: nothing more is counted in it.", self.number, self.status.label().to_lowercase()))
    }

    pub fn must_be_submitted(&self) -> Result<()> {
        if self.status == Status::Submitted {
            return Ok(());
        }
        rule(format!("Count {} is {}; only a submitted one is decided.", self.number, self.status.label().to_lowercase()))
    }
}

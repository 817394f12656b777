//! Taxes (biotrack-api §2.12): what a location sold in a month is added up from its sales and filed; that locks the month where the
//! profile says so.

use super::{Action, Answer, Call, Provenance::Documented, write};
use crate::sandbox::ask::rounded;
use crate::sandbox::florida::eastern_date;
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{SaleLine, TaxReport};
use crate::sandbox::state::{Row, Selection};
use crate::sandbox::texts;
use crate::values::Cents;
use chrono::{Datelike, Months, NaiveDate};
use serde_json::Value;

pub const ACTIONS: &[Action] = &[write("tax_obligation_file", Documented, file)];

/// A month of the calendar.
struct Month {
    first: NaiveDate,
    /// The first day of the next one.
    end: NaiveDate,
}

fn file(call: &mut Call) -> Result<Answer> {
    let location = call.location()?.location;
    let month = month(call)?;
    let key = TaxReport::key(&location, month.first.month(), month.first.year());
    if call.books.profile.tax_lock && call.books.get::<TaxReport>(&key)?.is_some() {
        return refuse(refusal::taxes_already_filed());
    }
    let sold = sold_in(call, &location, &month)?;
    let (gross, excise) = (money(call, "gross_sales")?, money(call, "excise_tax")?);
    if call.ask.flag("verify") {
        let (Some(gross), Some(_)) = (gross, excise) else { return refuse(refusal::tax_figures_missing()) };
        if gross != sold {
            let submitted = call.ask.text("gross_sales").unwrap_or_default();
            return refuse(refusal::gross_sales_differ(submitted.trim(), &sold.plain()));
        }
    }
    // No source says how a state computes the tax: it is what the licensee says.
    let excise_tax = excise.unwrap_or(Cents::ZERO);
    call.books.put(&TaxReport {
        location,
        month: month.first.month(),
        year: month.first.year(),
        gross_sales: sold,
        excise_tax,
        amount_due: excise_tax,
        submit_time: call.books.now,
        time_start: midnight(month.first),
        time_end: midnight(month.end) - 1,
    })?;
    Ok([("excise_tax", number(excise_tax)?), ("total_sales", number(sold)?)]
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect())
}

/// The month that is reported; one that has not begun has nothing to report.
fn month(call: &Call) -> Result<Month> {
    let (month, year) = (call.ask.needed_int("month")?, call.ask.needed_int("year")?);
    let day = |month, year| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, u32::try_from(month).ok()?, 1);
    let Some(first) = day(month, year) else { return refuse(texts::unknown_month()) };
    let Some(end) = first.checked_add_months(Months::new(1)) else { return refuse(texts::unknown_month()) };
    if first > eastern_date(call.books.now) { refuse(texts::month_to_come()) } else { Ok(Month { first, end }) }
}

/// What was sold there in that month, less what was given back in it. Voided sales count for nothing.
fn sold_in(call: &mut Call, location: &str, month: &Month) -> Result<Cents> {
    let which = Selection { active: true, ..Selection::of(location) };
    let mut sum = Cents::ZERO;
    for entry in call.books.select(SaleLine::KIND, &which)? {
        let line: SaleLine = entry.row()?;
        let day = eastern_date(line.sale_time);
        if month.first <= day && day < month.end {
            sum = sum.plus(line.price);
        }
    }
    Ok(sum)
}

fn money(call: &Call, name: &str) -> Result<Option<Cents>> {
    let Some(text) = call.ask.text(name) else { return Ok(None) };
    rounded(&text, 2).map(|cents| Some(Cents(cents))).ok_or_else(|| texts::unreadable_field(name).into())
}

/// The moment a day begins where the periods are counted.
fn midnight(day: NaiveDate) -> i64 {
    let begins = day.and_time(chrono::NaiveTime::MIN).and_local_timezone(chrono_tz::US::Eastern);
    begins.earliest().map(|moment| moment.timestamp()).unwrap_or_default()
}

/// The sums of this answer are numbers with decimals, not text (biotrack-api, Appendix A).
fn number(cents: Cents) -> Result<Value> {
    Ok(serde_json::from_str(&cents.plain())?)
}

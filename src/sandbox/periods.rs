//! Tax periods: a month that a licence has reported its taxes for is locked where the profile says so, and what happened in it can
//! no longer be changed (biotrack-api §1.6, code 1020).

use super::actions::Call;
use super::florida::eastern_date;
use super::refusal::{self, Result, refuse};
use super::rows::TaxReport;
use chrono::Datelike;

/// The locked month (1–12, year) of that licence in which the moment lies, if it is locked.
fn locked_at(call: &mut Call, license: &str, epoch: i64) -> Result<Option<(u32, i32)>> {
    if !call.books.profile.tax_lock {
        return Ok(None);
    }
    let day = eastern_date(epoch);
    let reported = call.books.get::<TaxReport>(&TaxReport::key(license, day.month(), day.year()))?;
    Ok(reported.map(|report| (report.month, report.year)))
}

/// Refuses with 1020 when the moment lies in a locked month of that licence.
pub fn still_open(call: &mut Call, license: &str, epoch: i64) -> Result<()> {
    match locked_at(call, license, epoch)? {
        Some((month, year)) => refuse(refusal::locked_period(month, year)),
        None => Ok(()),
    }
}

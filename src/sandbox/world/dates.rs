//! Days and moments that count from the day of loading, so that a world stays usable.

use chrono::{Datelike, Days, NaiveDate};
use serde_json::Value;

/// When a world is loaded.
#[derive(Debug, Clone, Copy)]
pub struct Day {
    /// As the registry counts days.
    pub today: NaiveDate,
    /// Epoch seconds.
    pub now: i64,
}

impl Day {
    /// Replaces what counts from the loading by what it is then, in all fields that are days or moments.
    pub fn settle(&self, value: &mut Value) {
        match value {
            Value::Object(fields) => fields.iter_mut().for_each(|(name, field)| self.settle_field(name, field)),
            Value::Array(values) => values.iter_mut().for_each(|value| self.settle(value)),
            _ => {}
        }
    }

    fn settle_field(&self, name: &str, field: &mut Value) {
        let settled = match field.as_str().and_then(count) {
            Some((count, unit)) if is_day(name) => self.day(count, unit).map(|day| day.to_string().into()),
            Some((count, unit)) if is_moment(name) => self.moment(count, unit).map(Value::from),
            _ => None,
        };
        match settled {
            Some(settled) => *field = settled,
            None => self.settle(field),
        }
    }

    fn day(&self, count: i64, unit: char) -> Option<NaiveDate> {
        match unit {
            'd' if count < 0 => self.today.checked_sub_days(Days::new(count.unsigned_abs())),
            'd' => self.today.checked_add_days(Days::new(count.unsigned_abs())),
            'y' => {
                let year = self.today.year().checked_add(i32::try_from(count).ok()?)?;
                // The 29th of February is the 28th in other years.
                self.today.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 2, 28))
            }
            _ => None,
        }
    }

    fn moment(&self, count: i64, unit: char) -> Option<i64> {
        let seconds = match unit {
            'd' => 86_400,
            'h' => 3600,
            'm' => 60,
            _ => return None,
        };
        self.now.checked_add(count.checked_mul(seconds)?)
    }
}

fn is_day(name: &str) -> bool {
    name.ends_with("_on") || matches!(name, "birth_date" | "until")
}

fn is_moment(name: &str) -> bool {
    name.ends_with("time") || name.ends_with("_at") || name == "completion_date"
}

/// `-20d` as −20 and d.
fn count(text: &str) -> Option<(i64, char)> {
    let unit = text.chars().last()?;
    let number = text.strip_suffix(unit).filter(|number| number.starts_with(['+', '-']))?;
    Some((number.parse().ok()?, unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn days_and_moments_count_from_the_loading() {
        let day = Day { today: NaiveDate::from_ymd_opt(2028, 2, 29).unwrap_or_default(), now: 1_000_000 };
        let mut value = json!({
            "birth_date": "-16y", "orders": [{"starts_on": "-25d", "ends_on": "+1d"}], "sale_time": "-2h", "name": "+1d",
            "card_expires_on": "2027-01-31", "completion_date": "+1d", "depart_time": 7, "until": "-xd",
        });
        day.settle(&mut value);
        let settled = json!({
            "birth_date": "2012-02-29", "orders": [{"starts_on": "2028-02-04", "ends_on": "2028-03-01"}], "sale_time": 992_800,
            "name": "+1d", "card_expires_on": "2027-01-31", "completion_date": 1_086_400, "depart_time": 7, "until": "-xd",
        });
        assert_eq!(value, settled);
    }
}

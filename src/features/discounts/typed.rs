//! A discount as it is typed into its form, and shown there again.

use super::model::Discount;
use super::records::Said;
use super::terms::{Gives, Method, Percent, Scope, Terms, Weekdays};
use crate::error::Result;
use crate::values::{Cents, DiscountId, text_enum};
use crate::web::fields::Fields;

text_enum! {
    /// What a discount takes off, as a list to choose from.
    Kind {
        Percent = "percent", "Percent off";
        OffEach = "off_each", "$ off each unit";
        PriceOfEach = "price_of_each", "A price for each unit";
        OffTheCart = "off_the_cart", "$ off all of it together";
    }
}

impl Gives {
    pub fn kind(self) -> Kind {
        match self {
            Self::Percent(_) => Kind::Percent,
            Self::OffEach(_) => Kind::OffEach,
            Self::PriceOfEach(_) => Kind::PriceOfEach,
            Self::OffTheCart(_) => Kind::OffTheCart,
        }
    }

    /// Its number, as it is typed.
    pub fn number(self) -> String {
        match self {
            Self::Percent(percent) => percent.to_string(),
            Self::OffEach(cents) | Self::PriceOfEach(cents) | Self::OffTheCart(cents) => cents.plain(),
        }
    }
}

/// Words with commas or lines between.
pub fn list(typed: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for word in typed.split([',', '\n', '\r']).map(str::trim).filter(|word| !word.is_empty()) {
        if !all.iter().any(|one| one.eq_ignore_ascii_case(word)) {
            all.push(word.to_owned());
        }
    }
    all
}

/// Reads the form; every problem stands beside its field.
pub fn said(fields: &Fields<'_>) -> Result<Said> {
    let (name, method, gives) = (fields.text("name", 1..=60), fields.choice::<Method>("method"), gives(fields));
    let code = code(fields, method);
    let (least_units, least_spend) = (least_units(fields), fields.optional_money("least_spend"));
    let days = (fields.optional_date("starts_on"), fields.optional_date("ends_on"));
    let hours = (minute(fields, "from_minute"), minute(fields, "to_minute"));
    if let (Some(Some(first)), Some(Some(last))) = days
        && last < first
    {
        fields.problem("ends_on", "It would end before it begins. Choose a later day.");
    }
    let read = (name, method, gives, code, least_units, least_spend, days.0, days.1);
    let (name, method, gives, code, least_units, least_spend, starts_on, ends_on) = fields.done(read)?;
    let (from_minute, to_minute) = fields.done(hours)?;
    Ok(Said {
        method,
        code,
        skus: list(&fields.raw("skus").to_uppercase()),
        needs_approval: fields.ticked("needs_approval"),
        active: fields.ticked("active"),
        terms: Terms {
            id: DiscountId::new(),
            name,
            gives,
            scope: Scope {
                products: Vec::new(),
                categories: list(fields.raw("categories")),
                brands: list(fields.raw("brands")),
                tags: list(fields.raw("tags")),
            },
            stacks: fields.ticked("stacks"),
            least_units,
            least_spend: least_spend.unwrap_or_default(),
            starts_on,
            ends_on,
            weekdays: weekdays(fields),
            from_minute,
            to_minute,
        },
    })
}

fn gives(fields: &Fields<'_>) -> Option<Gives> {
    let kind = fields.choice::<Kind>("kind")?;
    if kind == Kind::Percent {
        return fields.read::<Percent>("value").map(Gives::Percent);
    }
    let cents = fields.money("value")?;
    if cents == Cents::ZERO && kind != Kind::PriceOfEach {
        fields.problem("value", "Nothing off is no discount. Type an amount above 0.");
        return None;
    }
    Some(match kind {
        Kind::OffTheCart => Gives::OffTheCart(cents),
        Kind::PriceOfEach => Gives::PriceOfEach(cents),
        Kind::OffEach | Kind::Percent => Gives::OffEach(cents),
    })
}

/// In upper case, without blanks; only for those that come by a code.
fn code(fields: &Fields<'_>, method: Option<Method>) -> Option<Option<String>> {
    if method != Some(Method::Code) {
        return Some(None);
    }
    let code = fields.text("code", 3..=20)?.to_uppercase();
    if code.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-') {
        return Some(Some(code));
    }
    fields.problem("code", "A code has letters, digits and hyphens only.");
    None
}

fn least_units(fields: &Fields<'_>) -> Option<i64> {
    if fields.raw("least_units").is_empty() { Some(0) } else { fields.whole("least_units", 0..=999) }
}

fn minute(fields: &Fields<'_>, name: &str) -> Option<i64> {
    if fields.raw(name).is_empty() { Some(0) } else { fields.minute_of_day(name) }
}

fn weekdays(fields: &Fields<'_>) -> Weekdays {
    let chosen = fields.all("weekdays").into_iter().filter_map(|place| place.parse::<u32>().ok()).filter(|place| *place < 7);
    Weekdays::of_bits(chosen.fold(0, |bits, place| bits | (1 << place)))
}

impl Discount {
    /// `16:30`, or nothing when it holds all day.
    pub fn hours(&self) -> (String, String) {
        let (from, to) = (self.terms.from_minute, self.terms.to_minute);
        let show = |minute: i64| if from == to { String::new() } else { format!("{:02}:{:02}", minute / 60, minute % 60) };
        (show(from), show(to))
    }
}

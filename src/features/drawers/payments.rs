//! The `sale_payments` table: what a ticket was paid with. Cash goes into the clerk's drawer; a debit was taken by an outside terminal
//! and is written down with its reference, never with a card's number.

use crate::db::Conn;
use crate::error::{Error, Problems, Result};
use crate::schema::sale_payments;
use crate::values::{Cents, DrawerSessionId, SaleId, text_enum};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

text_enum! {
    /// How a part of a ticket is paid.
    Method {
        Cash = "cash", "Cash";
        Debit = "debit", "Debit";
    }
}

/// More cash than this above the amount due is a slip of the keyboard, not a note that anybody hands over.
const MOST_OVER: Cents = Cents(100_000);

/// A debit that an outside terminal has taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Debit {
    pub cents: Cents,
    /// The terminal's reference, or the card's last four digits.
    pub reference: String,
}

/// What is wrong with a terminal's reference, in words: no card's number is ever written down.
pub fn wrong_reference(reference: &str) -> Option<&'static str> {
    if !reference.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-') {
        return Some("Only letters, digits and hyphens: the terminal's reference, or the card's last four digits.");
    }
    if reference.chars().filter(char::is_ascii_digit).count() >= 12 {
        return Some("That is as long as a card's number, which is never written down. Type its last four digits.");
    }
    None
}

/// What a ticket is paid with.
#[derive(Debug, Clone, Copy)]
pub struct Payment<'a> {
    /// Cash handed over.
    pub tendered: Cents,
    pub debit: Option<&'a Debit>,
    /// Where the cash goes, if drawers are kept.
    pub drawer: Option<DrawerSessionId>,
}

impl Payment<'_> {
    pub fn debit_cents(&self) -> Cents {
        self.debit.map_or(Cents::ZERO, |debit| debit.cents)
    }

    /// What is due in cash.
    pub fn cash(&self, total: Cents) -> Cents {
        total.minus(self.debit_cents())
    }

    /// What is given back of the cash handed over.
    pub fn change(&self, total: Cents) -> Cents {
        self.tendered.minus(self.cash(total))
    }

    /// The parts are enough, and not absurdly much; said beside the field.
    pub fn must_fit(&self, total: Cents) -> Result<()> {
        let (debit, due, tendered) = (self.debit_cents(), self.cash(total), self.tendered);
        let wrong = |field: &str, words: String| Err(Error::Invalid(Problems::one(field, words)));
        if debit > total {
            return wrong(
                "debit",
                format!("{debit} is more than the {total} due, and no cash is given out on a card. Debit at most {total}."),
            );
        }
        let field = if self.debit.is_some() { "split_cash" } else { "tendered" };
        if tendered < due {
            let too_little = due.minus(tendered);
            return wrong(
                field,
                match self.debit {
                    Some(_) => {
                        format!("{total} is due, and {debit} by debit and {tendered} in cash are {too_little} too little.")
                    }
                    None => format!("{due} is due, and {tendered} is {too_little} too little."),
                },
            );
        }
        let over = tendered.minus(due);
        if due == Cents::ZERO && over > Cents::ZERO {
            return wrong(field, format!("The debit pays all of it, so the {tendered} in cash are not needed. Type 0."));
        }
        if over > MOST_OVER {
            return wrong(field, format!("That is {over} more than is due. Check the amount."));
        }
        Ok(())
    }
}

/// A part of a ticket, as it was paid.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = sale_payments, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Paid {
    pub sale_id: SaleId,
    pub method: Method,
    pub amount_cents: Cents,
    pub reference: Option<String>,
}

impl Paid {
    /// The parts of a ticket, cash first.
    pub fn of(conn: &mut Conn, sale: SaleId) -> Result<Vec<Self>> {
        let parts = sale_payments::table.filter(sale_payments::sale_id.eq(sale)).order(sale_payments::method);
        Ok(parts.select(Self::as_select()).load(conn)?)
    }

    /// What of a ticket was paid in cash.
    pub fn cash_of(conn: &mut Conn, sale: SaleId) -> Result<Cents> {
        Ok(Self::of(conn, sale)?.iter().filter(|part| part.method == Method::Cash).map(|part| part.amount_cents).sum())
    }

    /// Writes both parts, the ones that are not nothing.
    pub(super) fn insert(tx: &mut Conn, sale: SaleId, payment: &Payment<'_>, total: Cents) -> Result<()> {
        let cash = Self { sale_id: sale, method: Method::Cash, amount_cents: payment.cash(total), reference: None };
        let debit = payment.debit.map(|debit| Self {
            sale_id: sale,
            method: Method::Debit,
            amount_cents: debit.cents,
            reference: Some(debit.reference.clone()),
        });
        for part in [Some(cash), debit].into_iter().flatten().filter(|part| part.amount_cents != Cents::ZERO) {
            diesel::insert_into(sale_payments::table).values(&part).execute(tx)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field_of(tendered: i64, debit: Option<i64>) -> Option<String> {
        let debit = debit.map(|cents| Debit { cents: Cents(cents), reference: "4711".into() });
        let payment = Payment { tendered: Cents(tendered), debit: debit.as_ref(), drawer: None };
        match payment.must_fit(Cents(10_200)) {
            Ok(()) => None,
            Err(Error::Invalid(problems)) => problems.iter().next().map(|(field, words)| format!("{field}: {words}")),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn the_parts_of_a_payment_must_add_up() {
        assert_eq!(field_of(10_200, None), None);
        assert_eq!(field_of(12_000, None), None);
        assert_eq!(field_of(0, Some(10_200)), None);
        assert_eq!(field_of(6_000, Some(4_200)), None);
        assert!(field_of(10_199, None).unwrap().contains("$0.01 too little"));
        assert!(field_of(5_999, Some(4_200)).unwrap().contains("$0.01 too little"));
        assert!(field_of(0, Some(10_201)).unwrap().starts_with("debit: $102.01 is more than"));
        assert!(field_of(100, Some(10_200)).unwrap().contains("not needed"));
        assert!(field_of(110_201, None).unwrap().contains("more than is due"));
        assert_eq!(field_of(110_200, None), None);
    }
}

//! How the money of a return goes back: the way it was paid, and by no way more than came by it. Otherwise a return turns a card into
//! cash; a manager who lets it go another way says why.

use super::super::drawers::{Method as PaidBy, Paid};
use super::model::{Method, Status};
use crate::db::Conn;
use crate::error::{Error, Problems, Result};
use crate::schema::returns;
use crate::values::{Cents, SaleId};
use diesel::prelude::*;

/// An amount in cash, and one by the card.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ways {
    pub cash: Cents,
    pub debit: Cents,
}

impl Ways {
    /// What was paid for a ticket by each way, less what went back by it or is on its way.
    pub fn left(conn: &mut Conn, sale: SaleId) -> Result<Self> {
        let parts = Paid::of(conn, sale)?;
        let paid = |by: PaidBy| parts.iter().filter(|part| part.method == by).map(|part| part.amount_cents).sum::<Cents>();
        let standing = returns::table.filter(returns::sale_id.eq(sale)).filter(returns::status.ne(Status::Withdrawn));
        let gone: Vec<(Cents, Cents)> = standing.select((returns::amount_cents, returns::cash_cents)).load(conn)?;
        let cash_gone: Cents = gone.iter().map(|(_, cash)| *cash).sum();
        let debit_gone: Cents = gone.iter().map(|(all, cash)| all.minus(*cash)).sum();
        let rest = |paid: Cents, gone: Cents| paid.minus(gone).max(Cents::ZERO);
        Ok(Self { cash: rest(paid(PaidBy::Cash), cash_gone), debit: rest(paid(PaidBy::Debit), debit_gone) })
    }

    pub fn words(&self) -> String {
        match (self.cash, self.debit) {
            (cash, Cents::ZERO) => format!("{cash} in cash"),
            (Cents::ZERO, debit) => format!("{debit} to the debit card"),
            (cash, debit) => format!("{cash} in cash and {debit} to the debit card"),
        }
    }

    pub fn sum(&self) -> Cents {
        self.cash.plus(self.debit)
    }

    /// How it is called that so much goes back so.
    pub fn method(&self) -> Method {
        match (self.cash, self.debit) {
            (_, Cents::ZERO) => Method::Cash,
            (Cents::ZERO, _) => Method::Debit,
            _ => Method::AsPaid,
        }
    }

    /// How `money` goes back, when so much is `left` by each way: to the card first. `other_way`: why it goes as nobody paid.
    pub fn of(method: Method, money: Cents, left: Self, other_way: Option<&str>) -> Result<Self> {
        let debit = money.min(left.debit);
        let wanted = match method {
            Method::Nothing => Self::default(),
            Method::AsPaid => Self { debit, cash: money.minus(debit) },
            Method::Cash => Self { cash: money, debit: Cents::ZERO },
            Method::Debit => Self { cash: Cents::ZERO, debit: money },
        };
        let is_within = wanted.cash <= left.cash && wanted.debit <= left.debit;
        if is_within || (other_way.is_some() && method != Method::AsPaid) {
            return Ok(wanted);
        }
        let words = format!(
            "This would give back {}, and of what was paid {} can still go back. Choose “{}”, or say below why it goes another way.",
            wanted.words(),
            left.words(),
            Method::AsPaid.label()
        );
        Err(Error::Invalid(Problems::one("refund", words)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPLIT: Ways = Ways { cash: Cents(2_000), debit: Cents(4_200) };

    #[test]
    fn money_goes_back_the_way_it_came_to_the_card_first() {
        let as_paid =
            |cents| Ways::of(Method::AsPaid, Cents(cents), SPLIT, None).map(|ways| (ways.cash.0, ways.debit.0)).unwrap();
        assert_eq!((as_paid(6_200), as_paid(4_200), as_paid(4_201)), ((2_000, 4_200), (0, 4_200), (1, 4_200)));
        assert!(Ways::of(Method::AsPaid, Cents(6_201), SPLIT, Some("because")).is_err(), "not even with a reason");
    }

    #[test]
    fn no_way_gives_back_more_than_came_by_it_unless_somebody_says_why() {
        for (method, cents) in [(Method::Cash, 2_001), (Method::Debit, 4_201)] {
            assert!(Ways::of(method, Cents(cents - 1), SPLIT, None).is_ok());
            assert!(Ways::of(method, Cents(cents), SPLIT, None).is_err());
            assert_eq!(Ways::of(method, Cents(cents), SPLIT, Some("The card is closed")).unwrap().sum(), Cents(cents));
        }
        assert_eq!(Ways::of(Method::Nothing, Cents(6_200), SPLIT, None).unwrap(), Ways::default());
    }
}

//! May this package be sold? One named clause for each reason it may not, with the words that every screen uses for it.
//!
//! Pure: the caller brings the [`Facts`]. What a person can do least about stands first, so that the first failing clause is the one
//! to show; [`failing`] gives all of them.

use crate::values::Quantity;
use chrono::NaiveDate;

/// What is known of a package, and of the product and room it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// On hand and held by nobody else.
    pub available: Quantity,
    pub has_state_id: bool,
    /// Its shipment has been received and it is on no other manifest.
    pub received: bool,
    pub scheduled: bool,
    pub destroyed: bool,
    pub customer_return: bool,
    /// The shop's own inventory status lets it be sold; none stands in the way of nothing.
    pub status_sellable: bool,
    /// −1 failed, 0 pending, 1 passed, 2 rejected (biotrack-api §2.11); none: no sample known.
    pub lab_result: Option<i64>,
    /// Two people have signed its certificate, or the location asks for no signatures.
    pub released: bool,
    /// From this day on it is not sold any more: "at or after expiry" (florida-rules 6.24).
    pub expires_on: Option<NaiveDate>,
    /// The state's inventory type is one that patients may buy.
    pub retail: bool,
    pub on_sales_floor: bool,
    pub product_active: bool,
    pub on_register: bool,
    /// Something is posted to the patient's order for each unit.
    pub has_posted_amount: bool,
}

/// Why a package may not be sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clause {
    Destroyed,
    Scheduled,
    CustomerReturn,
    NotSellableStatus,
    NotReceived,
    NoStateId,
    NotRetail,
    LabFailed,
    LabRejected,
    LabPending,
    Untested,
    NotReleased,
    Expired,
    NotOnSalesFloor,
    ProductRetired,
    NotOnRegister,
    NoPostedAmount,
    NothingAvailable,
}

impl Clause {
    /// Every one, in the order in which they are named.
    pub const ALL: [Self; 18] = [
        Self::Destroyed,
        Self::Scheduled,
        Self::CustomerReturn,
        Self::NotSellableStatus,
        Self::NotReceived,
        Self::NoStateId,
        Self::NotRetail,
        Self::LabFailed,
        Self::LabRejected,
        Self::LabPending,
        Self::Untested,
        Self::NotReleased,
        Self::Expired,
        Self::NotOnSalesFloor,
        Self::ProductRetired,
        Self::NotOnRegister,
        Self::NoPostedAmount,
        Self::NothingAvailable,
    ];

    /// The clause on a badge or in a list.
    pub fn name(self) -> &'static str {
        match self {
            Self::Destroyed => "Destroyed",
            Self::Scheduled => "Scheduled for destruction",
            Self::CustomerReturn => "Customer return",
            Self::NotSellableStatus => "Inventory status not for sale",
            Self::NotReceived => "Not received",
            Self::NoStateId => "No BioTrack identifier",
            Self::NotRetail => "Not a retail product",
            Self::LabFailed => "Failed its lab test",
            Self::LabRejected => "Rejected by the lab",
            Self::LabPending => "Lab result pending",
            Self::Untested => "No lab result",
            Self::NotReleased => "Certificate not released",
            Self::Expired => "Expired",
            Self::NotOnSalesFloor => "Not on a sales floor",
            Self::ProductRetired => "Product retired",
            Self::NotOnRegister => "Not available on the register",
            Self::NoPostedAmount => "No posted amount",
            Self::NothingAvailable => "Nothing available",
        }
    }

    /// The end of a sentence that begins "It may not be sold:", and what to do about it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Destroyed => "it has been destroyed.",
            Self::Scheduled => "it is scheduled for destruction. Put it aside.",
            Self::CustomerReturn => "it came back from a customer, and can only be destroyed or shipped back.",
            Self::NotSellableStatus => {
                "its inventory status says that it is not for sale. An inventory clerk can change the status."
            }
            Self::NotReceived => "its shipment has not been received. Receive it first.",
            Self::NoStateId => "it has no BioTrack identifier. Only tagged inventory is sold.",
            Self::NotRetail => "the state does not know it as a product for patients.",
            Self::LabFailed => "it failed its lab test.",
            Self::LabRejected => "the lab rejected its sample, so it has no passed result.",
            Self::LabPending => "its lab result is still pending.",
            Self::Untested => "no lab result is known for it.",
            Self::NotReleased => "its certificate is not released. Two people must sign it, each for themselves.",
            Self::Expired => "it has expired. Put it aside.",
            Self::NotOnSalesFloor => "its room is not a sales floor. It can be moved to one when nothing else stands in its way.",
            Self::ProductRetired => "its product has been retired from the catalog.",
            Self::NotOnRegister => "its product is not available on the register. A manager can change that in the catalog.",
            Self::NoPostedAmount => {
                "nobody has said what one unit posts to a patient's order. A manager can enter it in the catalog."
            }
            Self::NothingAvailable => "nothing of it is available.",
        }
    }

    fn fails(self, facts: &Facts, today: NaiveDate) -> bool {
        match self {
            Self::Destroyed => facts.destroyed,
            Self::Scheduled => facts.scheduled,
            Self::CustomerReturn => facts.customer_return,
            Self::NotSellableStatus => !facts.status_sellable,
            Self::NotReceived => !facts.received,
            Self::NoStateId => !facts.has_state_id,
            Self::NotRetail => !facts.retail,
            Self::LabFailed => facts.lab_result == Some(-1),
            Self::LabRejected => facts.lab_result.is_some_and(|result| !(-1..=1).contains(&result)),
            Self::LabPending => facts.lab_result == Some(0),
            Self::Untested => facts.lab_result.is_none(),
            // What has not passed has nothing to release.
            Self::NotReleased => facts.lab_result == Some(1) && !facts.released,
            Self::Expired => facts.expires_on.is_some_and(|last| last <= today),
            Self::NotOnSalesFloor => !facts.on_sales_floor,
            Self::ProductRetired => !facts.product_active,
            Self::NotOnRegister => !facts.on_register,
            Self::NoPostedAmount => !facts.has_posted_amount,
            Self::NothingAvailable => !facts.available.is_positive(),
        }
    }
}

/// Every clause that fails, the weightiest first.
pub fn failing(facts: &Facts, today: NaiveDate) -> Vec<Clause> {
    Clause::ALL.into_iter().filter(|clause| clause.fails(facts, today)).collect()
}

/// Whether the package may be sold today; if not, the clause to name.
pub fn check(facts: &Facts, today: NaiveDate) -> Result<(), Clause> {
    Clause::ALL.into_iter().find(|clause| clause.fails(facts, today)).map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();

    fn good() -> Facts {
        Facts {
            available: Quantity::ONE,
            has_state_id: true,
            received: true,
            scheduled: false,
            destroyed: false,
            customer_return: false,
            status_sellable: true,
            lab_result: Some(1),
            released: true,
            expires_on: TODAY.succ_opt(),
            retail: true,
            on_sales_floor: true,
            product_active: true,
            on_register: true,
            has_posted_amount: true,
        }
    }

    #[test]
    fn each_reason_has_its_own_clause() {
        assert_eq!(check(&good(), TODAY), Ok(()), "a package may be sold on its last day");
        type Spoil = fn(&mut Facts);
        let cases: [(Clause, Spoil); 18] = [
            (Clause::Destroyed, |f| f.destroyed = true),
            (Clause::Scheduled, |f| f.scheduled = true),
            (Clause::CustomerReturn, |f| f.customer_return = true),
            (Clause::NotSellableStatus, |f| f.status_sellable = false),
            (Clause::NotReceived, |f| f.received = false),
            (Clause::NoStateId, |f| f.has_state_id = false),
            (Clause::NotRetail, |f| f.retail = false),
            (Clause::LabFailed, |f| f.lab_result = Some(-1)),
            (Clause::LabRejected, |f| f.lab_result = Some(2)),
            (Clause::LabPending, |f| f.lab_result = Some(0)),
            (Clause::Untested, |f| f.lab_result = None),
            (Clause::NotReleased, |f| f.released = false),
            (Clause::Expired, |f| f.expires_on = Some(TODAY)),
            (Clause::NotOnSalesFloor, |f| f.on_sales_floor = false),
            (Clause::ProductRetired, |f| f.product_active = false),
            (Clause::NotOnRegister, |f| f.on_register = false),
            (Clause::NoPostedAmount, |f| f.has_posted_amount = false),
            (Clause::NothingAvailable, |f| f.available = Quantity::ZERO),
        ];
        for (clause, spoil) in cases {
            let mut facts = good();
            spoil(&mut facts);
            assert_eq!(failing(&facts, TODAY), [clause], "{}", clause.name());
        }
    }

    #[test]
    fn the_weightiest_clause_is_named_first_and_no_two_sound_alike() {
        let facts = Facts { destroyed: true, available: Quantity::ZERO, on_sales_floor: false, ..good() };
        assert_eq!(check(&facts, TODAY), Err(Clause::Destroyed));
        assert_eq!(failing(&facts, TODAY), [Clause::Destroyed, Clause::NotOnSalesFloor, Clause::NothingAvailable]);
        for (place, clause) in Clause::ALL.iter().enumerate() {
            let later = Clause::ALL.iter().skip(place + 1);
            assert!(later.clone().all(|other| other.words() != clause.words() && other.name() != clause.name()), "{clause:?}");
        }
    }
}

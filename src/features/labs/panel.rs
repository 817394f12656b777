//! What a package's page says of its test: the clock of a failed one, its samples, who released it, and what may be done.

use super::super::inventory::{Lab, Package, Status};
use super::super::products::Product;
use super::failures::{FailedTest, first_known};
use super::laboratories::Laboratory;
use super::model::SampleLine;
use super::release::{Release, Signature};
use super::worklist::in_words;
use crate::db::Conn;
use crate::error::Result;
use crate::may::{Clerk, SendSamples, SignCertificate};
use crate::rules::failed_tests::{Deadline, Urgency};
use chrono::NaiveDate;

/// See the module.
pub struct Panel {
    pub lab: Lab,
    /// The laboratory's name, if the state's list has been read.
    pub lab_name: Option<String>,
    pub samples: Vec<SampleLine>,
    /// While it has failed and nothing was decided.
    pub deadline: Option<Deadline>,
    pub signatures: Vec<Signature>,
    /// This location asks for two signatures.
    pub asks_signatures: bool,
    /// What the lab and the catalog say that one unit posts, where they differ.
    pub difference: Option<(String, String)>,
    is_active: bool,
    may_send: bool,
    may_sign: bool,
    signed_by_me: bool,
}

impl Panel {
    pub fn of(conn: &mut Conn, package: &Package, product: &Product, clerk: &Clerk) -> Result<Self> {
        let lab = Lab::of(package.lab_result);
        let is_active = package.status == Status::Active;
        let release = Release::of(conn, package)?;
        let differs = package.med_usable.filter(|amount| *amount != product.posted_amount);
        let deadline = if lab.has_failed() && is_active {
            let clocks = FailedTest::clocks(conn, &[(package.id, first_known(package))], clerk.zone)?;
            clocks.first().map(|(_, deadline)| *deadline)
        } else {
            None
        };
        Ok(Self {
            lab,
            lab_name: match &package.lab_license {
                Some(license) => Laboratory::find_by_license(conn, license)?.map(|lab| lab.name),
                None => None,
            },
            samples: SampleLine::of_package(conn, package.id)?,
            deadline,
            signatures: match &release {
                Some(release) => release.signatures(conn)?,
                None => Vec::new(),
            },
            asks_signatures: Release::is_asked_for(conn, package.location_id)?,
            difference: differs.map(|amount| (in_words(product, amount), in_words(product, product.posted_amount))),
            is_active,
            may_send: clerk.may::<SendSamples>(),
            may_sign: clerk.may::<SignCertificate>(),
            signed_by_me: release.is_some_and(|release| release.first_by == clerk.user),
        })
    }

    pub fn may_be_sampled(&self) -> bool {
        self.may_send && self.is_active && self.lab == Lab::Untested
    }

    pub fn may_be_mended(&self) -> bool {
        self.may_send && self.is_active && self.lab.has_failed()
    }

    pub fn may_be_voided(&self, line: &SampleLine) -> bool {
        self.may_send && self.is_active && line.sample.is_open()
    }

    pub fn is_released(&self) -> bool {
        self.signatures.len() > 1
    }

    /// Signing is asked for, and there is something to sign.
    pub fn wants_signatures(&self) -> bool {
        self.asks_signatures && self.is_active && self.lab.has_passed()
    }

    pub fn may_be_signed(&self) -> bool {
        self.wants_signatures() && self.may_sign && !self.is_released() && !self.signed_by_me
    }

    /// The one who reads this has signed, and somebody else must.
    pub fn waits_for_another(&self) -> bool {
        self.wants_signatures() && self.signed_by_me && !self.is_released()
    }

    pub fn clock_mark(&self, deadline: &Deadline, today: NaiveDate) -> &'static str {
        if deadline.urgency(today) == Urgency::Counting { "held" } else { "refused" }
    }
}

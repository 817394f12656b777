//! The certificate_releases table: two people look at a passed result and sign, each for themselves (florida-rules 6.17). What was
//! signed is the content of a certificate; another result is another content, and asks for new signatures. Packages of one sample may
//! post different amounts: then each content has a release of its own.

use super::super::inventory::{Change, Lab, Package};
use super::super::locations::Location;
use crate::app::{By, Record, content_hash};
use crate::db::Conn;
use crate::error::{Error, OnUnique, Result, rule};
use crate::may;
use crate::schema::{certificate_releases as releases, locations, users};
use crate::values::{At, CertificateReleaseId, LocationId, PackageId, UserId};
use diesel::prelude::*;
use serde::Serialize;

/// See the module.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = releases, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Release {
    pub id: CertificateReleaseId,
    pub content_hash: String,
    pub first_by: UserId,
    pub first_at: At,
    pub first_note: String,
    pub second_by: Option<UserId>,
    pub second_at: Option<At>,
    pub second_note: Option<String>,
}

/// One signature, for a page.
#[derive(Debug, Clone)]
pub struct Signature {
    pub by: String,
    pub at: At,
    pub note: String,
}

/// The certificate that speaks for a package: its sample's number, which sublots share.
pub fn certificate_of(package: &Package) -> String {
    package.sample_id.clone().unwrap_or_else(|| Package::subject(package.id))
}

/// What is signed.
pub fn content_of(package: &Package) -> Result<String> {
    let signed = (&package.lab_result, &package.lab_license, &package.lab_tests, package.med_usable.map(|amount| amount.0));
    content_hash("certificate", &signed)
}

impl Release {
    /// Whether this location asks for two signatures.
    pub fn is_asked_for(conn: &mut Conn, location: LocationId) -> Result<bool> {
        Ok(locations::table.find(location).select(locations::two_person_release).first(conn)?)
    }

    /// What stands of the package's certificate as it is now.
    pub fn of(conn: &mut Conn, package: &Package) -> Result<Option<Self>> {
        standing(conn, package, &content_of(package)?)
    }

    /// Whether nothing in this stands in the way of selling the package.
    pub fn lets_go(conn: &mut Conn, package: &Package) -> Result<bool> {
        if !Self::is_asked_for(conn, package.location_id)? {
            return Ok(true);
        }
        Ok(Self::of(conn, package)?.is_some_and(|release| release.second_by.is_some()))
    }

    /// The result of a package changed: what was signed of it stands no more. Whether there was something.
    pub(super) fn withdraw(tx: &mut Conn, package: &Package, now: At) -> Result<bool> {
        let signed = releases::table
            .filter(releases::location_id.eq(package.location_id))
            .filter(releases::certificate.eq(certificate_of(package)))
            .filter(releases::content_hash.eq(content_of(package)?))
            .filter(releases::withdrawn_at.is_null());
        Ok(diesel::update(signed).set(releases::withdrawn_at.eq(now)).execute(tx)? > 0)
    }

    /// Who signed, in their order.
    pub fn signatures(&self, conn: &mut Conn) -> Result<Vec<Signature>> {
        let first = Some((self.first_by, self.first_at, self.first_note.clone()));
        let second = self.second_by.zip(self.second_at).map(|(by, at)| (by, at, self.second_note.clone().unwrap_or_default()));
        let mut all = Vec::new();
        for (by, at, note) in first.into_iter().chain(second) {
            all.push(Signature { by: users::table.find(by).select(users::name).first(conn)?, at, note });
        }
        Ok(all)
    }
}

fn standing(conn: &mut Conn, package: &Package, content: &str) -> Result<Option<Release>> {
    let found = releases::table
        .filter(releases::location_id.eq(package.location_id))
        .filter(releases::certificate.eq(certificate_of(package)))
        .filter(releases::content_hash.eq(content))
        .filter(releases::withdrawn_at.is_null())
        .select(Release::as_select());
    Ok(found.first(conn).optional()?)
}

/// One person signs.
#[derive(Serialize)]
pub struct Sign {
    pub package: PackageId,
    /// The content that they saw.
    pub seen: String,
    pub note: String,
}

impl Record for Sign {
    const ACT: &'static str = "sign a certificate";
    type Needs = may::SignCertificate;
    /// Whether it is released now.
    type Done = bool;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<bool> {
        self.sign(tx, by)
    }
}

/// One person signs several, each of which they saw: all of them, or none.
#[derive(Serialize)]
pub struct SignSeveral(pub Vec<Sign>);

impl Record for SignSeveral {
    const ACT: &'static str = "sign certificates";
    type Needs = may::SignCertificate;
    /// How many are released now.
    type Done = usize;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<usize> {
        let mut released = 0;
        for one in &self.0 {
            released += usize::from(one.sign(tx, by)?);
        }
        Ok(released)
    }
}

impl Sign {
    /// Whether it is released now.
    fn sign(&self, tx: &mut Conn, by: &By<'_>) -> Result<bool> {
        let package = Package::find(tx, by.clerk.location, self.package)?;
        package.must_be_editable()?;
        let number = package.barcode.grouped();
        if !Location::find(tx, by.clerk.location)?.two_person_release {
            return rule("This location asks for no signatures under certificates; an admin can change that in its settings.");
        }
        if !Lab::of(package.lab_result).has_passed() {
            return rule(format!("Package {number} has no passed result, so there is nothing to release."));
        }
        if content_of(&package)? != self.seen {
            return rule(format!("The result of package {number} changed meanwhile, and nothing was signed. Look at it again."));
        }
        match standing(tx, &package, &self.seen)? {
            Some(first) => self.second(tx, by, &package, &first),
            None => self.first(tx, by, &package),
        }
    }

    fn first(&self, tx: &mut Conn, by: &By<'_>, package: &Package) -> Result<bool> {
        diesel::insert_into(releases::table)
            .values((
                releases::id.eq(CertificateReleaseId::new()),
                releases::location_id.eq(package.location_id),
                releases::package_id.eq(package.id),
                releases::certificate.eq(certificate_of(package)),
                releases::content_hash.eq(&self.seen),
                releases::med_usable.eq(package.med_usable),
                releases::first_by.eq(by.clerk.user),
                releases::first_at.eq(by.now),
                releases::first_note.eq(&self.note),
            ))
            .execute(tx)
            .on_unique(|| Error::Rule("Somebody signed this certificate at the same moment. Look at it again.".into()))?;
        journal(tx, package, "", "Signed once", by)?;
        Ok(false)
    }

    fn second(&self, tx: &mut Conn, by: &By<'_>, package: &Package, first: &Release) -> Result<bool> {
        if first.second_by.is_some() {
            return rule(format!("The certificate of package {} is released already.", package.barcode.grouped()));
        }
        if first.first_by == by.clerk.user {
            return rule(format!(
                "You have signed this certificate already (package {}). The second signature must be somebody else's.",
                package.barcode.grouped()
            ));
        }
        let open = releases::table.find(first.id).filter(releases::second_by.is_null()).filter(releases::withdrawn_at.is_null());
        let signed = diesel::update(open)
            .set((releases::second_by.eq(by.clerk.user), releases::second_at.eq(by.now), releases::second_note.eq(&self.note)))
            .execute(tx)?;
        if signed == 0 {
            return rule("Somebody signed this certificate at the same moment. Look at it again.");
        }
        journal(tx, package, "Signed once", "Released", by)?;
        Ok(true)
    }
}

fn journal(tx: &mut Conn, package: &Package, old: &str, new: &str, by: &By<'_>) -> Result<()> {
    let change = Change { package: package.id, property: "Certificate", old, new, by: by.clerk.user, filing: None, at: by.now };
    change.note(tx)
}

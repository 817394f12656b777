//! Whether products, packages, people, filings and uploads are as they must be.

use super::finding::{Detail, Finding, Outcome, Subject, many};
use super::own::{Held, Own};
use super::theirs::{Heard, Theirs};
use crate::biotrack::{Item, StaffStanding};
use crate::features::initial_uploads::unmapped;
use crate::features::users::User;
use crate::may::Role;
use crate::values::{At, Barcode};
use std::collections::{HashMap, HashSet};

/// Who must be in the state's staff registry: everybody who may write. An auditor only reads.
pub fn must_be_registered(user: &User) -> bool {
    user.details.role != Role::Auditor
}

/// Each person is registered exactly as they are spelled here.
pub fn staff(people: &[User], theirs: &Theirs, now: At) -> Finding {
    if let Some(why) = theirs.staff.iter().find_map(|heard| heard.as_ref().err()) {
        return Finding::unknown(Subject::Staff, now, why);
    }
    let wrong = people.iter().zip(&theirs.staff).filter_map(|(user, heard)| mismatch(user, heard)).collect();
    let right = format!("{} registered exactly as written here.", many(people.len(), "person is", "people are"));
    let words = |count| format!("{} not registered as written here, and cannot sell.", many(count, "person is", "people are"));
    Finding::of(Subject::Staff, now, right, words, wrong)
}

fn mismatch(user: &User, heard: &Heard<StaffStanding>) -> Option<Detail> {
    let (Ok(said), details) = (heard, &user.details) else { return None };
    let (name, email) = (&details.name, &details.mmur_email);
    let words = match (&said.near, said.status.as_deref()) {
        _ if said.is_active() && user.is_spelled_alike() => return None,
        _ if said.is_active() => format!("{name}: Login ID, Email and MMUR email are not the same."),
        (_, Some(status)) if said.registered => format!("{name}: “{email}” is {status} in the registry."),
        (Some(near), _) => format!("{name}: the registry has “{near}”, not “{email}”. The match is exact, case and all."),
        _ => format!("{name}: the registry does not know “{email}”."),
    };
    Some(Detail::at(words, format!("/users/{}/edit", user.id)))
}

/// Every cannabis product has what the state and the registry know it by.
pub fn catalog(own: &Own, now: At) -> Finding {
    let lacking = own.products.iter().filter_map(|product| {
        let lacks = unmapped(product);
        (!lacks.is_empty()).then(|| {
            let words = format!("{} ({}) lacks {}.", product.name, product.sku, lacks.join(", "));
            Detail::at(words, format!("/products/{}/edit", product.id))
        })
    });
    let right = format!(
        "{} an order type, a route, an inventory type and what it takes from the order.",
        many(own.products.len(), "cannabis product has", "cannabis products have")
    );
    let words = |count| format!("{} not mapped and cannot be sold.", many(count, "cannabis product is", "cannabis products are"));
    Finding::of(Subject::Catalog, now, right, words, lacking.collect())
}

/// Every package has its 16 digits, and the state has as much of it as we do.
pub fn packages(own: &Own, theirs: &Theirs, now: At) -> Finding {
    let items = match &theirs.items {
        Ok(items) => items,
        Err(why) => return Finding::unknown(Subject::Packages, now, why),
    };
    let here = |item: &&Item| item.location.as_ref() == Some(&own.location.license) && !item.deleted && !item.is_sample;
    let there: HashMap<Barcode, &Item> = items.iter().filter(here).map(|item| (item.barcode, item)).collect();
    let mut wrong: Vec<Detail> = own.packages.iter().filter_map(|held| package_differs(held, &there)).collect();
    let ours: HashSet<Barcode> = own.packages.iter().map(|held| held.barcode).collect();
    let mut strangers: Vec<&Item> = there.values().copied().filter(|item| !ours.contains(&item.barcode)).collect();
    strangers.retain(|item| item.remaining.is_positive());
    strangers.sort_by_key(|item| item.barcode);
    wrong.extend(strangers.into_iter().map(|item| {
        let name = item.product.as_deref().unwrap_or("goods without a name");
        Detail::new(format!(
            "The state says that {} of {name}, {}, is here, and it is not in stock.",
            item.remaining,
            item.barcode.grouped()
        ))
    }));
    let count = own.packages.iter().filter(|held| held.on_hand.is_positive()).count();
    let right =
        format!("{} 16 digits, and the state has as much of each.", many(count, "package has its", "packages have their"));
    let words = |count| format!("{} not the same here and in BioTrack.", many(count, "package is", "packages are"));
    Finding::of(Subject::Packages, now, right, words, wrong)
}

fn package_differs(held: &Held, there: &HashMap<Barcode, &Item>) -> Option<Detail> {
    let (url, number) = (format!("/inventory/{}", held.id), held.barcode.grouped());
    match there.get(&held.barcode) {
        Some(item) if item.remaining == held.on_hand => None,
        Some(item) => Some(Detail::at(format!("{number}: {} here, {} in BioTrack.", held.on_hand, item.remaining), url)),
        // What is used up may be gone there.
        None if !held.on_hand.is_positive() => None,
        None => {
            Some(Detail::at(format!("{number}: {} here, and BioTrack does not have it at this location.", held.on_hand), url))
        }
    }
}

/// Nothing waits for the state, and nothing contradicts it.
pub fn filings(own: &Own, now: At) -> Finding {
    let counts = own.filings;
    let mut open = Vec::new();
    if counts.open > 0 {
        open.push(Detail::at(format!("Waiting for the state: {}.", counts.open), "/filings?status=waiting"));
    }
    if counts.contradictions > 0 {
        open.push(Detail::at(
            format!("Contradictions that nobody has settled: {}.", counts.contradictions),
            "/filings?status=contradictions",
        ));
    }
    let right = "No filing is open, and nothing contradicts the state.".to_owned();
    Finding::of(Subject::Filings, now, right, |_| "Some filings are not settled.".to_owned(), open)
}

/// What was begun is finished, and no row of it became no package without a person having looked.
pub fn uploads(own: &Own, now: At) -> Finding {
    let open: Vec<Detail> = own
        .uploads
        .iter()
        .map(|upload| {
            let words = format!("Upload {}: {}.", upload.number, upload.status.label().to_lowercase());
            Detail::at(words, format!("/go-live/uploads/{}", upload.id))
        })
        .collect();
    if open.is_empty() && !own.left_behind.is_empty() {
        let count = own.left_behind.len();
        let detail = |(id, number, line): &(_, i64, i64)| {
            Detail::at(format!("Upload {number}, line {line}"), format!("/go-live/uploads/{id}?from={line}"))
        };
        let details = own.left_behind.iter().map(detail).collect();
        let words = format!(
            "{} no package. Nobody but a person can say whether that is right: look at each.",
            many(count, "row of a finished upload became", "rows of finished uploads became")
        );
        return Finding::listing(Subject::Uploads, Outcome::Unknown, now, words, details);
    }
    let right = "No upload is open, and every row of the finished ones became a package.".to_owned();
    let words = |count| format!("{} not finished.", many(count, "upload is", "uploads are"));
    Finding::of(Subject::Uploads, now, right, words, open)
}

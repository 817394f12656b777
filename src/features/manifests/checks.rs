//! What the state, or the law, would refuse of a manifest: every broken rule at once, before the state is asked.

use super::line::{Line, OnManifest};
use super::whole::{Leg, Whole};
use crate::db::Conn;
use crate::error::Result;
use crate::features::inventory::Status as PackageStatus;
use crate::features::labs::LabSample;
use crate::rules::transport::{self, Tested};
use crate::stock::{self, Owner};
use crate::values::At;
use std::collections::HashSet;

/// A broken rule, and where to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub words: String,
    pub url: String,
    /// What the link says.
    pub mend: &'static str,
}

fn broken(words: impl Into<String>, url: impl Into<String>, mend: &'static str) -> Broken {
    Broken { words: words.into(), url: url.into(), mend }
}

/// Every rule that this draft breaks.
pub fn all(conn: &mut Conn, whole: &Whole, now: At) -> Result<Vec<Broken>> {
    let mut found = carried(whole);
    found.extend(as_a_whole(whole));
    for leg in &whole.legs {
        found.extend(of_stop(whole, leg, now));
        for line in &leg.lines {
            found.extend(of_line(conn, whole, leg, line)?);
        }
    }
    Ok(found)
}

/// Who drives what.
fn carried(whole: &Whole) -> Vec<Broken> {
    let edit = format!("{}/edit", whole.manifest.url());
    let mut found = Vec::new();
    match &whole.driver {
        None => found.push(broken("No driver is chosen.", &edit, "Choose the driver")),
        Some(driver) if !driver.is_active() => {
            let words = format!("{} is retired, and no longer an employee in BioTrack.", driver.details.name);
            found.push(broken(words, &edit, "Choose another driver"));
        }
        Some(_) => {}
    }
    match (&whole.second, &whole.driver) {
        (None, _) => {
            let words = format!(
                "No second person is chosen: {} must be in a vehicle that carries marijuana (s. 381.986(8)(g), F.S.).",
                transport::PERSONS_IN_VEHICLE
            );
            found.push(broken(words, &edit, "Choose the second driver"));
        }
        (Some(second), Some(first)) if second.id == first.id => {
            found.push(broken(format!("{} is both drivers.", first.details.name), &edit, "Choose another person"));
        }
        (Some(second), _) if !second.is_active() => {
            let words = format!("{} is retired, and no longer an employee in BioTrack.", second.details.name);
            found.push(broken(words, &edit, "Choose another second driver"));
        }
        _ => {}
    }
    match &whole.vehicle {
        None => found.push(broken("No vehicle is chosen.", &edit, "Choose the vehicle")),
        Some(vehicle) if !vehicle.is_active() => {
            let words = format!("{} is retired, and no longer a vehicle in BioTrack.", vehicle.details.nickname);
            found.push(broken(words, &edit, "Choose another vehicle"));
        }
        Some(_) => {}
    }
    found
}

fn as_a_whole(whole: &Whole) -> Vec<Broken> {
    let (url, mut found) = (whole.manifest.url(), Vec::new());
    if whole.legs.is_empty() {
        found.push(broken("It has no stop.", format!("{url}/stops/new"), "Add a stop"));
    }
    let count = whole.count();
    if count > transport::MOST_PACKAGES {
        let words = format!("{count} packages are on it, and the state takes {} at most.", transport::MOST_PACKAGES);
        found.push(broken(words, format!("{url}#split"), "Split it"));
    }
    let returns: HashSet<bool> = whole.lines().map(|line| line.package.customer_return).collect();
    if returns.len() > 1 {
        let words = "It mixes what customers brought back with other goods. The state wants a manifest for each.";
        found.push(broken(words, url, "Take one kind off"));
    }
    found
}

fn of_stop(whole: &Whole, leg: &Leg, now: At) -> Vec<Broken> {
    let (stop, facility) = (&leg.stop, &leg.facility);
    let edit = format!("{}/stops/{}/edit", whole.manifest.url(), stop.id);
    let name = format!("Stop {}", stop.position);
    let mut found = Vec::new();
    if !facility.active {
        let words = format!("{name}: {} is retired.", facility.details.name);
        found.push(broken(words, &edit, "Choose another facility"));
    }
    if facility.details.license == whole.location.license {
        let words = format!("{name} is our own licence here. Moves inside one licence need no manifest.");
        found.push(broken(words, &edit, "Choose another facility"));
    }
    if facility.is_barred() {
        let words = format!(
            "{name}: {} is another company's. Only our own licences and laboratories are supplied, unless the department permits it \
             after a failed harvest (s. 381.986(8)(c), F.S.).",
            facility.details.name
        );
        found.push(broken(words, format!("/facilities/{}/edit", facility.id), "Write the permission down"));
    }
    let license = &facility.details.license;
    let twice = |other: &&Leg| other.facility.details.license == *license && other.stop.position < stop.position;
    if let Some(other) = whole.legs.iter().find(twice) {
        let words = format!("{name} goes to {license}, and so does stop {}: one licence, one stop.", other.stop.position);
        found.push(broken(words, &edit, "Choose another facility"));
    }
    if leg.lines.is_empty() {
        let words = format!("{name} has nothing on it.");
        found.push(broken(words, format!("{}#stop-{}", whole.manifest.url(), stop.id), "Add packages"));
    }
    found.extend(timed(leg, now).into_iter().map(|words| broken(format!("{name}: {words}"), &edit, "Correct the stop")));
    found
}

/// The route and the times of a stop.
fn timed(leg: &Leg, now: At) -> Vec<String> {
    let (planned, mut found) = (&leg.stop.planned, Vec::new());
    if planned.route.is_empty() {
        found.push("no route is written down.".to_owned());
    }
    match (planned.departs_at, planned.arrives_at) {
        (None, _) => found.push("no departure is planned.".to_owned()),
        (Some(departs), _) if departs < now => found.push("its departure is in the past.".to_owned()),
        (Some(departs), Some(arrives)) if arrives < departs => found.push("it arrives before it departs.".to_owned()),
        _ => {}
    }
    if planned.arrives_at.is_none() {
        found.push("no arrival is planned.".to_owned());
    }
    found
}

fn of_line(conn: &mut Conn, whole: &Whole, leg: &Leg, line: &Line) -> Result<Vec<Broken>> {
    let (package, number) = (&line.package, line.barcode().grouped());
    let page = format!("/inventory/{}", package.id);
    let here = format!("{}#stop-{}", whole.manifest.url(), leg.stop.id);
    let mut found = Vec::new();
    match OnManifest::of(conn, package.id)? {
        Some(on) if on.manifest.id != whole.manifest.id => {
            found.push(broken(format!("Package {number} is {}.", on.words()), on.manifest.url(), "Look at that manifest"));
        }
        _ => {}
    }
    if package.status != PackageStatus::Active {
        let words = format!("Package {number} is {}.", package.status.label().to_lowercase());
        found.push(broken(words, &page, "Look at the package"));
    } else if let Some(words) = taken(conn, line)? {
        found.push(broken(words, &here, "Take it off and add it again"));
    }
    if !leg.facility.is_laboratory() {
        let tested =
            Tested { inventory_type: package.inventory_type, result: package.lab_result, returned: package.customer_return };
        if let Some(why) = tested.obstacle() {
            found.push(broken(format!("Package {number} {why}"), &page, "Look at its lab result"));
        }
    }
    if let Some(words) = LabSample::words_of_retest(conn, package)? {
        found.push(broken(words, &page, "Look at the package"));
    }
    if leg.facility.needs_prices() && line.unit_price_cents.is_none() {
        let words = format!("Package {number} has no price, and {} is another company's.", leg.facility.details.name);
        found.push(broken(words, here, "Type the price"));
    }
    Ok(found)
}

/// What is on hand is not what is held for the manifest any more.
fn taken(conn: &mut Conn, line: &Line) -> Result<Option<String>> {
    let package = &line.package;
    let balance = stock::where_is(conn, package.id, package.room_id)?;
    let ours = stock::held_by(conn, Owner::OutgoingLine(line.id), package.id, package.room_id)?;
    let (number, unit) = (line.barcode().grouped(), line.unit());
    if balance.held.minus(ours).is_positive() {
        return Ok(Some(format!("{} {unit} of package {number} are held by something else.", balance.held.minus(ours))));
    }
    let same = balance.on_hand == line.quantity && ours == line.quantity;
    Ok((!same).then(|| {
        format!(
            "Package {number} has {} {unit} now, and {} are on the manifest: it is sent as a whole.",
            balance.on_hand, line.quantity
        )
    }))
}

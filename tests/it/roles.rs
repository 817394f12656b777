//! Every route with every role. The table is written by hand from the product's own rules; a route that is not in it fails the test.

use crate::support::{ADMIN, AUDITOR, Answer, BUDTENDER, COMPLIANCE, Clerk, DRIVER, INVENTORY, MANAGER, shop};
use lotbook::values::VehicleId;
use std::collections::BTreeMap;

/// One letter a role: Admin, Manager, Inventory, Budtender, Compliance, Driver, aUditor.
const EVERYBODY: &str = "AMIBCDU";

/// Who may: (method, path, roles). `-` is for everybody, signed in or not.
const TABLE: &[(&str, &str, &str)] = &[
    ("get", "/", EVERYBODY),
    ("get", "/health", "-"),
    ("post", "/theme", "-"),
    ("get", "/sign-in", "-"),
    ("post", "/sign-in", "-"),
    ("post", "/sign-out", "-"),
    // Their own, so an auditor too.
    ("post", "/passwords", EVERYBODY),
    ("get", "/passwords/new", EVERYBODY),
    ("post", "/pins", EVERYBODY),
    ("get", "/second_factors", EVERYBODY),
    ("post", "/second_factors", EVERYBODY),
    // Nobody is signed in yet: whoever has not just given a password is sent to the door.
    ("post", "/second_factors/checks", "-"),
    ("get", "/second_factors/checks/new", "-"),
    ("post", "/second_factors/confirmations", EVERYBODY),
    ("post", "/second_factors/removals", EVERYBODY),
    ("get", "/rules", EVERYBODY),
    // Whoever is not known to this browser is sent to the door.
    ("post", "/locks", "-"),
    ("get", "/locks/new", "-"),
    ("post", "/switches", "-"),
    ("get", "/filings", "CMU"),
    // Whoever filed it may see it: for an id that is not there, everybody gets the same 404.
    ("get", "/filings/{id}", EVERYBODY),
    ("post", "/filings/{id}/settlements", "CM"),
    // The banner: it says no more than that the state is silent, and since when.
    ("get", "/outage", "-"),
    ("get", "/events", "AMCU"),
    ("get", "/events.csv", "AMCU"),
    ("post", "/events/checks", "AMC"),
    ("get", "/evidence", "AMCU"),
    ("get", "/evidence/pack.zip", "AMCU"),
    ("get", "/evidence/paper", "AMCU"),
    ("get", "/inspectors", "AMCU"),
    ("post", "/inspectors", "AC"),
    ("get", "/inspectors/new", "AC"),
    ("get", "/inspectors/{id}", "AMCU"),
    ("post", "/inspectors/{id}/endings", "AC"),
    ("get", "/groups", "AU"),
    ("post", "/groups", "A"),
    ("get", "/groups/new", "A"),
    ("post", "/groups/{id}", "A"),
    ("get", "/groups/{id}/edit", "A"),
    ("post", "/groups/{id}/retirements", "A"),
    ("get", "/incidents", "AMCU"),
    ("get", "/incidents/{id}", "AMCU"),
    ("post", "/incidents/{id}/notices", "AMC"),
    ("get", "/receiving", "IMU"),
    // Asking the state is reading: only our copy of its list changes.
    ("post", "/receiving/pulls", "IMU"),
    ("get", "/receiving/{manifest}", "IMU"),
    ("post", "/receiving/{manifest}/arrivals", "IM"),
    ("get", "/receiving/{manifest}/drafts", "IM"),
    ("post", "/receiving/{manifest}/drafts", "IM"),
    ("get", "/receiving/{manifest}/scans", "IMU"),
    ("post", "/receiving/{manifest}/scans", "IM"),
    ("post", "/receiving/{manifest}/damages", "IM"),
    ("get", "/receiving/{manifest}/matches", "IM"),
    ("post", "/receiving/{manifest}/matches", "IM"),
    ("post", "/receiving/{manifest}/receipts", "IM"),
    ("get", "/receiving/purchases", "IMU"),
    ("post", "/receiving/purchases", "IM"),
    ("get", "/receiving/purchases/new", "IM"),
    ("get", "/receiving/purchases/{id}", "IMU"),
    ("post", "/receiving/purchases/{id}", "IM"),
    ("post", "/receiving/purchases/{id}/cancellations", "IM"),
    ("post", "/receiving/purchases/{id}/receipts", "IM"),
    ("get", "/receiving/purchases/{id}/receipts/new", "IM"),
    ("post", "/receiving/purchases/{id}/returns", "IM"),
    ("get", "/receiving/purchases/{id}/returns/new", "IM"),
    ("get", "/inventory", "AIMCU"),
    ("get", "/inventory/supplies", "AIMCU"),
    ("get", "/inventory/supplies.csv", "AIMCU"),
    ("get", "/inventory/supplies/{id}", "AIMCU"),
    ("post", "/inventory/supplies/{id}/adjustments", "IM"),
    ("get", "/inventory/supplies/{id}/adjustments/new", "IM"),
    ("post", "/inventory/supplies/{id}/moves", "IM"),
    ("get", "/inventory/supplies/{id}/moves/new", "IM"),
    ("get", "/inventory/packages.csv", "AIMCU"),
    // Everybody's own list, and nobody else's: an auditor has one too.
    ("get", "/inventory/columns", "AIMCU"),
    ("post", "/inventory/columns", "AIMCU"),
    ("get", "/inventory/views", "AIMCU"),
    ("post", "/inventory/views", "AIMCU"),
    ("get", "/inventory/views/new", "AIMCU"),
    ("get", "/inventory/views/{id}", "AIMCU"),
    ("post", "/inventory/views/{id}", "AIMCU"),
    ("post", "/inventory/views/{id}/removals", "AIMCU"),
    ("post", "/inventory/tag_changes", "IM"),
    ("get", "/inventory/tag_changes/new", "IM"),
    ("post", "/inventory/batches", "IM"),
    ("get", "/inventory/batches/new", "IM"),
    ("post", "/inventory/status_changes", "IM"),
    ("get", "/inventory/status_changes/new", "IM"),
    ("get", "/inventory/destruction_choices/new", "IMC"),
    ("get", "/inventory/label_choices/new", "IM"),
    ("get", "/inventory/manifest_choices/new", "IM"),
    ("get", "/facilities", "AIMCU"),
    ("post", "/facilities", "AIM"),
    ("get", "/facilities/new", "AIM"),
    ("post", "/facilities/{id}", "AIM"),
    ("get", "/facilities/{id}/edit", "AIM"),
    ("post", "/facilities/{id}/retirements", "AIM"),
    ("post", "/facilities/{id}/restorations", "AIM"),
    ("get", "/manifests", "AIMCU"),
    ("post", "/manifests", "IM"),
    ("get", "/manifests/new", "IM"),
    ("post", "/manifests/additions", "IM"),
    ("get", "/manifests/additions/new", "IM"),
    // Asking the state is reading: only our copy of what it says changes.
    ("post", "/manifests/pulls", "AIMCU"),
    ("get", "/manifests/returns", "AIMCU"),
    ("post", "/manifests/returns", "IM"),
    ("get", "/manifests/{id}", "AIMCU"),
    ("post", "/manifests/{id}", "IM"),
    ("get", "/manifests/{id}/edit", "IM"),
    ("post", "/manifests/{id}/deletions", "IM"),
    ("post", "/manifests/{id}/stops", "IM"),
    ("get", "/manifests/{id}/stops/new", "IM"),
    ("post", "/manifests/{id}/stops/{stop}", "IM"),
    ("get", "/manifests/{id}/stops/{stop}/edit", "IM"),
    ("post", "/manifests/{id}/stops/{stop}/removals", "IM"),
    ("post", "/manifests/{id}/stops/{stop}/items", "IM"),
    ("post", "/manifests/{id}/stops/{stop}/prices", "IM"),
    ("post", "/manifests/{id}/stops/{stop}/voids", "IM"),
    ("get", "/manifests/{id}/stops/{stop}/voids/new", "IM"),
    ("post", "/manifests/{id}/items/{line}/removals", "IM"),
    ("post", "/manifests/{id}/submissions", "IM"),
    ("get", "/manifests/{id}/submissions/new", "IM"),
    ("post", "/manifests/{id}/shipments", "IM"),
    ("get", "/manifests/{id}/shipments/new", "IM"),
    ("post", "/manifests/{id}/voids", "IM"),
    ("get", "/manifests/{id}/voids/new", "IM"),
    ("post", "/manifests/{id}/splits", "IM"),
    ("get", "/inventory/{id}/vendor_returns/new", "IM"),
    ("post", "/inventory/{id}/vendor_returns", "IM"),
    ("post", "/manifests/{id}/prints", "IM"),
    ("get", "/manifests/{id}/prints/{print}", "AIMCU"),
    ("get", "/inventory/{id}/external_ids/new", "IM"),
    ("post", "/inventory/{id}/external_ids", "IM"),
    ("get", "/statuses", "AIMCU"),
    ("post", "/statuses", "AM"),
    ("get", "/statuses/new", "AM"),
    ("post", "/statuses/{id}", "AM"),
    ("get", "/statuses/{id}/edit", "AM"),
    ("post", "/inventory/moves", "IM"),
    ("get", "/inventory/moves/new", "IM"),
    ("post", "/inventory/moves/scans", "IM"),
    ("get", "/inventory/{id}", "AIMCU"),
    ("get", "/inventory/{id}/adjustments/new", "IM"),
    ("post", "/inventory/{id}/adjustments", "IM"),
    ("get", "/inventory/{id}/comparisons/new", "AIMCU"),
    ("post", "/inventory/{id}/comparisons", "IM"),
    ("get", "/inventory/{id}/moves/new", "IM"),
    ("post", "/inventory/{id}/moves", "IM"),
    ("get", "/inventory/{id}/sublots/new", "IM"),
    ("post", "/inventory/{id}/sublots", "IM"),
    ("get", "/inventory/{id}/conversions/new", "IM"),
    ("post", "/inventory/{id}/conversions", "IM"),
    ("get", "/inventory/{id}/conversion_undos/new", "IM"),
    ("post", "/inventory/{id}/conversion_undos", "IM"),
    ("post", "/labels", "IM"),
    ("get", "/labels/new", "IM"),
    ("get", "/labels/{id}", "IM"),
    ("post", "/inventory/{id}/lab_readings", "IMC"),
    ("get", "/inventory/{id}/releases/new", "IMC"),
    ("post", "/inventory/{id}/releases", "IMC"),
    ("get", "/inventory/{id}/samples/new", "IMC"),
    ("post", "/inventory/{id}/samples", "IMC"),
    ("get", "/inventory/{id}/samples/{sample}/voids/new", "IMC"),
    ("post", "/inventory/{id}/samples/{sample}/voids", "IMC"),
    ("get", "/inventory/{id}/retests/new", "IMC"),
    ("post", "/inventory/{id}/retests", "IMC"),
    ("get", "/inventory/{id}/remediations/new", "IMC"),
    ("post", "/inventory/{id}/remediations", "IMC"),
    ("get", "/labs", "AIMCU"),
    ("post", "/labs/readings", "IMC"),
    ("post", "/labs/signings", "IMC"),
    ("get", "/labs/signings/new", "IMC"),
    ("get", "/destructions", "IMCU"),
    ("get", "/destructions/new", "IMC"),
    ("post", "/destructions", "IMC"),
    ("get", "/destructions/completions", "IMCU"),
    ("post", "/destructions/completions", "IMC"),
    ("get", "/destructions/completions/new", "IMC"),
    ("post", "/destructions/completions/photos", "IMC"),
    ("get", "/destructions/{id}", "IMCU"),
    ("get", "/destructions/{id}/completions/new", "IMC"),
    ("post", "/destructions/{id}/completions", "IMC"),
    ("get", "/destructions/{id}/certificate", "IMCU"),
    ("post", "/destructions/{id}/photos", "IMC"),
    ("get", "/destructions/{id}/photos/{photo}", "IMCU"),
    ("get", "/destructions/{id}/undos/new", "IMC"),
    ("post", "/destructions/{id}/undos", "IMC"),
    ("get", "/guests", "BM"),
    ("post", "/guests", "BM"),
    ("get", "/guests/events", "BM"),
    ("get", "/guests/scans", "BM"),
    ("post", "/guests/scans", "BM"),
    ("post", "/guests/lookups", "BM"),
    ("get", "/guests/lookups/{id}", "BM"),
    ("post", "/guests/lookups/{id}", "BM"),
    ("post", "/guests/lookups/{id}/refusals", "BM"),
    ("post", "/guests/cards", "AM"),
    ("get", "/guests/lanes", "AM"),
    ("post", "/guests/lanes", "AM"),
    ("get", "/guests/lanes/new", "AM"),
    ("post", "/guests/lanes/{id}", "AM"),
    ("get", "/guests/lanes/{id}/edit", "AM"),
    ("post", "/guests/lanes/{id}/shifts", "AM"),
    ("post", "/guests/lanes/{id}/retirements", "AM"),
    ("post", "/guests/lanes/{id}/restorations", "AM"),
    ("get", "/guests/{id}", "BM"),
    ("post", "/guests/{id}/moves", "BM"),
    ("post", "/guests/{id}/servings", "BM"),
    ("post", "/guests/{id}/buyers", "BM"),
    ("post", "/guests/{id}/readings", "BM"),
    ("post", "/guests/{id}/departures", "BM"),
    ("post", "/guests/{id}/turn_aways", "BM"),
    ("get", "/patients", "BMCU"),
    ("get", "/patients/searches", "BMCU"),
    ("post", "/patients/searches", "BMCU"),
    ("get", "/patients/views", "MCU"),
    ("get", "/patients/views.csv", "MCU"),
    ("get", "/patients/{id}", "BMCU"),
    ("post", "/patients/{id}/notes", "BMC"),
    ("post", "/patients/{id}/warnings", "BMC"),
    ("post", "/patients/{id}/warnings/{flag}/endings", "BMC"),
    ("post", "/patients/{id}/bans", "M"),
    ("post", "/patients/{id}/bans/{flag}/liftings", "M"),
    ("get", "/register", "BM"),
    ("get", "/register/search", "BM"),
    ("get", "/register/differences", "AMCU"),
    ("get", "/register/tender", "BM"),
    ("post", "/register/carts", "BM"),
    ("post", "/register/carts/{id}/readings", "BM"),
    ("post", "/register/carts/{id}/cancellations", "BM"),
    ("post", "/register/carts/{id}/lines", "BM"),
    ("post", "/register/carts/{id}/parkings", "BM"),
    ("post", "/register/carts/{id}/recalls", "BM"),
    ("post", "/register/carts/{id}/clearings", "BM"),
    ("get", "/register/lines/{id}/packages", "BM"),
    ("post", "/register/lines/{id}/packages", "BM"),
    ("post", "/register/carts/{id}/sales", "BM"),
    ("get", "/register/discounts", "BM"),
    ("post", "/register/discounts/{id}/removals", "BM"),
    ("post", "/register/carts/{id}/discounts", "BM"),
    ("post", "/register/lines/{id}", "BM"),
    ("post", "/register/lines/{id}/removals", "BM"),
    ("get", "/sales", "BMCU"),
    ("get", "/sales/{id}", "BMCU"),
    ("get", "/sales/{id}/receipt", "BMCU"),
    ("post", "/sales/{id}/prints", "BM"),
    ("get", "/sales/{id}/prints/new", "BM"),
    ("get", "/sales/{id}/prints/{print}", "BM"),
    ("get", "/drawers", "AMBCU"),
    ("get", "/drawers/days/{day}", "AMBCU"),
    ("post", "/drawers/hand_backs/{filing}", "MB"),
    ("post", "/drawers/places", "MB"),
    ("get", "/drawers/places/new", "MB"),
    ("get", "/drawers/reasons", "AM"),
    ("post", "/drawers/reasons", "AM"),
    ("post", "/drawers/reasons/switches", "AM"),
    ("post", "/drawers/registers", "AM"),
    ("get", "/drawers/registers/new", "AM"),
    ("post", "/drawers/registers/{id}", "AM"),
    ("get", "/drawers/registers/{id}/edit", "AM"),
    ("post", "/drawers/registers/{id}/openings", "MB"),
    ("get", "/drawers/registers/{id}/openings/new", "MB"),
    ("get", "/drawers/{id}", "AMBCU"),
    // Whoever stands at a drawer drops, counts and closes; what moves cash otherwise, or says that the books are wrong, is a manager's.
    ("post", "/drawers/{id}/adjustments", "M"),
    ("get", "/drawers/{id}/adjustments/new", "M"),
    ("post", "/drawers/{id}/closings", "MB"),
    ("get", "/drawers/{id}/closings/new", "MB"),
    ("post", "/drawers/{id}/count_cancellations", "MB"),
    ("post", "/drawers/{id}/counts", "MB"),
    ("post", "/drawers/{id}/drops", "MB"),
    ("get", "/drawers/{id}/drops/new", "MB"),
    ("post", "/drawers/{id}/pay_ins", "M"),
    ("get", "/drawers/{id}/pay_ins/new", "M"),
    ("post", "/drawers/{id}/pay_outs", "M"),
    ("get", "/drawers/{id}/pay_outs/new", "M"),
    ("post", "/drawers/{id}/transfers", "M"),
    ("get", "/drawers/{id}/transfers/new", "M"),
    ("get", "/sales/{id}/corrections/new", "BM"),
    ("get", "/sales/{id}/returns/new", "BM"),
    ("post", "/sales/{id}/returns", "BM"),
    ("get", "/sales/{id}/returns/{return}", "BMCU"),
    ("get", "/returns", "IMCU"),
    // A budtender needs a manager's PIN for it.
    ("get", "/sales/{id}/voids/new", "MB"),
    ("post", "/sales/{id}/voids", "MB"),
    ("get", "/counts", "AIMCU"),
    ("post", "/counts", "IM"),
    ("get", "/counts/new", "IM"),
    ("get", "/counts/{id}", "AIMCU"),
    ("post", "/counts/{id}/entries", "IM"),
    ("post", "/counts/{id}/entries/{line}/removals", "IM"),
    ("post", "/counts/{id}/finds/{find}/removals", "IM"),
    ("get", "/counts/{id}/submissions/new", "IM"),
    ("post", "/counts/{id}/submissions", "IM"),
    ("post", "/counts/{id}/reopenings", "M"),
    ("post", "/counts/{id}/completions", "M"),
    ("get", "/counts/{id}/cancellations/new", "IM"),
    ("post", "/counts/{id}/cancellations", "IM"),
    ("post", "/register/carts/{id}/pre_orders", "BM"),
    ("get", "/pre_orders", "BMU"),
    ("post", "/pre_orders", "BM"),
    ("get", "/pre_orders/all.csv", "BMU"),
    ("get", "/pre_orders/new", "BM"),
    ("get", "/pre_orders/{id}", "BMU"),
    ("post", "/pre_orders/{id}", "BM"),
    ("get", "/pre_orders/{id}/edit", "BM"),
    ("post", "/pre_orders/{id}/cancellations", "BM"),
    ("post", "/pre_orders/{id}/confirmations", "BM"),
    ("post", "/pre_orders/{id}/lines", "BM"),
    ("get", "/pre_orders/{id}/lines/new", "BM"),
    ("post", "/pre_orders/{id}/lines/{line}/removals", "BM"),
    ("post", "/pre_orders/{id}/notices", "BM"),
    ("get", "/pre_orders/{id}/picks", "BM"),
    ("post", "/pre_orders/{id}/picks", "BM"),
    ("post", "/pre_orders/{id}/picks/{pick}/removals", "BM"),
    ("post", "/pre_orders/{id}/readiness", "BM"),
    ("get", "/pre_orders/{id}/ticket", "BMU"),
    ("get", "/discounts", "AMBU"),
    ("post", "/discounts", "AM"),
    ("get", "/discounts/new", "AM"),
    ("post", "/discounts/exemptions", "AM"),
    ("post", "/discounts/{id}", "AM"),
    ("get", "/discounts/{id}/edit", "AM"),
    ("get", "/price_tiers", "AMBU"),
    ("post", "/price_tiers", "AM"),
    ("get", "/price_tiers/new", "AM"),
    ("post", "/price_tiers/{id}", "AM"),
    ("get", "/price_tiers/{id}/edit", "AM"),
    ("get", "/products", "AMIU"),
    ("post", "/products", "AM"),
    ("get", "/products/new", "AM"),
    ("post", "/products/{id}", "AM"),
    ("get", "/products/{id}/edit", "AM"),
    ("get", "/products/{id}", "AMIU"),
    ("get", "/products/terms", "AMIU"),
    ("post", "/products/edits", "AM"),
    ("get", "/products/edits/new", "AM"),
    ("get", "/products/exports", "AMIU"),
    ("post", "/products/imports", "AM"),
    ("get", "/products/imports/new", "AM"),
    ("get", "/products/imports/{id}", "AM"),
    ("post", "/products/imports/{id}/applications", "AM"),
    ("post", "/products/terms", "AM"),
    ("post", "/products/terms/renames", "AM"),
    ("post", "/products/terms/retirements", "AM"),
    ("get", "/products/{id}/retirements/new", "AM"),
    ("post", "/products/{id}/retirements", "AM"),
    ("post", "/products/{id}/restorations", "AM"),
    ("post", "/products/{id}/combinations", "AM"),
    ("get", "/products/{id}/combinations/new", "AM"),
    ("get", "/go-live", "AMU"),
    ("post", "/go-live/checks", "AM"),
    ("get", "/go-live/checks/{id}", "AMU"),
    ("get", "/go-live/uploads", "AMU"),
    ("post", "/go-live/uploads", "AM"),
    ("get", "/go-live/uploads/new", "AM"),
    ("get", "/go-live/uploads/template.csv", "AM"),
    ("get", "/go-live/uploads/{id}", "AMU"),
    ("get", "/go-live/uploads/{id}/rows.csv", "AMU"),
    ("post", "/go-live/uploads/{id}/judgements", "AM"),
    ("post", "/go-live/uploads/{id}/runs", "AM"),
    ("post", "/go-live/uploads/{id}/pauses", "AM"),
    ("post", "/go-live/uploads/{id}/resumptions", "AM"),
    ("post", "/go-live/uploads/{id}/retries", "AM"),
    ("post", "/go-live/uploads/{id}/cancellations", "AM"),
    ("get", "/rooms", "AIMCU"),
    ("post", "/rooms", "AM"),
    ("get", "/rooms/new", "AM"),
    ("post", "/rooms/{id}", "AM"),
    ("get", "/rooms/{id}/edit", "AM"),
    ("get", "/rooms/{id}/sign", "AIMCU"),
    ("post", "/rooms/{id}/retirements", "AM"),
    ("get", "/rooms/{id}/retirements/new", "AM"),
    ("get", "/locations/{id}/settings", "AU"),
    ("post", "/locations/{id}/settings", "A"),
    ("get", "/users", "AU"),
    ("post", "/users", "A"),
    ("get", "/users/new", "A"),
    ("post", "/users/{id}", "A"),
    ("get", "/users/{id}/edit", "A"),
    ("post", "/users/{id}/dismissals", "A"),
    ("post", "/users/{id}/reinstatements", "A"),
    ("post", "/users/{id}/registry_checks", "A"),
    ("post", "/users/{id}/second_factor_removals", "A"),
    ("get", "/users/{id}/sessions", "AU"),
    ("post", "/users/{id}/sign_outs", "A"),
    ("get", "/drivers", "AMU"),
    ("post", "/drivers", "AM"),
    ("get", "/drivers/new", "AM"),
    ("post", "/drivers/{id}", "AM"),
    ("get", "/drivers/{id}/edit", "AM"),
    ("post", "/drivers/{id}/retirements", "AM"),
    ("get", "/drivers/{id}/retirements/new", "AM"),
    ("get", "/vehicles", "AMU"),
    ("post", "/vehicles", "AM"),
    ("get", "/vehicles/new", "AM"),
    ("post", "/vehicles/{id}", "AM"),
    ("get", "/vehicles/{id}/edit", "AM"),
    ("post", "/vehicles/{id}/retirements", "AM"),
    ("get", "/vehicles/{id}/retirements/new", "AM"),
];

const PEOPLE: [(char, &str); 7] =
    [('A', ADMIN), ('M', MANAGER), ('I', INVENTORY), ('B', BUDTENDER), ('C', COMPLIANCE), ('D', DRIVER), ('U', AUDITOR)];

/// The routes of `src/routes.rs` and of what it includes; rustfmt puts those of a short scope on one line.
fn routes() -> BTreeMap<(String, String), ()> {
    let (mut found, mut scope) = (BTreeMap::new(), String::new());
    let quoted = |line: &str| line.split('"').nth(1).unwrap_or_default().to_owned();
    let files = [
        include_str!("../../src/routes.rs"),
        include_str!("../../src/routes/counter.rs"),
        include_str!("../../src/routes/desk.rs"),
        include_str!("../../src/routes/people.rs"),
        include_str!("../../src/routes/transfers.rs"),
    ];
    for line in files.into_iter().flat_map(str::lines) {
        let (bare, indent) = (line.trim(), line.len() - line.trim_start().len());
        if indent <= 8 {
            scope.clear();
        }
        if let Some(start) = bare.find("scope(\"") {
            scope = quoted(&bare[start..]);
        }
        for route in bare.split(".route(").skip(1).filter(|route| route.starts_with('"')) {
            let method = if route.contains(", get()") { "get" } else { "post" };
            found.insert((method.to_owned(), format!("{scope}{}", quoted(route))), ());
        }
    }
    found
}

fn sample(path: &str) -> String {
    path.replace("{id}", VehicleId::new().as_str())
        .replace("{sample}", VehicleId::new().as_str())
        .replace("{flag}", VehicleId::new().as_str())
        .replace("{manifest}", "1234567890123456")
}

async fn ask(clerk: &Clerk, method: &str, path: &str) -> Answer {
    match method {
        // A stream never ends: whether it begins is what matters.
        "get" if path == "/guests/events" => clerk.begun(path).await,
        "get" => clerk.ask(&sample(path)).await,
        _ => clerk.post(&sample(path), &[("form_key", lotbook::values::FormKey::new().as_str())]).await,
    }
}

#[test]
fn every_route_is_in_the_table() {
    let table: BTreeMap<(String, String), ()> =
        TABLE.iter().map(|(method, path, _)| (((*method).to_owned(), (*path).to_owned()), ())).collect();
    let routes = routes();
    assert!(routes.len() > 40, "the routes could not be read");
    for route in routes.keys() {
        assert!(table.contains_key(route), "{route:?} is in routes.rs and nobody said who may use it");
    }
    for route in table.keys() {
        assert!(routes.contains_key(route), "{route:?} is in the table and not in routes.rs");
    }
}

#[test]
fn every_role_may_do_what_it_may_and_nothing_else() {
    shop(async |shop| {
        let mut wrong = Vec::new();
        for (letter, login) in PEOPLE {
            let clerk = shop.clerk(login).await;
            for (method, path, roles) in TABLE.iter().filter(|(_, path, roles)| *roles != "-" && *path != "/sign-out") {
                let answer = ask(&clerk, method, path).await;
                let (may, refused) = (roles.contains(letter), answer.status == 403);
                let out = answer.location.as_deref().is_some_and(|to| to.starts_with("/sign-in"));
                if may == refused || out || answer.status == 500 {
                    wrong.push(format!("{login} {method} {path}: {} {:?}", answer.status, answer.location));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

/// Sent as a form and changing nothing of the shop: a search that may not stand in an address, and what is about this browser only.
const HARMLESS: [&str; 8] =
    ["/theme", "/sign-in", "/sign-out", "/locks", "/locks/new", "/switches", "/second_factors/checks", "/patients/searches"];

#[test]
fn an_inspector_reads_what_an_auditor_reads_and_changes_nothing_at_all() {
    shop(async |shop| {
        let inspector = crate::inspectors::inspector(shop).await;
        let (mut wrong, mut read, mut refused) = (Vec::new(), 0, 0);
        for (method, path, roles) in TABLE {
            if HARMLESS.contains(path) {
                continue;
            }
            let answer = ask(&inspector, method, path).await;
            let shows = *method == "get" && (roles.contains('U') || *roles == "-" || *path == "/guests");
            // Their own password and PIN were given to them; there is nothing to choose.
            let shows = shows && !["/passwords/new", "/second_factors"].contains(path);
            let is_list = !path.contains('{');
            let fits = match (*method, shows) {
                // Some need to be told which day or which packages.
                ("get", true) if is_list => [200, 303, 422].contains(&answer.status),
                ("get", true) => [200, 404].contains(&answer.status),
                ("get", false) => answer.status != 500,
                _ => answer.status == 403,
            };
            read += usize::from(answer.status == 200);
            refused += usize::from(answer.status == 403);
            if !fits {
                wrong.push(format!("{method} {path}: {} {:?}", answer.status, answer.location));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(read > 40 && refused > 150, "{read} pages read, {refused} refused");
    });
}

#[test]
fn a_stranger_is_shown_to_the_door() {
    shop(async |shop| {
        let stranger = shop.stranger();
        for (method, path, roles) in TABLE {
            let answer = ask(&stranger, method, path).await;
            if *roles == "-" {
                assert!(answer.status < 400 || *method == "post", "{path}: {}", answer.status);
            } else {
                assert!(answer.goes_to("/sign-in").starts_with("/sign-in"), "{path}");
            }
        }
    });
}

#[test]
fn a_write_from_another_site_is_refused() {
    shop(async |shop| {
        let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let send = |site: &'static str| {
            client.post(shop.url("/sign-in")).header("Sec-Fetch-Site", site).form(&[("login_id", "x")]).send()
        };
        for site in ["cross-site", "same-site"] {
            assert_eq!(send(site).await.unwrap().status(), 403, "{site}");
        }
        let foreign =
            client.post(shop.url("/sign-in")).header("Origin", "https://elsewhere.example").form(&[("login_id", "x")]).send();
        assert_eq!(foreign.await.unwrap().status(), 403);
        assert_ne!(send("same-origin").await.unwrap().status(), 403);
    });
}

#[test]
fn unknown_and_malformed_addresses_are_404_in_words() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        for path in [
            "/nowhere",
            "/inventory/not-an-id",
            "/sales/1",
            "/destructions/..%2f",
            "/vehicles/0/edit",
            "/receiving/12ab",
            "/static/x/none.css",
        ] {
            let answer = clerk.ask(path).await;
            answer.is(404);
            if !path.starts_with("/static") {
                assert!(answer.text().contains("Not found"), "{path}: {}", answer.text());
            }
        }
    });
}

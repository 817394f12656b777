//! Manifests of ours: drafted, checked, filed, shipped, voided; what is not accepted comes back.

use crate::facilities::facility;
use crate::support::{AUDITOR, Answer, BUDTENDER, Clerk, INVENTORY, MANAGER, Shop, State, shop};
use diesel::prelude::*;
use lotbook::schema::packages;
use serde_json::{Value, json};

pub const PLANT: &str = "MMTC-2019-0016-P1";
const GULF_PLANT: &str = "MMTC-2021-0031-P1";
const GULF_SHOP: &str = "MMTC-2021-0031-R1";
const PERMIT: &str = "OMMU letter of Nov 2";

/// Two drivers and a van, here and at the state.
pub async fn fleet(clerk: &Clerk) {
    for (name, license) in [("Dana Reyes", "S530"), ("Eli Stone", "S531")] {
        let form = clerk.get("/drivers/new").await.form("/drivers").set("name", name).set("born_on", "1990-02-01");
        let form = form.set("hired_on", "2020-12-23").set("license_number", license).set("phone", "(850) 555-0142");
        form.send().await.goes_to("/drivers");
    }
    clerk.van().await.send().await.goes_to("/vehicles");
}

/// A draft with one stop; its address.
pub async fn draft(clerk: &Clerk, license: &str) -> String {
    let page = clerk.get("/manifests/new").await;
    let facility = page.option_with("facility", license);
    let form = page.form("/manifests").set("title", "Friday").set("facility", &facility);
    let form = timed(form.set("route", "US-90 west"));
    form.send().await.goes_to("/manifests/").split('?').next().unwrap().to_owned()
}

fn timed(form: crate::support::Form) -> crate::support::Form {
    let day = (chrono::Utc::now().date_naive() + chrono::TimeDelta::days(2)).to_string();
    form.set("departs_on", &day).set("departs_time", "09:00").set("arrives_on", &day).set("arrives_time", "11:30")
}

/// Two drivers and the van go with it.
pub async fn crewed(clerk: &Clerk, manifest: &str) {
    let page = clerk.get(&format!("{manifest}/edit")).await;
    let (first, second) = (page.option_with("driver", "Dana"), page.option_with("second_driver", "Eli"));
    let van = page.option_with("vehicle", "Van 2");
    let form = page.form(manifest).set("driver", &first).set("second_driver", &second).set("vehicle", &van);
    form.send().await.goes_to(manifest);
}

/// Scans packages onto the stop of that number.
pub async fn scanned(clerk: &Clerk, manifest: &str, stop: usize, code: &str, part: &str) -> Answer {
    let page = clerk.get(manifest).await;
    let action = page.all_attributes("form[action$='/items']", "action")[stop - 1].clone();
    let id = action.split('/').nth_back(1).unwrap().to_owned();
    let form = page.form(&action).set(&format!("code-{id}"), code);
    form.set(&format!("part-{id}"), part).send().await
}

/// All of a stop's packages for this much each.
async fn priced(clerk: &Clerk, manifest: &str, price: &str) {
    let page = clerk.get(manifest).await;
    for action in page.all_attributes("form[action$='/prices']", "action") {
        let mut form = page.form(&action);
        for (name, _) in form.fields.clone().iter().filter(|(name, _)| name.starts_with("price-")) {
            form = form.set(name, price);
        }
        form.send().await.goes_to(manifest);
    }
}

pub async fn filed(clerk: &Clerk, manifest: &str) -> Answer {
    clerk.get(&format!("{manifest}/submissions/new")).await.form(&format!("{manifest}/submissions")).send().await
}

pub async fn shipped(clerk: &Clerk, manifest: &str) -> Answer {
    clerk.get(&format!("{manifest}/shipments/new")).await.form(&format!("{manifest}/shipments")).send().await
}

pub async fn voided(clerk: &Clerk, manifest: &str) -> Answer {
    let form = clerk.get(&format!("{manifest}/voids/new")).await.form(&format!("{manifest}/voids"));
    form.set("void_reason", "The van broke down").send().await
}

/// A manifest to our own plant with one package, ready to be filed: (its address, the barcode).
pub async fn ready(shop: &Shop, clerk: &Clerk) -> (String, String) {
    let barcode = shop.one_package().await;
    fleet(clerk).await;
    facility(clerk, PLANT, "").await.goes_to("/facilities");
    let manifest = draft(clerk, PLANT).await;
    crewed(clerk, &manifest).await;
    scanned(clerk, &manifest, 1, &barcode, "").await.goes_to(&manifest);
    (manifest, barcode)
}

/// (status, hundredths on hand) of a package, by our books.
pub async fn stands(shop: &Shop, barcode: &str) -> (String, i64) {
    let barcode = barcode.to_owned();
    shop.app()
        .read(move |conn| {
            let (id, status): (lotbook::values::PackageId, String) =
                packages::table.filter(packages::barcode.eq(&barcode)).select((packages::id, packages::status)).first(conn)?;
            Ok((status, lotbook::stock::of_package(conn, id)?.on_hand.0))
        })
        .await
        .unwrap()
}

/// Speaks to the state as somebody else.
async fn as_company(shop: &Shop, ubi: &str, login: [&str; 2], mut call: Value) -> Value {
    let sign_in = json!({ "API": "4.0", "nosession": 1, "license_number": ubi, "username": login[0], "password": login[1] });
    for (name, value) in sign_in.as_object().unwrap() {
        call[name] = value.clone();
    }
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let text = client.post(shop.state.wire()).body(call.to_string()).send().await.unwrap().text().await.unwrap();
    let said: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(said["success"], 1, "{call}: {said}");
    said
}

const US: [&str; 2] = [lotbook::demo::STATE_USER, lotbook::demo::STATE_PASSWORD];
const GULF: [&str; 2] = ["gulf@demo.example", "demo-gulf-password"];

/// The receiver's side: the driver arrived, and so much of each package was taken.
async fn received(shop: &Shop, ubi: &str, login: [&str; 2], license: &str, taken: &[(&str, &str, &str)]) {
    let manifest = shop.state.rows("manifest").await.last().unwrap()["manifestid"].clone();
    let now = chrono::Utc::now().timestamp();
    let arrive =
        json!({ "action": "inventory_manifest_arrive", "manifest_id": manifest, "location": license, "arrived_at": now });
    as_company(shop, ubi, login, arrive).await;
    let line = |(barcode, quantity, why): &(&str, &str, &str)| {
        let mut line = json!({ "barcodeid": barcode, "quantity": quantity, "uom": "each" });
        if !why.is_empty() {
            line["reject_reason"] = json!(why);
        }
        line
    };
    let data: Vec<Value> = taken.iter().map(line).collect();
    let call = json!({ "action": "inventory_transfer_inbound", "manifest_id": manifest, "location": license, "data": data });
    as_company(shop, ubi, login, call).await;
}

/// Our own plant takes so much of the package, and sends the rest back.
pub async fn refused(shop: &Shop, barcode: &str, taken: &str) {
    received(shop, "600000100", US, PLANT, &[(barcode, taken, "Wrong goods")]).await;
}

async fn pulled(clerk: &Clerk) {
    clerk.get("/manifests").await.form("/manifests/pulls").send().await.goes_to("/manifests");
}

#[test]
fn a_transfer_inside_the_company_is_filed_shipped_and_received() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let manager = shop.clerk(MANAGER).await;
        let (manifest, barcode) = ready(shop, &manager).await;
        assert_eq!(stands(shop, &barcode).await, ("active".to_owned(), 2400));
        let check = clerk.get(&format!("{manifest}/submissions/new")).await;
        check.says("No rule is broken").says("1 package on 1 stop");
        let form = check.form(&format!("{manifest}/submissions"));
        form.send().await.follow().await.says("Filed: BioTrack has the manifest");
        form.send().await.goes_to(&manifest);
        assert_eq!(shop.state.calls("inventory_manifest").await.len(), 1, "a second press is harmless");
        let told = &shop.state.calls("inventory_manifest").await[0];
        assert!(told.to_string().contains("employee_id_2"), "two persons go: {told}");
        shipped(&clerk, &manifest).await.follow().await.says("In transit").says_not("Invoice");
        assert_eq!(stands(shop, &barcode).await, ("in_transit".to_owned(), 0));
        received(shop, "600000100", US, PLANT, &[(&barcode, "24", "")]).await;
        pulled(&clerk).await;
        clerk.get(&manifest).await.says("Received").says("The driver arrived");
        assert_eq!(stands(shop, &barcode).await, ("transferred".to_owned(), 0));
        shop.clerk(AUDITOR).await.get(&manifest).await.says(&lotbook_group(&barcode)).says_not("Void");
        let package = clerk.get(&format!("/inventory?q={barcode}&zero_quantity=1")).await.link("Blue Dream");
        clerk.get(&package).await.says("Transferred out").says("sent away").says("another licensee");
        clerk.get("/manifests?status=received").await.says("Friday");
        clerk.get("/manifests?status=draft").await.says("No manifest stands there");
    });
}

fn lotbook_group(barcode: &str) -> String {
    barcode.parse::<lotbook::values::Barcode>().unwrap().grouped().replace(' ', "")
}

#[test]
fn two_stops_to_another_company_are_invoiced_by_themselves() {
    shop(async |shop| {
        let items = json!([State::item("Blue Dream 3.5 g", 28, "0.125"), State::item("Relief Balm 200 mg", 25, "200.00")]);
        let barcodes = shop.stocked(items).await;
        let clerk = shop.clerk(MANAGER).await;
        fleet(&clerk).await;
        for license in [GULF_PLANT, GULF_SHOP] {
            facility(&clerk, license, PERMIT).await.goes_to("/facilities");
        }
        let manifest = draft(&clerk, GULF_PLANT).await;
        crewed(&clerk, &manifest).await;
        let page = clerk.get(&format!("{manifest}/stops/new")).await;
        let form = page.form(&format!("{manifest}/stops")).set("facility", &page.option_with("facility", GULF_PLANT));
        let twice = timed(form).send().await.follow().await;
        assert!(twice.problem("facility").contains("one licence, one stop"));
        let form = page.form(&format!("{manifest}/stops")).set("facility", &page.option_with("facility", GULF_SHOP));
        timed(form.set("route", "I-10 west").set("stop_title", "Balm")).send().await.goes_to(&manifest);
        scanned(&clerk, &manifest, 1, &barcodes[0], "").await.goes_to(&manifest);
        scanned(&clerk, &manifest, 2, &barcodes[1], "").await.goes_to(&manifest);
        clerk.get(&format!("{manifest}/submissions/new")).await.says("2 rules are broken").says("has no price");
        priced(&clerk, &manifest, "10.50").await;
        filed(&clerk, &manifest).await.goes_to(&manifest);
        shipped(&clerk, &manifest).await.follow().await.says("INV-1").says("252.00");
        let told = shop.state.calls("inventory_transfer_outbound").await;
        assert!(told[0].to_string().contains("INV-1") && told[0].to_string().contains("252"), "{told:?}");
        for row in shop.state.rows("inventory_transfer").await.iter().filter(|row| row["location"] == "MMTC-2019-0016-R1") {
            assert_eq!((&row["price"], &row["invoice_number"]), (&json!("252.00"), &json!("INV-1")), "{row}");
        }
        let print = clerk.get(&manifest).await.form(&format!("{manifest}/prints")).with("paper", "invoice").send().await;
        print.follow().await.says("Invoice INV-1").says("Gulf Breeze Dispensary").says("Total before tax").says("252.00");
        received(shop, "600000311", GULF, GULF_PLANT, &[(&barcodes[0], "24", "")]).await;
        received(shop, "600000311", GULF, GULF_SHOP, &[(&barcodes[1], "20", "Four were broken")]).await;
        pulled(&clerk).await;
        clerk.get(&manifest).await.says("Received").says("Four were broken");
        let list = clerk.get("/manifests/returns").await;
        list.says("Four were broken").form("/manifests/returns").send().await.follow().await.says("1 package taken into stock");
        clerk.get("/manifests/returns").await.says("Nothing is outstanding");
        let back: i64 = shop
            .app()
            .read(|conn| {
                let child: lotbook::values::PackageId =
                    packages::table.filter(packages::parent_id.is_not_null()).select(packages::id).first(conn)?;
                Ok(lotbook::stock::of_package(conn, child)?.on_hand.0)
            })
            .await
            .unwrap();
        assert_eq!(back, 400, "what was not taken came back under a number of its own");
    });
}

#[test]
fn what_was_refused_as_a_whole_is_itself_again() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let (manifest, barcode) = ready(shop, &clerk).await;
        filed(&clerk, &manifest).await.goes_to(&manifest);
        shipped(&clerk, &manifest).await.goes_to(&manifest);
        received(shop, "600000100", US, PLANT, &[(&barcode, "0", "Wrong goods")]).await;
        let list = clerk.get("/manifests/returns").await;
        list.says("Wrong goods").says("24");
        let nothing = list.form("/manifests/returns").without("returned").send().await;
        nothing.follow().await.says("Nothing is chosen");
        list.form("/manifests/returns").send().await.follow().await.says("1 package taken into stock");
        assert_eq!(stands(shop, &barcode).await, ("active".to_owned(), 2400));
        clerk.get(&manifest).await.says("Received");
    });
}

#[test]
fn every_broken_rule_is_named_at_once() {
    shop(async |shop| {
        let untested = json!({ "name": "Blue Dream 3.5 g", "inventorytype": 28, "strain": "", "quantity": "24",
                               "usable_weight": "3.5", "med_usableweight": "0.125" });
        let barcode = shop.stocked(json!([untested])).await.remove(0);
        let clerk = shop.clerk(MANAGER).await;
        facility(&clerk, "MMTC-2022-0042-R1", "").await.goes_to("/facilities");
        let page = clerk.get("/manifests/new").await;
        let form = page.form("/manifests").set("title", "Bad").set("facility", &page.option_with("facility", "Sawgrass"));
        let form = form.set("departs_on", "2026-01-02").set("departs_time", "09:00").set("arrives_time", "");
        let manifest = form.send().await.goes_to("/manifests/");
        clerk.get(&format!("{manifest}/submissions/new")).await.says("Stop 1 has nothing on it");
        scanned(&clerk, &manifest, 1, &barcode, "").await.goes_to(&manifest);
        clerk.get("/facilities").await.form_to("/facilities/", "/retirements").send().await.goes_to("/facilities");
        let check = clerk.get(&format!("{manifest}/submissions/new")).await;
        for words in [
            "No driver is chosen",
            "No second person is chosen",
            "No vehicle is chosen",
            "is retired",
            "Only our own licences and laboratories are supplied",
            "no route is written down",
            "its departure is in the past",
            "no arrival is planned",
            "may go to a laboratory only",
            "has no price",
        ] {
            check.says(words);
        }
        check.says("10 rules are broken");
        assert!(!check.has("form[action$='/submissions']"), "there is nothing to press");
        let key = clerk.get(&manifest).await.form_to(&manifest, "/deletions").value("form_key");
        let forced = clerk.post(&format!("{manifest}/submissions"), &[("form_key", &key)]).await;
        assert!(forced.status == 422 || forced.status == 303, "{}", forced.status);
        assert!(shop.state.calls("inventory_manifest").await.is_empty(), "the state was not asked");
    });
}

#[test]
fn a_package_on_a_draft_cannot_be_sold_or_put_on_another() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let (manifest, barcode) = ready(shop, &clerk).await;
        let budtender = shop.clerk(BUDTENDER).await;
        budtender.cart_for("P1000001").await;
        budtender.scan(&barcode).await.follow().await.says("on Manifest 1, stop 1 (draft)");
        let other = draft(&clerk, PLANT).await;
        scanned(&clerk, &other, 1, &barcode, "").await.follow().await.says("on Manifest 1, stop 1 (draft) already");
        let page = clerk.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        clerk.get(&page).await.says("It is on Manifest 1, stop 1 (draft)");
        clerk.get(&manifest).await.form_to(&manifest, "/deletions").send().await.follow().await.says("Manifest 1 is deleted");
        scanned(&clerk, &other, 1, &barcode, "").await.goes_to(&other);
        let off = clerk.get(&other).await.attribute("button[formaction$='/removals']", "formaction");
        let key = clerk.get(&other).await.form_to(&other, "/deletions").value("form_key");
        clerk.post(&off, &[("form_key", &key)]).await.follow().await.says("was taken off, and is free");
        budtender.scan(&barcode).await.goes_to("/register");
        budtender.scan(&barcode).await.goes_to("/register");
        scanned(&clerk, &other, 1, &barcode, "").await.follow().await.says("2 each of package").says("in a cart at the register");
    });
}

#[test]
fn a_manifest_is_voided_until_something_is_received() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let (manifest, barcode) = ready(shop, &clerk).await;
        filed(&clerk, &manifest).await.goes_to(&manifest);
        let short = clerk.get(&format!("{manifest}/voids/new")).await.form(&format!("{manifest}/voids"));
        assert!(short.set("void_reason", "no").send().await.follow().await.problem("void_reason").contains("At least 5"));
        voided(&clerk, &manifest).await.follow().await.says("Voided: The van broke down");
        assert_eq!(stands(shop, &barcode).await, ("active".to_owned(), 2400));
        let again = draft(&clerk, PLANT).await;
        crewed(&clerk, &again).await;
        scanned(&clerk, &again, 1, &barcode, "").await.goes_to(&again);
        filed(&clerk, &again).await.goes_to(&again);
        shipped(&clerk, &again).await.goes_to(&again);
        voided(&clerk, &again).await.follow().await.says("Voided: The van broke down").says("Void the shipment of manifest 2");
        assert_eq!(stands(shop, &barcode).await, ("active".to_owned(), 2400));
        clerk.ask(&format!("{again}/voids/new")).await.is(422);
        let third = draft(&clerk, PLANT).await;
        crewed(&clerk, &third).await;
        scanned(&clerk, &third, 1, &barcode, "").await.goes_to(&third);
        filed(&clerk, &third).await.goes_to(&third);
        shipped(&clerk, &third).await.goes_to(&third);
        let form = clerk.get(&format!("{third}/voids/new")).await.form(&format!("{third}/voids"));
        received(shop, "600000100", US, PLANT, &[(&barcode, "24", "")]).await;
        form.set("void_reason", "Too late").send().await.follow().await.says("The state refused");
        assert_eq!(stands(shop, &barcode).await.1, 0);
    });
}

#[test]
fn one_stop_is_voided_and_the_other_leaves() {
    shop(async |shop| {
        let items = json!([State::item("Blue Dream 3.5 g", 28, "0.125"), State::item("Relief Balm 200 mg", 25, "200.00")]);
        let barcodes = shop.stocked(items).await;
        let clerk = shop.clerk(MANAGER).await;
        fleet(&clerk).await;
        for license in [PLANT, "MMTC-2019-0016-R2"] {
            facility(&clerk, license, "").await.goes_to("/facilities");
        }
        let manifest = draft(&clerk, PLANT).await;
        crewed(&clerk, &manifest).await;
        let page = clerk.get(&format!("{manifest}/stops/new")).await;
        let form = page.form(&format!("{manifest}/stops")).set("facility", &page.option_with("facility", "Tampa"));
        timed(form.set("route", "I-75 south")).send().await.goes_to(&manifest);
        for (stop, barcode) in [(1, &barcodes[0]), (2, &barcodes[1])] {
            scanned(&clerk, &manifest, stop, barcode, "").await.goes_to(&manifest);
        }
        filed(&clerk, &manifest).await.goes_to(&manifest);
        let void = clerk.get(&clerk.get(&manifest).await.link("Void stop 2")).await;
        void.form_to(&manifest, "/voids").set("void_reason", "Tampa is closed").send().await.goes_to(&manifest);
        assert_eq!(stands(shop, &barcodes[1]).await, ("active".to_owned(), 2400));
        shipped(&clerk, &manifest).await.goes_to(&manifest);
        assert_eq!(stands(shop, &barcodes[0]).await, ("in_transit".to_owned(), 0));
        let budtender = shop.clerk(BUDTENDER).await;
        budtender.cart_for("P1000001").await;
        budtender.scan(&barcodes[0]).await.follow().await.says("may not be sold");
    });
}

#[test]
fn part_of_a_package_goes_as_a_sublot_in_the_same_go() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let manager = shop.clerk(MANAGER).await;
        let barcode = shop.one_package().await;
        fleet(&manager).await;
        facility(&manager, PLANT, "").await.goes_to("/facilities");
        let manifest = draft(&manager, PLANT).await;
        let many = scanned(&clerk, &manifest, 1, &barcode, "99").await.follow().await;
        many.says("At most 24");
        scanned(&clerk, &manifest, 1, &barcode, "1.5").await.follow().await.says("type a whole number");
        scanned(&clerk, &manifest, 1, "123", "").await.follow().await.says("There is no package here with the identifier 123");
        scanned(&clerk, &manifest, 1, &barcode, "10").await.follow().await.says("are a sublot of their own now");
        assert_eq!(stands(shop, &barcode).await, ("active".to_owned(), 1400));
        crewed(&manager, &manifest).await;
        filed(&clerk, &manifest).await.goes_to(&manifest);
        let told = shop.state.calls("inventory_manifest").await;
        assert!(!told[0].to_string().contains(&barcode), "the sublot goes, not its source: {told:?}");
    });
}

#[test]
fn two_clerks_file_one_draft_and_the_state_hears_of_it_once() {
    shop(async |shop| {
        let (one, two) = (shop.clerk(MANAGER).await, shop.clerk(INVENTORY).await);
        let (manifest, _) = ready(shop, &one).await;
        let url = format!("{manifest}/submissions/new");
        let forms = (
            one.get(&url).await.form(&format!("{manifest}/submissions")),
            two.get(&url).await.form(&format!("{manifest}/submissions")),
        );
        shop.state.delay("inventory_manifest", 300, 1).await;
        let (first, second) = tokio::join!(forms.0.send(), forms.1.send());
        // Whoever came second is told so, on the form they come back to.
        let mut says = Vec::new();
        for (clerk, answer) in [(&one, first), (&two, second)] {
            says.push(clerk.ask(&answer.location.unwrap()).await.text());
        }
        assert_eq!(shop.state.calls("inventory_manifest").await.len(), 1, "{says:?}");
        assert!(says.iter().any(|text| text.contains("Filed: BioTrack has the manifest")), "{says:?}");
    });
}

#[test]
fn chosen_in_the_inventory_packages_begin_a_manifest() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let barcode = shop.one_package().await;
        facility(&clerk, PLANT, "").await.goes_to("/facilities");
        let id = clerk.get(&format!("/inventory?q={barcode}")).await.attribute("input[name='chosen']", "value");
        let page = clerk.ask(&format!("/inventory/manifest_choices/new?chosen={id}")).await.follow().await;
        page.form("/manifests/additions").send().await.follow().await.says("Choose a draft, or where a new manifest goes");
        let facility = page.option_with("new_for", PLANT);
        let manifest = page.form("/manifests/additions").set("new_for", &facility).send().await.goes_to("/manifests/");
        clerk.get(&manifest).await.says("1 package").says("Blue Dream");
    });
}

#[test]
fn a_part_goes_back_to_the_vendor_in_one_flow() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let barcode = shop.one_package().await;
        let page = clerk.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        clerk.get(&format!("{page}/vendor_returns/new")).await.says("Add the vendor first");
        facility(&clerk, PLANT, "").await.goes_to("/facilities");
        let form = clerk.get(&clerk.get(&page).await.link("Return to vendor")).await.form(&format!("{page}/vendor_returns"));
        assert!(!form.value("facility").is_empty(), "who sent it is chosen already");
        let form = form.set("return_reason", "Labels came off");
        form.clone().set("return_quantity", "25").send().await.follow().await.says("At most 24");
        let form = form.set("return_quantity", "4");
        let manifest = form.send().await.goes_to("/manifests/");
        assert_eq!(form.send().await.goes_to("/manifests/"), manifest, "a second press is harmless");
        clerk.get(&manifest).await.says("Return to vendor, 1 package").says("4 each").says("Labels came off");
        assert_eq!(stands(shop, &barcode).await, ("active".to_owned(), 2000));
        let form = clerk.get(&format!("{page}/vendor_returns/new")).await.form(&format!("{page}/vendor_returns"));
        let whole = form.set("return_reason", "The rest, too").send().await;
        whole.follow().await.says("The package is on a draft, and held for it").says("20 each");
        shop.state.refuse("inventory_split", "Not now.").await;
        let other = shop.one_package().await;
        let page = clerk.get(&format!("/inventory?q={other}")).await.link("Blue Dream");
        let form = clerk.get(&format!("{page}/vendor_returns/new")).await.form(&format!("{page}/vendor_returns"));
        let refused = form.set("return_reason", "Labels came off").set("return_quantity", "4").send().await;
        refused.follow().await.says("Not now.");
        clerk.get("/manifests?status=deleted").await.says("Return of Blue Dream");
        fleet(&shop.clerk(MANAGER).await).await;
        crewed(&clerk, &manifest).await;
        clerk.get(&format!("{manifest}/submissions/new")).await.says("no route is written down").says("no departure is planned");
    });
}

#[test]
fn more_than_a_thousand_packages_are_split() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let (manifest, barcode) = ready(shop, &clerk).await;
        let nothing = clerk.post(&format!("{manifest}/splits"), &[("form_key", lotbook::values::FormKey::new().as_str())]).await;
        assert_eq!(nothing.status, 303, "{}", nothing.text());
        clerk.get("/manifests").await.says_not("Friday, the rest");
        many_more(shop, &barcode, 1000).await;
        clerk.get(&format!("{manifest}/submissions/new")).await.says("1001 packages are on it, and the state takes 1000 at most");
        let page = clerk.get(&manifest).await;
        let new = page.form(&format!("{manifest}/splits")).send().await.goes_to("/manifests/");
        clerk.get(&new).await.says("1 package").says("US-90 west").says("Friday, the rest").says("Dana Reyes");
        clerk.get(&manifest).await.says("1000 packages");
        one_again(shop, &barcode).await;
    });
}

/// So many more lines on the only draft, of packages that are there for this test alone.
async fn many_more(shop: &Shop, barcode: &str, count: usize) {
    let barcode = barcode.to_owned();
    shop.app()
        .db
        .write(move |tx| -> lotbook::error::Result<()> {
            use lotbook::schema::{outgoing_lines as lines, outgoing_stops as stops};
            let source: String = packages::table.filter(packages::barcode.eq(&barcode)).select(packages::id).first(tx)?;
            let (stop, manifest): (String, String) = stops::table.select((stops::id, stops::manifest_id)).first(tx)?;
            for _ in 0..count {
                diesel::insert_into(lines::table)
                    .values((
                        lines::id.eq(lotbook::values::OutgoingLineId::new()),
                        lines::manifest_id.eq(&manifest),
                        lines::stop_id.eq(&stop),
                        lines::package_id.eq(&source),
                        lines::quantity.eq(100_i64),
                        lines::is_open.eq(false),
                        lines::returned.eq(0_i64),
                    ))
                    .execute(tx)?;
            }
            Ok(())
        })
        .await
        .unwrap();
}

/// Without them.
async fn one_again(shop: &Shop, _: &str) {
    shop.app()
        .db
        .write(|tx| -> lotbook::error::Result<()> {
            use lotbook::schema::outgoing_lines as lines;
            diesel::delete(lines::table.filter(lines::is_open.eq(false))).execute(tx)?;
            Ok(())
        })
        .await
        .unwrap();
}

#[test]
fn a_print_stays_as_it_was() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let (manifest, _) = ready(shop, &clerk).await;
        filed(&clerk, &manifest).await.goes_to(&manifest);
        let form = clerk.get(&manifest).await.form(&format!("{manifest}/prints")).with("paper", "manifest");
        let print = form.send().await.goes_to(&format!("{manifest}/prints/"));
        let paper = clerk.get(&print).await;
        for words in
            ["Dana Reyes", "Eli Stone", "plate ABC123", "US-90 west", "Lotbook Demo Processing", "24 each", "Departs, about"]
        {
            paper.says(words);
        }
        let list = clerk.get("/facilities").await;
        let edit = clerk.get(&list.link("Lotbook Demo Processing")).await.form("/facilities/");
        edit.set("facility_name", "Renamed").send().await.goes_to("/facilities");
        clerk.get("/facilities").await.says("Renamed");
        clerk.get(&print).await.says("Lotbook Demo Processing").says_not("Renamed");
        let invoice = clerk.get(&manifest).await.form(&format!("{manifest}/prints")).with("paper", "invoice").send().await;
        invoice.follow().await.says("has no invoice");
    });
}

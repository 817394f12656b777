//! The guest list: who is let in, what each refusal says, who has whom, and that every screen hears of it.

use crate::register::{ADA, MINOR, RUTH, stocked};
use crate::support::{Answer, BUDTENDER, Clerk, MANAGER, Page, Shop, shop};
use chrono::{Days, Local, NaiveDate};
use diesel::prelude::*;
use lotbook::schema::{guest_lookups, guests, patient_licences, patients, registry_reads};
use serde_json::json;
use std::time::Duration;

/// The code of a licence, as a keyboard types it that knows no control characters but Enter.
pub fn licence(first: &str, last: &str, born: NaiveDate, expires: NaiveDate) -> String {
    format!(
        "@\nANSI 636010090002DL00410278ZF03190011DLDAQL532{last}804740\nDCS{last}\nDDEN\nDAC{first}\nDDFN\nDADNONE\nDDGN\n\
         DBD03142023\nDBB{}\nDBA{}\nDBC2\nDAG12 BAYSHORE DR\nDAITAMPA\nDAJFL\nDAK336060000\nDCGUSA\n",
        born.format("%m%d%Y"),
        expires.format("%m%d%Y")
    )
}

fn today() -> NaiveDate {
    Local::now().date_naive()
}

fn in_days(days: u64) -> NaiveDate {
    today() + Days::new(days)
}

fn born() -> NaiveDate {
    NaiveDate::from_ymd_opt(1980, 3, 14).unwrap()
}

/// Whatever is scanned or typed at the desk.
pub async fn scan(clerk: &Clerk, code: &str) -> Answer {
    clerk.get("/guests").await.form("/guests/scans").set("guest", code).send().await
}

/// The page of whoever has this card, before the check-in.
pub async fn lookup(clerk: &Clerk, card: &str) -> Page {
    let url = scan(clerk, card).await.goes_to("/guests/lookups/");
    clerk.get(&url).await
}

/// Checks in by card; the list afterwards.
pub async fn check_in(clerk: &Clerk, card: &str) -> Page {
    lookup(clerk, card).await.form("/guests").send().await.goes_to("/guests");
    clerk.get("/guests").await
}

/// The guest whose card has these words.
fn guest_in(page: &Page) -> String {
    page.attribute(".guest", "data-guest")
}

/// The words of the lane with this name.
fn lane(page: &Page, name: &str) -> String {
    let lanes = page.all(".lane");
    lanes.into_iter().find(|lane| lane.starts_with(name)).unwrap_or_else(|| panic!("no lane {name}: {}", page.text()))
}

async fn count_of_views(shop: &Shop) -> i64 {
    shop.app().read(|conn| Ok(lotbook::schema::patient_views::table.count().get_result(conn)?)).await.unwrap()
}

#[test]
fn a_guest_comes_by_card_is_served_and_is_done_with_the_sale() {
    shop(async |shop| {
        let barcode = stocked(shop, json!([crate::register::blue_dream()])).await.remove(0);
        let clerk = shop.clerk(BUDTENDER).await;
        let desk = lookup(&clerk, ADA).await;
        desk.says("Check in AL").says("Age passes").says("Card").says("days left").says("Registry read").says("Smoking");
        let list = check_in(&clerk, ADA).await;
        assert!(lane(&list, "Waiting").contains("A. L.") && lane(&list, "Waiting").contains("Walk-in"), "{}", list.text());
        list.says_not("Lindqvist").says_not("Ada");
        let guest = guest_in(&list);
        list.form(&format!("/guests/{guest}/servings")).send().await.goes_to("/register");
        clerk.get("/register").await.says("Ada Lindqvist");
        let list = clerk.get("/guests").await;
        assert!(lane(&list, "With a budtender").contains("you have them"));
        clerk.scan(&barcode).await.goes_to("/register");
        clerk.sell().await.goes_to("/sales/");
        let list = clerk.get("/guests").await;
        assert!(lane(&list, "Done").contains("Served") && lane(&list, "Done").contains("served by you"), "{}", list.text());
        list.says_not("you have them");
        let seen_by_another = shop.clerk(MANAGER).await.get("/guests").await;
        assert!(lane(&seen_by_another, "Done").contains("served by Ben Carter"), "{}", seen_by_another.text());
        // And again: the visit before is over.
        check_in(&clerk, ADA).await;
    });
}

#[test]
fn a_cart_that_is_cancelled_ends_the_visit_and_one_opened_by_card_begins_one() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        let page = clerk.cart_for(ADA).await;
        let list = clerk.get("/guests").await;
        assert!(lane(&list, "With a budtender").contains("A. L."), "{}", list.text());
        let cancel = page.attribute("form[action$='/cancellations']", "action");
        page.form(&cancel).send().await.goes_to("/register");
        let list = clerk.get("/guests").await;
        assert!(lane(&list, "Done").contains("Left"), "{}", list.text());
        list.says_not("you have them").says_not("served by");
    });
}

#[test]
fn a_sale_that_waits_for_the_state_keeps_its_guest() {
    shop(async |shop| {
        let barcode = stocked(shop, json!([crate::register::blue_dream()])).await.remove(0);
        let clerk = shop.clerk(BUDTENDER).await;
        let list = check_in(&clerk, ADA).await;
        list.form(&format!("/guests/{}/servings", guest_in(&list))).send().await.goes_to("/register");
        clerk.scan(&barcode).await.goes_to("/register");
        shop.state.fault("sale_dispense", "drop_after", 1).await;
        clerk.sell().await.goes_to("/filings/");
        let list = clerk.get("/guests").await;
        assert!(lane(&list, "With a budtender").contains("Waiting for the state"), "{}", list.text());
        shop.sweep().await;
        assert!(lane(&clerk.get("/guests").await, "Done").contains("Served"));
    });
}

#[test]
fn who_may_not_be_served_is_not_checked_in_and_is_told_why() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        shop.state
            .patient(json!({
                "card_id": "P5000001", "card_key": "key-P5000001", "first_name": "Nora", "last_name": "Noorder",
                "birth_date": "1980-01-01", "status": "active", "card_expires_on": in_days(100).to_string(),
                "certification_expires_on": in_days(100).to_string(), "caregivers": [], "exceptions": [], "history": [], "orders": [],
            }))
            .await;
        for (card, words) in [
            ("P9999999", "does not know this card"),
            ("P1000004", "is expired in the registry"),
            ("P1000005", "is suspended in the registry"),
            ("P5000001", "no open order"),
        ] {
            let page = lookup(&clerk, card).await;
            page.says("No check-in.").says(words);
            assert!(!page.has("form[action='/guests'] [name=lookup]"), "{card} could be checked in");
            // A form that somebody kept open does not get past it either.
            let id = page.path.trim_start_matches("/guests/lookups/").to_owned();
            let key = lotbook::values::FormKey::new();
            let sent = clerk.post("/guests", &[("form_key", key.as_str()), ("lookup", &id), ("errand", "walk_in")]).await;
            sent.follow().await.says(words);
        }
        let turned = lookup(&clerk, "P1000005")
            .await
            .form_to("/guests/lookups/", "/refusals")
            .set("reason", "Suspended card")
            .send()
            .await;
        turned.goes_to("/guests");
        assert!(lane(&clerk.get("/guests").await, "Done").contains("Turned away"));
        let nobody: i64 =
            shop.app().read(|conn| Ok(guests::table.filter(guests::ended_at.is_null()).count().get_result(conn)?)).await.unwrap();
        assert_eq!(nobody, 0);
    });
}

#[test]
fn a_minor_comes_with_a_caregiver_of_the_states_list_or_not_at_all() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        let page = lookup(&clerk, MINOR).await;
        page.says("Under 18").says("Caregiver Elena Rivera").says_not("The patient");
        // The only one who may buy is chosen already; nobody is refused in our words, not in the browser's.
        assert_eq!(page.attribute("input[name='caregiver'][checked]", "value"), "C2000003");
        assert!(!page.has("input[name='caregiver'][required]"));
        let alone = page.form("/guests").without("caregiver").send().await.follow().await;
        alone.says("under 18: only their caregiver may buy");
        let stranger = alone.form("/guests").set("caregiver", "C2000008").send().await.follow().await;
        stranger.says("not registered for this patient");
        stranger.form("/guests").set("caregiver", "C2000003").send().await.goes_to("/guests");
        let list = clerk.get("/guests").await;
        list.says("a caregiver buys");
        list.form(&format!("/guests/{}/servings", guest_in(&list))).send().await.goes_to("/register");
        clerk.get("/register").await.says("buys · •••• 0003");

        // Nobody is registered for this one.
        shop.state
            .patient(json!({
                "card_id": "P5000002", "card_key": "key-P5000002", "first_name": "Kim", "last_name": "Young",
                "birth_date": (today() - Days::new(15 * 365)).to_string(), "status": "active", "card_expires_on": in_days(100).to_string(),
                "certification_expires_on": in_days(100).to_string(), "caregivers": [], "exceptions": [], "history": [],
                "orders": [{ "order_id": "O-1", "order_type": "medical", "route": "edible", "physician": "Dr. Test",
                             "starts_on": today().to_string(), "ends_on": in_days(30).to_string(), "certification_id": "C-1", "unit": "mg",
                             "daily": "30", "ordered": "2100.00", "dispensed": "0", "held": "0", "dispensable_now": "2100.00", "device": 0 }],
            }))
            .await;
        lookup(&clerk, "P5000002").await.says("No check-in.").says("must register as caregiver");
    });
}

#[test]
fn an_adults_caregiver_is_optional_and_may_change_until_the_cart_is_open() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        lookup(&clerk, RUTH).await.says("Who buys?").says("The patient").says("Caregiver Samuel Okafor");
        let list = check_in(&clerk, RUTH).await;
        let url = format!("/guests/{}", guest_in(&list));
        let page = clerk.get(&url).await;
        page.form(&format!("{url}/buyers")).set("caregiver", "C2000008").send().await.goes_to(&url);
        clerk.get(&url).await.says("caregiver, card •••• 0008");
        clerk.get("/guests").await.form(&format!("{url}/servings")).send().await.goes_to("/register");
        clerk.get("/register").await.says("buys · •••• 0008");
        let late = clerk.post(&format!("{url}/buyers"), &[("form_key", lotbook::values::FormKey::new().as_str())]).await;
        late.is(303);
        assert!(clerk.get("/register").await.text().contains("buys · •••• 0008"));
    });
}

#[test]
fn a_licence_asks_for_the_card_once_and_is_known_from_then_on() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        let code = licence("ADA", "LINDQVIST", born(), in_days(12));
        let page = clerk.get(&scan(&clerk, &code).await.goes_to("/guests/lookups/")).await;
        page.says("Check in AL").says("Age passes").says("Licence valid 12 days left").says("Which card?").says_not("Lindqvist");
        let other = page.form("/guests/lookups/").set("card_id", RUTH).send().await.goes_to("/guests/lookups/");
        let wrong = clerk.get(&other).await;
        wrong.says("not of the same person").says("Which card?").says_not("Okafor").says_not("Edible");
        wrong.form("/guests/lookups/").set("card_id", ADA).send().await.goes_to("/guests/lookups/");
        let known = clerk.get(&page.path).await;
        known.says("Registry read").says("Ada Lindqvist");
        known.form("/guests").send().await.goes_to("/guests");
        let list = clerk.get("/guests").await;
        list.says("Licence: 12 days left");
        list.form(&format!("/guests/{}/servings", guest_in(&list))).send().await.goes_to("/register");
        let till = clerk.get("/register").await;
        till.says("Driving licence 12 days left").says("46 years");
        till.form_to("/register/carts/", "/cancellations").send().await.goes_to("/register");
        // The same licence with what a keyboard did to it; after a new name the link still holds.
        let squeezed = code.replace('\n', " ");
        let again = clerk.get(&scan(&clerk, &squeezed).await.goes_to("/guests/lookups/")).await;
        again.says("Registry read").says("Ada Lindqvist").says_not("Which card?");
        let links: (i64, Vec<Option<String>>) = shop
            .app()
            .read(|conn| {
                let digests = guest_lookups::table.select(guest_lookups::licence_digest).load(conn)?;
                Ok((patient_licences::table.count().get_result(conn)?, digests))
            })
            .await
            .unwrap();
        assert_eq!(links.0, 1);
        assert!(
            links.1.iter().flatten().all(|digest| digest.len() == 64 && !digest.contains("L532")),
            "a licence's number was kept"
        );
    });
}

#[test]
fn a_licence_that_is_over_needs_another_id_and_a_child_passes_no_age() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        check_in(&clerk, ADA).await.form_to("/guests/", "/departures").send().await.goes_to("/guests");
        // Known by name and birth date, without ever having been linked.
        let over = licence("Ada", "Lindqvist", born(), today() - Days::new(3));
        let page = clerk.get(&scan(&clerk, &over).await.goes_to("/guests/lookups/")).await;
        page.says("Licence expired over since 3 days").says("Ada Lindqvist");
        page.form("/guests").send().await.follow().await.says("The driving licence has expired. Check another photo ID");
        page.form("/guests").with("other_id", "1").send().await.is(303);
        let child = licence("TOM", "RIVERA", today() - Days::new(15 * 365), in_days(300));
        clerk.get(&scan(&clerk, &child).await.goes_to("/guests/lookups/")).await.says("Under 18");
        let cut = scan(&clerk, "@\nANSI 636010090002DL00410278DL").await.follow().await;
        assert!(cut.problem("guest").contains("arrived incomplete"));
    });
}

#[test]
fn known_patients_are_found_by_name_with_initials_only() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        check_in(&clerk, ADA).await;
        let hits = scan(&clerk, "lindq").await;
        hits.is(200);
        let page = hits.page();
        page.says("AL").says("card •••• 0001").says_not("Lindqvist").says_not("Ada");
        let url = page.form("/guests/lookups").send().await.goes_to("/guests/lookups/");
        clerk.get(&url).await.says("Already here");
        scan(&clerk, "nobody").await.says("Nobody here is called that");
        scan(&clerk, "%").await.says("Nobody here is called that");
    });
}

#[test]
fn without_the_registry_a_guest_waits_and_is_asked_for_again_by_itself() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        shop.state.fault("card_lookup", "error_500", 3).await;
        let desk = lookup(&clerk, ADA).await;
        desk.says("The registry does not answer since").says("Nothing can be sold without it");
        desk.form("/guests").send().await.goes_to("/guests");
        let list = clerk.get("/guests").await;
        assert!(lane(&list, "Waiting for registry").contains("Registry not read"), "{}", list.text());
        assert!(!list.has("form[action$='/servings']"), "nobody may be served without the registry");
        let guest = guest_in(&list);
        let key = lotbook::values::FormKey::new();
        let forced = clerk.post(&format!("/guests/{guest}/servings"), &[("form_key", key.as_str())]).await;
        forced.is(303);
        assert!(clerk.get("/register").await.text().contains("Who is buying?"));
        // Still silent: by button.
        list.form(&format!("/guests/{guest}/readings")).send().await.follow().await.says("The guest waits on");
        // Back: by itself.
        assert_eq!(lotbook::features::guests::ask_waiting(shop.app()).await.unwrap(), 1);
        let list = clerk.get("/guests").await;
        assert!(lane(&list, "Waiting").contains("A. L."), "{}", list.text());
        assert!(list.has("form[action$='/servings']"));
        assert_eq!(lotbook::features::guests::ask_waiting(shop.app()).await.unwrap(), 0, "nobody is left to ask for");
    });
}

#[test]
fn who_waited_and_may_not_be_served_is_marked_and_never_served() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        for card in ["P1000005", "P1000004", ADA, RUTH] {
            shop.state.fault("card_lookup", "error_500", 2).await;
            check_in(&clerk, card).await;
        }
        // A few at a time.
        assert_eq!(lotbook::features::guests::ask_waiting(shop.app()).await.unwrap(), 1, "the link was silent: one, to see");
        assert_eq!(lotbook::features::guests::ask_waiting(shop.app()).await.unwrap(), 3);
        let list = clerk.get("/guests").await;
        let waiting = lane(&list, "Waiting for registry");
        assert!(waiting.contains("is suspended in the registry") && waiting.contains("is expired in the registry"), "{waiting}");
        assert!(waiting.contains("May not be served"));
        assert_eq!(list.all("form[action$='/servings']").len(), 2);
    });
}

#[test]
fn of_two_who_take_one_card_the_second_is_told_who_has_it() {
    shop(async |shop| {
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let list = check_in(&ben, ADA).await;
        let form = format!("/guests/{}/servings", guest_in(&list));
        let hers = maria.get("/guests").await.form(&form);
        list.form(&form).send().await.goes_to("/register");
        hers.send().await.follow().await.says("Ben Carter has had this guest since");
        maria.get("/guests").await.says("Ben Carter has them");
        maria.get("/register").await.says("Who is buying?");
    });
}

#[test]
fn many_take_one_card_at_once_and_one_has_it() {
    shop(async |shop| {
        let desk = shop.clerk(BUDTENDER).await;
        let mut clerks = Vec::new();
        for number in 0..6 {
            clerks.push(shop.another_budtender(number).await);
        }
        for card in [ADA, RUTH] {
            let list = check_in(&desk, card).await;
            let servings = list.attribute("form[action$='/servings']", "action");
            let mut forms = Vec::new();
            for clerk in &clerks {
                forms.push(clerk.get("/guests").await.form(&servings));
            }
            let taking: Vec<_> = forms.into_iter().map(|form| tokio::spawn(async move { form.send().await })).collect();
            let mut won = 0;
            for one in taking {
                let answer = one.await.unwrap();
                if answer.location.as_deref() == Some("/register") {
                    won += 1;
                } else {
                    answer.follow().await.says("has had this guest since");
                }
            }
            assert_eq!(won, 1, "{won} clerks have one guest");
            // The next card is for the others.
            for clerk in &clerks {
                let till = clerk.get("/register").await;
                if till.has("form[action$='/cancellations']") {
                    till.form_to("/register/carts/", "/cancellations").send().await.goes_to("/register");
                }
            }
        }
    });
}

#[test]
fn guests_move_leave_and_are_turned_away_by_buttons() {
    shop(async |shop| {
        let ben = shop.clerk(BUDTENDER).await;
        let list = check_in(&ben, ADA).await;
        let guest = guest_in(&list);
        let moves = list.form(&format!("/guests/{guest}/moves"));
        let to = list.all_attributes("[data-moves] button", "value").remove(0);
        moves.with("lane", &to).send().await.goes_to("/guests");
        let list = ben.get("/guests").await;
        assert!(lane(&list, "With a budtender").contains("you have them"), "{}", list.text());
        let other = shop.another_budtender(1).await;
        let key = lotbook::values::FormKey::new();
        let back = list.all_attributes("[data-moves] button", "value").remove(0);
        let stolen = other.post(&format!("/guests/{guest}/moves"), &[("form_key", key.as_str()), ("lane", &back)]).await;
        stolen.is(303);
        assert!(lane(&ben.get("/guests").await, "With a budtender").contains("you have them"), "somebody else's guest was moved");
        list.form(&format!("/guests/{guest}/moves")).with("lane", &back).send().await.goes_to("/guests");
        assert!(lane(&ben.get("/guests").await, "Waiting").contains("A. L."));
        let page = ben.get(&format!("/guests/{guest}")).await;
        page.form(&format!("/guests/{guest}/turn_aways")).set("reason", "Smells of smoke").send().await.goes_to("/guests");
        ben.get(&format!("/guests/{guest}")).await.says("Turned away").says("Smells of smoke");
        let late = page.form(&format!("/guests/{guest}/departures")).send().await;
        late.is(303);
        late.follow().await.says("This visit is over since");
    });
}

#[test]
fn a_manager_names_orders_and_retires_lanes() {
    shop(async |shop| {
        let maria = shop.clerk(MANAGER).await;
        let form = maria.get("/guests/lanes/new").await.form("/guests/lanes").set("name", "Consultation");
        form.set("kind", "serving").set("color", "held").send().await.goes_to("/guests/lanes");
        let again = maria.get("/guests/lanes/new").await.form("/guests/lanes").set("name", "consultation");
        again.set("kind", "serving").set("color", "held").send().await.follow().await.says("is already a lane here");
        let page = maria.get("/guests/lanes").await;
        let lanes = page.all_attributes("tbody a[href$='/edit']", "href");
        let last = lanes[4].trim_end_matches("/edit").to_owned();
        page.form(&format!("{last}/shifts")).send().await.goes_to("/guests/lanes");
        let names = maria.get("/guests").await.all(".lane h2 span:first-child");
        assert_eq!(names[3..], ["Consultation", "Done"]);
        let edit = maria.get(&format!("{last}/edit")).await;
        edit.form(&last).set("name", "Quiet room").set("color", "accepted").send().await.goes_to("/guests/lanes");
        maria.get("/guests").await.says("Quiet room");
        // The only lane of its kind stays; one with guests in it too.
        let waiting = lanes[0].trim_end_matches("/edit").to_owned();
        let page = maria.get("/guests/lanes").await;
        page.form(&format!("{waiting}/retirements")).send().await.follow().await.says("is the only lane for");
        page.form(&format!("{last}/retirements")).send().await.goes_to("/guests/lanes");
        maria.get("/guests").await.says_not("Quiet room");
        maria.get("/guests/lanes").await.form(&format!("{last}/restorations")).send().await.goes_to("/guests/lanes");
        let ben = shop.clerk(BUDTENDER).await;
        let list = check_in(&ben, ADA).await;
        let lane_of = list.all_attributes("[data-moves] button", "value");
        list.form_to("/guests/", "/moves").with("lane", lane_of.last().unwrap()).send().await.goes_to("/guests");
        let refused = maria.get("/guests/lanes").await.form(&format!("{last}/retirements")).send().await;
        refused.follow().await.says("There are guests in “Quiet room” (1)");
        // Cards by short name.
        maria.get("/guests/lanes").await.form("/guests/cards").set("shown_as", "short").send().await.goes_to("/guests/lanes");
        ben.get("/guests").await.says("Ada L.").says_not("Lindqvist");
    });
}

/// Reads a stream until it says so, for at most so long.
async fn hears(stream: &mut reqwest::Response, words: &str) -> bool {
    let reading = async {
        while let Some(chunk) = stream.chunk().await.unwrap() {
            if String::from_utf8_lossy(&chunk).contains(words) {
                return true;
            }
        }
        false
    };
    tokio::time::timeout(Duration::from_secs(15), reading).await.unwrap_or(false)
}

#[test]
fn a_screen_hears_of_what_another_clerk_and_another_process_do() {
    shop(async |shop| {
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let mut stream = maria.begins("/guests/events").await;
        assert_eq!(stream.headers()["content-type"], "text/event-stream; charset=utf-8");
        assert!(hears(&mut stream, "event: changed").await, "the first word");
        // Whatever the first look at the books had to say is said by now.
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        check_in(&ben, ADA).await;
        assert!(hears(&mut stream, "event: changed").await, "another clerk's change");
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        let elsewhere = shop.another_process();
        elsewhere
            .db
            .write(|tx| -> lotbook::error::Result<()> {
                diesel::update(guests::table).set(guests::stamp.eq(1_i64)).execute(tx)?;
                Ok(())
            })
            .await
            .unwrap();
        assert!(hears(&mut stream, "event: changed").await, "another process's change");
    });
}

/// The stream says no more.
async fn ends(stream: &mut reqwest::Response) -> bool {
    let reading = async { while let Ok(Some(_)) = stream.chunk().await {} };
    tokio::time::timeout(Duration::from_secs(25), reading).await.is_ok()
}

#[test]
fn a_stream_ends_with_its_session() {
    shop(async |shop| {
        let ben = shop.clerk(BUDTENDER).await;
        let mut open = ben.begins("/guests/events").await;
        ben.post("/sign-out", &[]).await.goes_to("/sign-in");
        assert!(ends(&mut open).await, "the stream goes on though its session has ended");
    });
}

#[test]
fn whoever_opens_the_list_again_and_again_is_never_refused_and_the_oldest_window_is_told() {
    shop(async |shop| {
        let ben = shop.clerk(BUDTENDER).await;
        let mut streams = Vec::new();
        for visit in 0..12 {
            let mut stream = ben.begins("/guests/events").await;
            assert_eq!(stream.status().as_u16(), 200, "visit {visit}");
            assert!(hears(&mut stream, "event: changed").await, "visit {visit}");
            streams.push(stream);
        }
        for displaced in &mut streams[..8] {
            assert!(hears(displaced, "event: elsewhere").await, "an older window is not told that a newer one has its place");
            assert!(ends(displaced).await);
        }
        // The newest still hear what happens.
        check_in(&ben, ADA).await;
        for open in &mut streams[8..] {
            assert!(hears(open, "event: changed").await);
        }
    });
}

#[test]
fn nothing_of_a_guest_list_names_anybody_and_the_books_of_it_have_no_names() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        scan(&clerk, &licence("RUTH", "OKAFOR", NaiveDate::from_ymd_opt(1954, 9, 4).unwrap(), in_days(100))).await;
        check_in(&clerk, RUTH).await.says_not("Okafor").says_not("Ruth");
        let before = count_of_views(shop).await;
        assert!(before >= 1, "the check-in showed the name");
        let (rows, known): (Vec<String>, i64) = shop
            .app()
            .read(|conn| {
                let initials = guests::table.select(guests::initials).load(conn)?;
                registry_reads::table.count().get_result::<i64>(conn)?;
                Ok((initials, patients::table.count().get_result(conn)?))
            })
            .await
            .unwrap();
        assert_eq!((rows, known), (vec!["RO".to_owned()], 1));
    });
}

//! Views of the list of packages, the order of its columns, its selection of everything that matches, and what is done with it.

use crate::support::{AUDITOR, BUDTENDER, COMPLIANCE, Clerk, INVENTORY, MANAGER, Page, Shop, State, shop};
use serde_json::json;

async fn two(shop: &Shop) -> Vec<String> {
    shop.stocked(json!([State::item("Blue Dream 3.5 g", 28, "0.125"), State::item("Mango Gummies 100 mg", 22, "100.00")])).await
}

fn ids(page: &Page) -> Vec<String> {
    let boxes = page.body.split("<input type=\"checkbox\" name=\"chosen\" value=\"").skip(1);
    boxes.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

async fn save(clerk: &Clerk, query: &str, name: &str) -> String {
    let form = clerk.get(&format!("/inventory/views/new?{query}")).await.form("/inventory/views").set("name", name);
    form.send().await.goes_to("/inventory/views/")
}

#[test]
fn columns_stand_in_the_order_that_somebody_gave_them_and_the_file_too() {
    shop(async |shop| {
        two(shop).await;
        let clerk = shop.clerk(INVENTORY).await;
        let columns = clerk.get("/inventory/columns").await;
        assert_eq!(columns.all(".order li").len(), 7);
        let moved = columns.form("/inventory/columns").with("up", "room").send().await.follow().await;
        assert_eq!(moved.attribute("button[autofocus]", "value"), "room");
        let heads = clerk.get("/inventory").await.all("thead th");
        assert_eq!(heads[1..4], ["Product", "Room", "Package id"]);
        // At the end of the list the other button has the focus, and nothing moves further.
        let last = clerk.get("/inventory/columns").await.form("/inventory/columns").with("down", "status").send().await;
        assert_eq!(last.follow().await.attribute("button[autofocus]", "name"), "up");
        let form = clerk.get("/inventory/columns").await.form("/inventory/columns").without("column");
        let form = ["price", "tags", "net_weight", "thc", "cbd", "status", "cost"].iter().fold(form, |f, n| f.with("column", n));
        form.send().await.follow().await.says("Your list shows these columns");
        let file = clerk.ask("/inventory/packages.csv?q=mango").await.body;
        assert!(file.starts_with("Product,Price,Tags,Net weight g,THC %,CBD %,Status,Cost\r\n"), "{file}");
        assert!(file.contains("Mango Gummies 100 mg,22.00,,,2.1,0.1,Active,"), "{file}");
    });
}

#[test]
fn a_view_keeps_filters_and_columns_under_a_name_for_one_person() {
    shop(async |shop| {
        two(shop).await;
        let (clerk, auditor) = (shop.clerk(INVENTORY).await, shop.clerk(AUDITOR).await);
        let view = save(&clerk, "q=mango&lab=passed", "Sweet").await;
        let list = clerk.ask(&view).await.follow().await;
        list.says("View: Sweet").says("EDI-MG-100").says_not("FLW-BD-35").says("“mango”").says_not("not quite the view");
        // Its columns are its own.
        let id = view.rsplit('/').next().unwrap().to_owned();
        let form = clerk.get(&format!("/inventory/columns?view={id}")).await.form("/inventory/columns").without("column");
        form.with("column", "sku").send().await.goes_to(&view);
        assert_eq!(clerk.ask(&view).await.follow().await.all("thead th"), ["Choose", "Product", "SKU", "Do"]);
        assert!(clerk.get("/inventory").await.all("thead th").contains(&"Lab".to_owned()));
        // Another filter under it says so, and a chip that is taken off stays in the view.
        let other = clerk.get(&format!("/inventory?q=mango&view={id}")).await;
        other.says("not quite the view “Sweet” any more");
        assert_eq!(other.link("“mango”"), format!("/inventory?view={id}"));
        let file = clerk.ask(&format!("/inventory/packages.csv?q=mango&view={id}")).await.body;
        assert_eq!(file, "Product,SKU\r\nMango Gummies 100 mg,EDI-MG-100\r\n");
        // Nobody else has it, and nobody else's address shows it.
        auditor.ask(&view).await.is(404);
        auditor.get(&format!("/inventory?view={id}")).await.says_not("View: Sweet").says("FLW-BD-35");
    });
}

#[test]
fn a_view_is_named_anew_opens_first_and_is_removed() {
    shop(async |shop| {
        two(shop).await;
        let clerk = shop.clerk(INVENTORY).await;
        let view = save(&clerk, "q=mango", "Sweet").await;
        // The same name again, unless it is meant.
        let form = clerk.get("/inventory/views/new?q=blue").await.form("/inventory/views").set("name", "sweet");
        let back = form.send().await.follow().await;
        assert!(back.problem("name").contains("tick “Replace it”"));
        let form = clerk.get("/inventory/views/new?q=blue").await.form("/inventory/views").set("name", "sweet");
        assert_eq!(form.with("replaces", "1").send().await.goes_to("/inventory/views/"), view);
        clerk.ask(&view).await.follow().await.says("FLW-BD-35").says_not("EDI-MG-100");
        save(&clerk, "", "All").await;
        let form = clerk.get("/inventory/views").await.form(&view).set("name", "All");
        form.send().await.follow().await.says("You have a view named “All” already");
        let form = clerk.get("/inventory/views").await.form(&view).set("name", "Flower").with("opens_first", "1");
        form.send().await.follow().await.says("The view “Flower” is changed");
        assert!(clerk.ask("/inventory").await.goes_to("/inventory?view=").contains("q=blue"));
        // Without a filter is something else than the first view.
        clerk.get("/inventory?view=all").await.says("EDI-MG-100").says("FLW-BD-35");
        let gone = clerk.get("/inventory/views").await.form(&format!("{view}/removals")).send().await.follow().await;
        gone.says("The view “Flower” is removed");
        clerk.get("/inventory").await.says("EDI-MG-100").says("FLW-BD-35");
        clerk.ask(&view).await.is(404);
    });
}

#[test]
fn everything_that_matches_is_chosen_but_for_what_is_taken_off() {
    shop(async |shop| {
        let items: Vec<serde_json::Value> = (0..53).map(|_| State::item("Blue Dream 3.5 g", 28, "0.125")).collect();
        shop.stocked(json!(items)).await;
        let clerk = shop.clerk(MANAGER).await;
        let all = clerk.get("/inventory?for=&all=1").await;
        all.says("53 chosen of all that match");
        assert_eq!(all.all("input[name='chosen'][checked]").len(), 50);
        let shown = ids(&all);
        // One is taken off on the first page; on the second everything else is still chosen.
        let ticked: String = shown[1..].iter().map(|id| format!("&chosen={id}")).collect();
        let seen: String = shown.iter().map(|id| format!("&seen={id}")).collect();
        let older = all.attribute("button[name='older']", "value");
        let second = clerk.get(&format!("/inventory?for=&all=1{ticked}{seen}&older={older}")).await;
        second.says("52 chosen of all that match");
        assert_eq!(second.all("input[name='chosen'][checked]").len(), 3);
        assert!(second.has(&format!("input[name='not'][value='{}']", shown[0])));
        // It goes on to what is done with it, and never under another filter.
        let not = &shown[0];
        let rest: String = ids(&second).iter().map(|id| format!("&seen={id}&chosen={id}")).collect();
        let move_ = clerk.get(&format!("/inventory/moves/new?for=&all=1&not={not}{rest}")).await;
        move_.says("52 packages on the list");
        let other = clerk.ask(&format!("/inventory/batches/new?q=blue&for=&all=1&not={not}{rest}")).await;
        other.is(422).says("The filter was changed after these packages were chosen");
        clerk.get("/inventory?q=blue&for=&all=1").await.says("what matched the old one is chosen no longer").says("0 chosen");
        // A page at a time, too.
        let here = clerk.get(&format!("/inventory?older={older}")).await.attribute("button[name='page']", "value");
        let page = clerk.get(&format!("/inventory?for=&page={here}")).await;
        page.says("3 chosen");
        // What a page takes fewer of says so.
        let items: Vec<serde_json::Value> = (0..50).map(|_| State::item("Blue Dream 3.5 g", 28, "0.125")).collect();
        shop.stocked(json!(items)).await;
        clerk.ask("/inventory/label_choices/new?for=&all=1").await.is(422).says("labels of at most 100");
        clerk.ask("/inventory/destruction_choices/new?for=&all=1").await.is(422).says("at most 100 are scheduled at once");
    });
}

#[test]
fn tags_are_added_and_taken_off_and_found() {
    shop(async |shop| {
        two(shop).await;
        let clerk = shop.clerk(INVENTORY).await;
        let new = clerk.get("/inventory/tag_changes/new?for=&all=1").await;
        new.says("2 packages").says("Chosen from: everything in stock");
        let form = new.form("/inventory/tag_changes").set("add", "front shelf, promo");
        form.send().await.follow().await.says("The tags of 2 packages are as you said");
        let found = clerk.get("/inventory?tag=promo&q=mango").await;
        found.says("Tag: promo").says("EDI-MG-100").says_not("FLW-BD-35");
        let id = ids(&found).remove(0);
        let form = clerk.get(&format!("/inventory/tag_changes/new?chosen={id}")).await.form("/inventory/tag_changes");
        let page = form.clone().with("remove", "promo").send().await.follow().await;
        page.says("front shelf").says("front shelf, promo");
        clerk.get("/inventory?tag=promo").await.says("FLW-BD-35").says_not("EDI-MG-100");
        let form = clerk.get(&format!("/inventory/tag_changes/new?chosen={id}")).await.form("/inventory/tag_changes");
        let back = form.send().await.follow().await;
        assert!(back.problem("add").contains("Type at least one tag"));
    });
}

#[test]
fn a_count_begins_with_what_was_chosen() {
    shop(async |shop| {
        let barcodes = two(shop).await;
        let clerk = shop.clerk(INVENTORY).await;
        let chosen = ids(&clerk.get("/inventory?q=mango").await).remove(0);
        let new = clerk.get(&format!("/counts/new?q=mango&for=q%3Dmango&chosen={chosen}")).await;
        new.says("Begin the count of 1 package").says("Chosen from: “mango”.");
        let count = new.form("/counts").set("review", "simple").set("expected", "open").send().await.goes_to("/counts/");
        clerk.get(&count).await.says("Count 1, 1 package chosen from “mango”").says("0 of 1 packages counted");
        let enter = async |code: &str| {
            let form = clerk.get(&count).await.form(&format!("{count}/entries")).set("code", code).set("counted", "24");
            form.send().await.follow().await
        };
        enter(&barcodes[0]).await.says("It is not of this count");
        enter(&barcodes[1]).await.says("1 of 1 packages counted");
        clerk.get("/counts").await.says("1 package chosen from “mango”");
        clerk.ask("/counts/new?for=").await.is(422).says("No package is chosen");
    });
}

#[test]
fn the_first_page_speaks_of_counts_to_review_and_of_what_expires() {
    shop(async |shop| {
        let barcodes = two(shop).await;
        let (clerk, manager) = (shop.clerk(INVENTORY).await, shop.clerk(MANAGER).await);
        manager.get("/").await.says_not("waits for its review").says_not("expires within");
        let form = clerk.get("/counts/new").await.form("/counts").set("brand", "Lotbook Demo");
        let count = form.set("review", "simple").set("expected", "open").send().await.goes_to("/counts/");
        let entry = clerk.get(&count).await.form(&format!("{count}/entries")).set("code", &barcodes[0]).set("counted", "20");
        entry.send().await;
        clerk.get(&count).await.form(&format!("{count}/submissions")).with("uncounted", "leave").send().await.goes_to(&count);
        assert_eq!(manager.get("/").await.link("Review: count waits"), count);
        assert_eq!(clerk.get("/").await.link("Look: count waits"), count);
        shop.clerk(BUDTENDER).await.get("/").await.says_not("waits for its review");
    });
}

#[test]
fn what_is_due_is_completed_together_with_one_filing_each_and_one_photo_of_all() {
    shop(async |shop| {
        let barcodes = two(shop).await;
        let clerk = shop.clerk(COMPLIANCE).await;
        let page = clerk.get(&format!("/destructions/new?package={}&package={}", barcodes[0], barcodes[1])).await;
        page.form("/destructions").set("reason", "6").set("note", "Mould").send().await.goes_to("/destructions");
        assert!(!clerk.get("/destructions").await.has("input[name='destruction']"), "none is due");
        shop.state.advance_hours(72).await;
        shop.app().biotrack.probe().await.unwrap();
        let due = clerk.get("/destructions?status=due").await;
        let found = due.body.split("name=\"destruction\" value=\"").skip(1);
        let ids: Vec<String> = found.map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
        assert_eq!(ids.len(), 2);
        let query = format!("destruction={}&destruction={}", ids[0], ids[1]);
        let new = clerk.get(&format!("/destructions/completions/new?{query}")).await;
        let people = new.options("witness_one");
        let people: Vec<&String> = people.iter().filter(|id| !id.is_empty()).collect();
        let form = new.form("/destructions/completions").set("method", "Ground with soil").set("witness_one", people[0]);
        let back = form.clone().set("witness_two", people[0]).send().await.follow().await;
        back.says("Two different people");
        let form = back.form("/destructions/completions").set("witness_two", people[1]);
        let done = form.send().await.follow().await;
        done.says("2 destroyed, and reported to BioTrack").says("Certificate");
        form.send().await.follow().await.says("2 destroyed");
        assert_eq!(shop.state.calls("inventory_destroy").await.len(), 2, "one filing each, and none twice");
        // One picture of both.
        let photo = done.form("/destructions/completions/photos");
        let fields = [("form_key".to_owned(), photo.value("form_key")), ("together".to_owned(), photo.value("together"))];
        let from = format!("/destructions/completions?{query}");
        let sent = clerk.upload("/destructions/completions/photos", &from, &fields, b"\x89PNG\r\n\x1a\nand the rest").await;
        sent.follow().await.says("The photo is part of 2 records now.");
        for id in &ids {
            let record = clerk.get(&format!("/destructions/{id}")).await;
            let picture = record.attribute("img.img-fluid", "src");
            assert!(clerk.ask(&picture).await.body.ends_with("and the rest"), "{picture}");
        }
        clerk.ask("/destructions/completions/new").await.is(422).says("No destruction is chosen");
    });
}

#[test]
fn a_room_has_a_sign_that_a_move_reads() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let sign = clerk.get("/rooms").await.link("Print sign");
        let page = clerk.get(&sign).await;
        page.says("ROOM-1").says("in BioTrack");
        assert!(page.has("svg[aria-label='Code 128 of ROOM-1']") && page.has("svg[aria-label='DataMatrix of ROOM-1']"));
        let moves = clerk.get("/inventory/moves/new").await.form("/inventory/moves/scans").set("code", "ROOM-1");
        moves.send().await.follow().await.says("They go to");
    });
}

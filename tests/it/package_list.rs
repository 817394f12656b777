//! The list of packages: columns of one's own, filters, a selection that ends with its filter, and the same as a file.

use crate::support::{AUDITOR, INVENTORY, MANAGER, Page, Shop, State, shop};
use serde_json::json;

async fn two(shop: &Shop) -> Vec<String> {
    shop.stocked(json!([State::item("Blue Dream 3.5 g", 28, "0.125"), State::item("Mango Gummies 100 mg", 22, "100.00")])).await
}

fn ids(page: &Page) -> Vec<String> {
    let boxes = page.body.split("<input type=\"checkbox\" name=\"chosen\" value=\"").skip(1);
    boxes.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[test]
fn each_person_chooses_their_own_columns_and_the_file_has_the_same() {
    shop(async |shop| {
        let barcodes = two(shop).await;
        let (clerk, auditor) = (shop.clerk(INVENTORY).await, shop.clerk(AUDITOR).await);
        let form = clerk.get("/inventory/columns").await.form("/inventory/columns").without("column");
        form.send().await.follow().await.says("Choose at least one column");
        let form = clerk.get("/inventory/columns").await.form("/inventory/columns").without("column");
        let list = form.with("column", "available").with("column", "sku").send().await.follow().await;
        assert_eq!(list.all("thead th"), ["Choose", "Product", "Available", "SKU", "Do"]);
        list.says("FLW-BD-35").says_not("Sales floor 24");
        assert!(auditor.get("/inventory").await.all("thead th").contains(&"Lab".to_owned()));

        let file = clerk.ask("/inventory/packages.csv?q=mango").await;
        assert_eq!(file.body, "Product,Available,SKU\r\nMango Gummies 100 mg,24,EDI-MG-100\r\n");
        let all = auditor.ask("/inventory/packages.csv").await;
        assert_eq!(all.body.lines().count(), 3);
        assert!(all.body.contains(&barcodes[0]));
    });
}

#[test]
fn a_cell_that_looks_like_a_formula_is_text_in_the_file() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        let id = ids(&clerk.get(&format!("/inventory?q={barcode}")).await).remove(0);
        let page = clerk.get(&format!("/inventory/batches/new?chosen={id}")).await;
        page.form("/inventory/batches").set("batch", "=HYPERLINK(\"x\")").send().await.goes_to("/inventory/");
        let columns = clerk.get("/inventory/columns").await.form("/inventory/columns");
        columns.with("column", "batch").send().await.goes_to("/inventory");
        let file = clerk.ask("/inventory/packages.csv").await;
        assert!(file.body.contains("'=HYPERLINK"), "{}", file.body);
    });
}

#[test]
fn filters_are_kept_in_the_address_and_taken_off_one_by_one() {
    shop(async |shop| {
        two(shop).await;
        let clerk = shop.clerk(INVENTORY).await;
        let room = clerk.get("/inventory").await.options("room").remove(1);
        clerk.get(&format!("/inventory?room={room}")).await.says("FLW-BD-35").says("EDI-MG-100");
        let vault = clerk.get("/inventory").await.options("room").remove(2);
        clerk.get(&format!("/inventory?room={vault}")).await.says("No package is like that");
        for (query, is_there) in [("expiring=0", false), ("expiring=30", false), ("brand=Nobody", false), ("lab=passed", true)] {
            let page = clerk.get(&format!("/inventory?{query}")).await;
            assert_eq!(page.text().contains("FLW-BD-35"), is_there, "{query}");
        }
        let page = clerk.get("/inventory?q=mango&expiring=30").await;
        assert_eq!(page.link("Expires within 30 days"), "/inventory?q=mango");
    });
}

#[test]
fn a_selection_ends_with_its_filter_and_says_so() {
    shop(async |shop| {
        two(shop).await;
        let clerk = shop.clerk(INVENTORY).await;
        let page = clerk.get("/inventory").await;
        let chosen = ids(&page);
        assert_eq!(chosen.len(), 2);
        // Under the same filter it stays.
        let same = clerk.get(&format!("/inventory?for=&chosen={}&chosen={}", chosen[0], chosen[1])).await;
        same.says("2 chosen").says_not("The filter has changed");
        assert_eq!(same.all("input[name='chosen'][checked]").len(), 2);
        // Under another it is gone, and nothing was done.
        let other = clerk.get(&format!("/inventory?q=mango&for=&chosen={}&chosen={}", chosen[0], chosen[1])).await;
        other.says("The filter has changed, so the 2 packages that were chosen are chosen no longer.").says("0 chosen");
        assert!(!other.has("input[name='chosen'][checked]"));
        // What is used names the filter it was chosen under.
        let bulk = clerk.get(&format!("/inventory/batches/new?q=mango&chosen={}", chosen[0])).await;
        bulk.says("Chosen from: “mango”.").says("1 package");
        clerk.ask("/inventory/batches/new").await.is(422).says("No package is chosen");
        // Ticked packages come to the page that moves them.
        let moves = clerk.get(&format!("/inventory/moves/new?chosen={}&chosen={}", chosen[0], chosen[1])).await;
        moves.says("2 packages on the list");
        assert!(!shop.clerk(AUDITOR).await.get("/inventory").await.has("input[name='chosen']"));
    });
}

#[test]
fn packages_on_other_pages_stay_chosen() {
    shop(async |shop| {
        let items: Vec<serde_json::Value> = (0..52).map(|_| State::item("Blue Dream 3.5 g", 28, "0.125")).collect();
        shop.stocked(json!(items)).await;
        let clerk = shop.clerk(MANAGER).await;
        let first = clerk.get("/inventory").await;
        let chosen = ids(&first).remove(0);
        let older = first.attribute("button[name='older']", "value");
        let second = clerk.get(&format!("/inventory?for=&chosen={chosen}&older={older}")).await;
        assert_eq!(ids(&second).len(), 2);
        second.says("1 chosen, 1 of them on other pages");
        assert!(second.has(&format!("input[type='hidden'][name='chosen'][value='{chosen}']")));
    });
}

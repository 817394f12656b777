//! The catalog as a spreadsheet: out, in, and the same change for many.

use crate::support::{AUDITOR, Answer, Clerk, MANAGER, Page, shop};

/// Sends a file by the page's own form.
async fn import(clerk: &Clerk, file: &[u8]) -> Answer {
    let form = clerk.get("/products/imports/new").await.form("/products/imports");
    clerk.upload("/products/imports", "/products/imports/new", &form.fields, file).await
}

async fn preview(clerk: &Clerk, file: &str) -> Page {
    import(clerk, file.as_bytes()).await.follow().await
}

/// Presses the button and waits until all is written.
async fn write(page: &Page, clerk: &Clerk) -> Page {
    let path = page.form_to("/products/imports/", "/applications").send().await.goes_to("/products/imports/");
    loop {
        let page = clerk.get(&path).await;
        if !page.text().contains("Being written") {
            return page;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[test]
fn an_export_holds_what_the_filter_shows_and_an_import_of_it_changes_nothing() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let flower = clerk.ask("/products/exports?category=Flower").await;
        let lines: Vec<&str> = flower.is(200).body.lines().collect();
        assert_eq!(lines.len(), 3, "{}", flower.body);
        assert!(lines[0].starts_with("\u{feff}SKU,Name,Goods,") && lines[1].starts_with("FLW-BD-35,Blue Dream 3.5 g,Cannabis,"));
        let all = clerk.ask("/products/exports").await.body;
        preview(&clerk, &all).await.says("15 rows").says("nothing would change").says("Nothing changes (15)");
        shop.clerk(AUDITOR).await.ask("/products/exports").await.is(200);
    });
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_exported_as_text_and_come_back() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let form = clerk.get("/products").await.link("Blue Dream");
        let form = clerk.get(&format!("{form}/edit")).await.form("/products/");
        form.set("description", "=HYPERLINK(\"http://x\")").send().await.goes_to("/products/");
        let file = clerk.ask("/products/exports?q=FLW-BD").await.body;
        assert!(file.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{file}");
        preview(&clerk, &file).await.says("Nothing changes (1)");
    });
}

#[test]
fn what_is_called_clear_stays_what_it_is() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let written = preview(&clerk, "SKU,Flavor\nFLW-BD-35,'Clear\n").await;
        write(&written, &clerk).await;
        let exported = clerk.ask("/products/exports?q=FLW-BD-35").await.body;
        assert!(exported.contains(",'Clear,"), "{exported}");
        preview(&clerk, &exported).await.says("Nothing changes (1)");
        preview(&clerk, "SKU,Flavor\nFLW-BD-35,clear\n").await.says("Flavor: Clear → empty");
    });
}

#[test]
fn a_preview_shows_old_and_new_and_only_the_word_clear_empties() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let file = "SKU,Price,Brand,Category,Name,Goods\n\
            flw-bd-35,41.50,clear,,,\n\
            FLW-NL-35,,,,,\n\
            CAP-1,3,,Gear,Cap,Merchandise\n";
        let page = preview(&clerk, file).await;
        page.says("Price: 40.00 → 41.50").says("Brand: Lotbook Demo → empty").says("New product (1)").says("Nothing changes (1)");
        clerk.get("/products?q=FLW-BD-35").await.says("$40.00");
        write(&page, &clerk).await.says("1 product was changed, 1 was added.");
        let dream = clerk.get("/products?q=FLW-BD-35").await.says("$41.50").link("Blue Dream");
        clerk.get(&dream).await.says("CategoryFlower").says_not("Brand");
        clerk.get("/products?q=CAP-1").await.says("Cap").says("Gear");
        let again = page.form_to("/products/imports/", "/applications").with("form_key", "x").send().await;
        again.follow().await.says_not("2 products");
    });
}

#[test]
fn one_wrong_row_stops_the_file_and_every_wrong_row_says_why() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let file = "SKU,Price,Order type,Name,Goods\n\
            FLW-BD-35,42,,,\n\
            FLW-NL-35,cheap,,,\n\
            EDI-MG-100,,Smoking,,\n\
            flw-bd-35,43,,,\n\
            ,44,,,\n\
            NEW-1,5,,Mug,\n\
            CAP-CC-100,clear,,,\n\
            TIN-CD-300,1,,,,extra\n";
        let page = preview(&clerk, file).await;
        page.says("7 rows are wrong, so nothing is written").says("Changes (1)");
        page.says("Order type: Only flower and pre-rolls").says("Line 2 is about the same SKU").says("The SKU is missing");
        page.says("Goods: Please choose one.").says("Price: Please fill this in.").says("more cells than there are headings");
        assert!(!page.has("form[action$='/applications']"));
        let id = page.path.clone();
        clerk.get(&format!("{id}?only=changed")).await.says("Price: 40.00 → 42.00").says_not("cheap");
        let forced = clerk.post(&format!("{id}/applications"), &[("form_key", lotbook::values::FormKey::new().as_str())]).await;
        forced.is(303);
        clerk.get("/products?q=FLW-BD-35").await.says("$40.00");
    });
}

#[test]
fn files_that_are_none_of_ours_are_refused_in_words() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        for (file, words) in [
            (&b"SKU,Colour\nA,red\n"[..], "These columns are none of the catalog's: “Colour”"),
            (b"Name,Price\nA,1\n", "There is no column “SKU”"),
            (b"SKU,Price,price\nA,1,2\n", "The column “Price” is there twice"),
            (b"SKU,Name\nA,Cr\xe8me\n", "Line 2 is not in UTF-8"),
            (b"SKU;Price\nA;1\n", "not separated by commas"),
            (b"SKU\nA\n", "no column beside “SKU”"),
            (b"", "Choose a CSV file first"),
        ] {
            import(&clerk, file).await.follow().await.says(words);
        }
    });
}

#[test]
fn a_preview_of_a_catalog_that_has_changed_since_is_shown_again() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let page = preview(&clerk, "SKU,Price\nFLW-BD-35,41\n").await;
        let product = clerk.get("/products").await.link("Blue Dream");
        clerk.get(&format!("{product}/edit")).await.form("/products/").set("price", "39").send().await.goes_to("/products/");
        let refused = page.form_to("/products/imports/", "/applications").send().await.follow().await;
        refused.says("The catalog changed since this page was shown").says("Price: 39.00 → 41.00");
        write(&refused, &clerk).await.says("1 product was changed");
    });
}

#[test]
fn many_rows_are_written_in_parts_and_what_was_cut_off_goes_on_at_the_next_start() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let row = |number: i32| format!("MUG-{number},Mug {number},Merchandise,{number}\n");
        let file: String = "SKU,Name,Goods,Price\n".to_owned() + &(1..=450).map(row).collect::<String>();
        let page = preview(&clerk, &file).await;
        page.says("450 rows").says("Add 450 products");
        clerk.get(&format!("{}?from=400", page.path)).await.says("Mug 450").says_not("Mug 399");
        // As a crash right after the button leaves it.
        use diesel::prelude::*;
        use lotbook::schema::product_imports;
        let begin = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<usize> {
            Ok(diesel::update(product_imports::table).set(product_imports::status.eq("applying")).execute(tx)?)
        };
        shop.app().db.write(begin).await.unwrap();
        shop.restart().await;
        let clerk = shop.clerk(MANAGER).await;
        for _ in 0..200 {
            if clerk.get(&page.path).await.text().contains("450 were added") {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        clerk.get(&page.path).await.says("0 products were changed, 450 were added.");
    });
}

#[test]
fn the_ticked_ones_are_changed_together_after_the_same_preview() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let form = clerk.get("/products/edits/new?all=1&category=Flower").await.form("/products/edits");
        let nothing = form.send().await.follow().await;
        nothing.says("Nothing was typed, so nothing would change");
        let page = form.set("price", "33").set("tags", "sale").set("on_register", "No").send().await.follow().await;
        page.says("2 rows").says("Price: 40.00 → 33.00").says("Tags: empty → sale").says("On the register: Yes → No");
        write(&page, &clerk).await.says("2 products were changed");
        clerk.get("/products?tag=sale").await.says("Blue Dream").says("Northern Lights").says("$33.00").says_not("Mango");
        clerk.get("/products/edits/new").await.says("No product is chosen");
    });
}

//! Labels: the number as bars and as a square on three kinds of paper, and every print written down.

use crate::sublots::{form, page_of};
use crate::support::{BUDTENDER, INVENTORY, MANAGER, shop};
use diesel::prelude::*;
use lotbook::schema::{label_print_lines, label_prints};

#[test]
fn labels_are_printed_counted_and_printed_again() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        let package = page_of(&clerk, &barcode).await;
        let choosing = clerk.get(&clerk.get(&package).await.link("Print label")).await;
        choosing.says("never").says("Blue Dream 3.5 g");
        let id = package.rsplit('/').next().unwrap().to_owned();
        let sending = choosing.form("/labels").set(&format!("labels-{id}"), "3").set("paper", "4x2");
        let sheet = sending.send().await.goes_to("/labels/");
        assert_eq!(sending.send().await.goes_to("/labels/"), sheet, "a second press is not a second print");
        let page = clerk.get(&sheet).await;
        assert_eq!(page.all("article.label").len(), 3);
        page.says("3 labels on 4 × 2 in label").says("No expiry date").says("SANDBOX").says_not("Reprint");
        let grouped: Vec<&str> = barcode.as_bytes().chunks(4).map(|part| std::str::from_utf8(part).unwrap()).collect();
        page.says(&grouped.join(" "));
        assert!(page.has("body.labels-4x2") && page.has("svg.bars path[d]") && page.has("svg.square path[d]"));

        let again = clerk.get(&page.link("Print again")).await;
        again.says("1 time: this is a reprint");
        let second = again.form("/labels").set("paper", "letter").send().await.goes_to("/labels/");
        clerk.get(&second).await.says("Reprint").says("3 labels on Letter sheet of 30 labels");
        clerk.get(&package).await.says("Label printed").says("3 labels, 4 × 2 in label").says("reprint 1");
        let (prints, lines): (i64, Vec<(i64, i64)>) = shop
            .app()
            .read(|conn| {
                let lines = label_print_lines::table
                    .order(label_print_lines::id)
                    .select((label_print_lines::copies, label_print_lines::printed_before))
                    .load(conn)?;
                Ok((label_prints::table.count().first(conn)?, lines))
            })
            .await
            .unwrap();
        assert_eq!((prints, lines), (2, vec![(3, 0), (3, 1)]));
    });
}

#[test]
fn what_cannot_be_printed_is_said() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(MANAGER).await;
        let package = page_of(&clerk, &barcode).await;
        let id = package.rsplit('/').next().unwrap().to_owned();
        let field = format!("labels-{id}");
        let choosing = clerk.get(&format!("/labels/new?packages={id}*2")).await;
        let form = choosing.form("/labels");
        assert_eq!(form.value(&field), "2");
        let back = form.clone().set(&field, "0").send().await.follow().await;
        assert!(back.problem("paper").contains("from 1 to 600"), "{}", back.problem("paper"));
        let back = form.clone().set(&field, "101").send().await.follow().await;
        assert!(back.problem(&field).contains("from 0 to 100"));
        form.with("labels-nonsense", "1").send().await.follow().await.says("none of our packages");
        for packages in ["", "nonsense", "019aaf00-0000-7000-8000-000000000000*1"] {
            clerk.get(&format!("/labels/new?packages={packages}")).await.says("Nothing to print");
        }
        clerk.ask("/labels/nonsense").await.is(404);
        shop.clerk(BUDTENDER).await.ask(&format!("/labels/new?packages={id}")).await.is(403);
    });
}

#[test]
fn sublots_lead_to_their_labels() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        let package = page_of(&clerk, &barcode).await;
        let form = form(&clerk, &package, &["5", "3", "1"]).await.set("labels-1", "2").set("labels-3", "1");
        let labels = form.send().await.goes_to("/labels/new?packages=");
        let choosing = clerk.get(&labels).await;
        let rows = choosing.all("tbody tr");
        assert_eq!(rows.len(), 2, "the second wanted none");
        assert!(rows[0].contains("5 each") && rows[1].contains("1 each"), "which is which: {rows:?}");
        let sheet = choosing.form("/labels").send().await.goes_to("/labels/");
        assert_eq!(clerk.get(&sheet).await.all("article.label").len(), 3);
    });
}

//! The rules in force, for whoever asks why.

use crate::support::{BUDTENDER, DRIVER, shop};
use lotbook::rules::allotment::Limits;

#[test]
fn everybody_reads_the_rules_with_their_numbers_dates_and_sources() {
    shop(async |shop| {
        let page = shop.clerk(BUDTENDER).await.get("/rules").await;
        for limits in Limits::all() {
            page.says(limits.source.rule);
        }
        page.says("381.986(8)(f)4");
        page.says("from 07:00 until 21:00");
        page.says("212.08(2)(l)");
        page.says("In force");
        page.says("Ended");
        page.says("only on a smoking order");
        for anchor in ["allotment", "hours", "buyers", "goods", "tests", "taxes"] {
            assert!(page.has(&format!("section#{anchor}")), "{anchor}");
        }
        shop.clerk(DRIVER).await.get("/rules").await.says("What may not be sold");
    });
}

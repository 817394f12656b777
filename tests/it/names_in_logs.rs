//! A patient's name is in no log line, no address and no answer about health, whatever a visit goes through.

use crate::guests::{check_in, licence};
use crate::register::{ADA, blue_dream, scan, stocked};
use crate::support::{BUDTENDER, MANAGER, shop};
use chrono::{Days, Local, NaiveDate};
use serde_json::json;
use std::io::{Result, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::prelude::*;

static IS_HEARD: AtomicBool = AtomicBool::new(false);
static HEARD: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Ear;

impl Write for Ear {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        HEARD.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

/// Everything that the program could write from now on, at the finest level; the state that we imitate logs on its own account.
fn listen() {
    let ours = |target: &str| target.starts_with("lotbook") && !target.starts_with("lotbook::sandbox");
    let filter = dynamic_filter_fn(move |metadata, _| {
        let target = metadata.target();
        IS_HEARD.load(Ordering::Relaxed) && (ours(target) || target.starts_with("tracing_actix_web"))
    });
    let layer = tracing_subscriber::fmt::layer().with_ansi(false).with_span_events(FmtSpan::FULL).with_writer(|| Ear);
    tracing_subscriber::registry().with(layer.with_filter(filter)).init();
    IS_HEARD.store(true, Ordering::Relaxed);
}

#[test]
fn a_whole_visit_leaves_no_name_in_the_log() {
    shop(async |shop| {
        let code = stocked(shop, json!([blue_dream()])).await.remove(0);
        let (clerk, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        listen();
        let born = NaiveDate::from_ymd_opt(1980, 3, 14).unwrap();
        let wide = licence("ADA", "LINDQVIST", born, Local::now().date_naive() + Days::new(90));
        clerk.get("/guests").await.form("/guests/scans").set("guest", &wide).send().await.goes_to("/guests/lookups/");
        clerk.get("/guests").await.form("/guests/scans").set("guest", "Lindqvist").send().await;
        let list = check_in(&clerk, ADA).await;
        let guest = list.attribute(".guest", "data-guest");
        list.form(&format!("/guests/{guest}/servings")).send().await.goes_to("/register");
        clerk.get("/register").await.says("Ada Lindqvist");
        scan(&clerk, &code).await.says("Added:");
        // What goes wrong is logged most: a refusal, a silence, a fault of the form.
        shop.state.refuse("sale_dispense", "Patient could not be validated").await;
        clerk.sell().await;
        shop.state.fault("card_lookup", "drop_before", 1).await;
        clerk.sell().await;
        shop.state.no_faults().await;
        clerk.post("/register/carts", &[("card_id", "Ada Lindqvist")]).await;
        let sale = clerk.sell().await.goes_to_the_sale();
        clerk.get(&sale).await.says("Ada Lindqvist");
        let page = maria.get("/sales").await;
        page.says_not("Lindqvist");
        let back = maria.get(&format!("{}/voids/new", sale.split('?').next().unwrap())).await;
        back.form_to("/sales/", "/voids").set("reason", "rung up twice").send().await.goes_to("/sales/");
        let health = clerk.ask("/health").await.body;
        IS_HEARD.store(false, Ordering::Relaxed);
        let log = String::from_utf8_lossy(&HEARD.lock().unwrap()).into_owned();
        assert!(log.contains("/register/carts/") && log.contains("/voids"), "the log was listened to: {} bytes", log.len());
        let said = format!("{log}{health}").to_lowercase();
        for name in ["lindqvist", "ada l", "\"ada\"", "=ada", "ada,"] {
            let found = said.find(name).map(|at| said[at.saturating_sub(200)..(at + 200).min(said.len())].to_owned());
            assert_eq!(found, None, "{name} was logged");
        }
    });
}

//! What a budtender's browser does for one patient, step by step.

use super::browser::{Browser, Shown, filled};
use super::people::card;
use std::time::{Duration, Instant};

/// A budtender with the visit that is next.
pub struct Till {
    pub browser: Browser,
    number: usize,
    visits: usize,
    /// The cart that waits for its tender: where to, and with what.
    ready: Option<(String, Vec<(String, String)>)>,
}

impl Till {
    pub fn new(browser: Browser, number: usize) -> Self {
        Self { browser, number, visits: 0, ready: None }
    }

    /// The registry is read, two packages are scanned, and the tender's page is open. Nothing, when it already was.
    pub async fn prepare(&mut self, goods: &[String]) {
        if self.ready.is_some() {
            return;
        }
        let (browser, card) = (&self.browser, card(self.number, self.visits));
        let register = browser.get("/register").await.is(200).page;
        browser.submit(&register, ("/register/carts", ""), &[("card_id", &card)]).await.goes_to("/register");
        let with_cart = browser.get("/register").await.is(200).page;
        for scan in 0..2 {
            let code = &goods[(self.number + self.visits + scan * 7) % goods.len()];
            let (action, fields) = filled(&with_cart, ("/register/carts/", "/lines"), &[("code", code)]);
            browser.post(&action, &fields, Some("div#till")).await.is(200);
        }
        let tender = browser.get("/register/tender").await.is(200).page;
        self.ready = Some(filled(&tender, ("/register/carts/", "/sales"), &[("id_checked", "on")]));
        self.visits += 1;
    }

    /// The button that sells; from the press to the answer, and the sale's page.
    pub async fn tender(&mut self) -> (Duration, String) {
        let (action, fields) = self.ready.take().unwrap();
        let begun = Instant::now();
        let sold: Shown = self.browser.post(&action, &fields, None).await;
        let took = begun.elapsed();
        sold.goes_to("/sales/");
        (took, sold.to)
    }

    /// All of it, to the ticket.
    pub async fn visit(&mut self, goods: &[String]) -> Duration {
        let begun = Instant::now();
        self.prepare(goods).await;
        let (_, sale) = self.tender().await;
        self.browser.get(&sale).await.is(200);
        begun.elapsed()
    }
}

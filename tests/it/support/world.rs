//! What a test is not about: stock on the sales floor, more clerks, more patients.

use super::browser::{Answer, Clerk, Form, Page};
use super::shop::Shop;
use super::state::State;
use super::{BUDTENDER, MANAGER};
use chrono::{TimeDelta, Utc};
use diesel::prelude::*;
use lotbook::schema::users;
use lotbook::values::UserId;
use serde_json::{Value, json};

impl Shop {
    /// Ships these to the shop and receives all of it onto the sales floor, by the pages. The barcodes, in order.
    pub async fn stocked(&self, items: Value) -> Vec<String> {
        let (manifest, barcodes) = self.state.ship(items).await;
        let manager = self.clerk(MANAGER).await;
        self.arrived(&manager, &manifest).await;
        let page = manager.get(&format!("/receiving/{manifest}")).await;
        let confirm = page.form(&format!("/receiving/{manifest}/drafts")).with("all", "accept").send().await;
        confirm.is(200);
        let confirm = Page::of(&confirm);
        confirm.form(&format!("/receiving/{manifest}/receipts")).send().await.goes_to(&format!("/receiving/{manifest}"));
        barcodes
    }

    /// Pulls a manifest and confirms that it arrived.
    pub async fn arrived(&self, manager: &Clerk, manifest: &str) {
        manager.get("/receiving").await.form("/receiving/pulls").send().await.goes_to("/receiving");
        let page = manager.get(&format!("/receiving/{manifest}")).await;
        page.form(&format!("/receiving/{manifest}/arrivals")).send().await.goes_to(&format!("/receiving/{manifest}"));
    }

    /// One package of flower, 24 each.
    pub async fn one_package(&self) -> String {
        self.stocked(json!([State::item("Blue Dream 3.5 g", 28, "0.125")])).await.remove(0)
    }

    /// Another budtender, whom the state knows; signs in with everybody's password.
    pub async fn another_budtender(&self, number: usize) -> Clerk {
        let login = format!("budtender.{number}@demo.example");
        self.state.staff(&login, "dispenser").await;
        let name = login.clone();
        self.app()
            .db
            .write(move |tx| -> lotbook::error::Result<()> {
                let (location, hash, at): (String, String, chrono::NaiveDateTime) = users::table
                    .filter(users::login_id.eq(BUDTENDER))
                    .select((users::location_id, users::password_hash, users::created_at))
                    .first(tx)?;
                diesel::insert_into(users::table)
                    .values((
                        users::id.eq(UserId::new()),
                        users::location_id.eq(location),
                        users::name.eq(&name),
                        users::login_id.eq(&name),
                        users::email.eq(&name),
                        users::mmur_email.eq(&name),
                        users::role.eq("budtender"),
                        users::password_hash.eq(hash),
                        users::password_set_at.eq(at),
                        users::active.eq(true),
                        users::failed_tries.eq(0_i64),
                        users::registry_standing.eq("registered"),
                        users::created_at.eq(at),
                    ))
                    .execute(tx)?;
                Ok(())
            })
            .await
            .unwrap();
        self.clerk(&login).await
    }

    /// Another patient, with an order for smoking and nothing dispensed yet; the card's number.
    pub async fn another_patient(&self, number: usize) -> String {
        let card = format!("P9{number:06}");
        let today = Utc::now().date_naive();
        let day = |days: i64| (today + TimeDelta::days(days)).to_string();
        self.state
            .patient(json!({
                "card_id": card, "card_key": format!("key-{card}"), "first_name": "Test", "last_name": format!("Patient {number}"),
                "birth_date": "1980-01-01", "status": "active", "card_expires_on": day(200), "certification_expires_on": day(100),
                "caregivers": [], "exceptions": [], "history": [],
                "orders": [{ "order_id": format!("O-{card}"), "order_type": "smoking", "route": "smoking", "physician": "Dr. Test",
                             "starts_on": day(-10), "ends_on": day(25), "certification_id": format!("C-{card}"), "unit": "oz",
                             "daily": "0", "ordered": "2.500", "dispensed": "0", "held": "0", "dispensable_now": "2.500", "device": 0 }],
            }))
            .await;
        card
    }
}

impl Clerk {
    /// Opens a cart for a patient; the register's page.
    pub async fn cart_for(&self, card: &str) -> Page {
        self.get("/register").await.form("/register/carts").set("card_id", card).send().await.goes_to("/register");
        self.get("/register").await
    }

    /// Scans a code into the open cart, without script.
    pub async fn scan(&self, code: &str) -> Answer {
        self.get("/register").await.form_to("/register/carts/", "/lines").set("code", code).send().await
    }

    /// The form for a new vehicle, filled: the smallest act there is.
    pub async fn van(&self) -> Form {
        let form = self.get("/vehicles/new").await.form("/vehicles").set("nickname", "Van 2").set("make", "Ford");
        let form = form.set("model", "Transit").set("year", "2019").set("color", "white");
        form.set("plate", "ABC123").set("vin", "1FTBW2CM5KKA00001")
    }

    /// Takes cash for what is in the cart, exactly.
    pub async fn sell(&self) -> Answer {
        let form = self.get("/register/tender").await.form_to("/register/carts/", "/sales");
        form.with("id_checked", "on").send().await
    }
}

//! Who is there before the fire: clerks the state knows, patients with enough on their orders, goods on the shelves.

use super::acts;
use super::browser::{Doors, Outcome, Person};
use super::chance::Chance;
use super::stage::{LOT, Stage};
use crate::support::{ADMIN, MANAGER, State};
use diesel::prelude::*;
use lotbook::db::{Db, Url};
use lotbook::demo::PASSWORD;
use lotbook::schema::products;
use serde_json::json;

/// More than clerks, so that some are served by two at once and most are not.
const PATIENTS: usize = 24;

pub async fn patients(state: &State) -> Vec<String> {
    let today = chrono::Utc::now().date_naive();
    let day = |days: i64| (today + chrono::TimeDelta::days(days)).to_string();
    let mut cards = Vec::new();
    for number in 0..PATIENTS {
        let card = format!("P7{number:06}");
        state
            .patient(json!({
                "card_id": card, "card_key": format!("key-{card}"), "first_name": "Fire", "last_name": format!("Patient {number}"),
                "birth_date": "1980-01-01", "status": "active", "card_expires_on": day(200), "certification_expires_on": day(100),
                "caregivers": [], "exceptions": [], "history": [],
                "orders": [{ "order_id": format!("O-{card}"), "order_type": "smoking", "route": "smoking", "physician": "Dr. Fire",
                             "starts_on": day(-1), "ends_on": day(33), "certification_id": "C", "daily": "0", "ordered": "2.500", "device": 0 }],
            }))
            .await;
        cards.push(card);
    }
    cards
}

/// Added by the admin's own page, and signed in.
pub async fn clerks(state: &State, doors: &Doors, how_many: usize, seed: u64) -> Vec<Person> {
    let mut admin = Person::new(ADMIN, doors.clone(), Chance::new(seed, 1000));
    admin.sign_in().await.unwrap();
    let mut all = Vec::new();
    for number in 0..how_many {
        let login = format!("clerk.{number}@demo.example");
        state.staff(&login, "dispenser").await;
        add(&mut admin, &login).await;
        let mut clerk = Person::new(&login, doors.clone(), Chance::new(seed, number as u64));
        clerk.sign_in().await.unwrap();
        all.push(clerk);
    }
    all
}

/// The state is asked for the person: on a busy machine it may be too slow at first.
async fn add(admin: &mut Person, login: &str) {
    let mut made = Outcome::Nothing;
    for _ in 0..5 {
        let form = admin.get("/users/new").await.unwrap().form("/users", "/users").unwrap();
        let form = form.set("name", login).set("login_id", login).set("email", login).set("mmur_email", login);
        made = admin.submit(&form.set("role", "manager").set("password", PASSWORD), "/users").await.unwrap();
        if made == Outcome::Done {
            return;
        }
    }
    panic!("{login} could not be added: {made:?}, {:?}", admin.words);
}

/// The catalog gets a product for lots of flower, which the demonstration does not have, in place of one that nobody sends.
pub async fn know_lots(url: &Url) {
    let another = products::table.filter(products::inventory_type.eq(22)).select(products::id);
    let db = Db::open(url).unwrap();
    db.write(move |tx| -> lotbook::error::Result<()> {
        let another: String = another.first(tx)?;
        let lot = (
            products::inventory_type.eq(13),
            products::name.eq(LOT),
            products::name_lower.eq(LOT.to_lowercase()),
            products::state_name.eq(LOT),
        );
        diesel::update(products::table.find(another)).set(lot).execute(tx)?;
        Ok(())
    })
    .await
    .unwrap();
}

/// Some packages on the shelves, received by the pages.
pub async fn stock(stage: &Stage, doors: &Doors, seed: u64) {
    let mut manager = Person::new(MANAGER, doors.clone(), Chance::new(seed, 1001));
    manager.sign_in().await.unwrap();
    for _ in 0..15 {
        let manifest = stage.ship(&mut manager.chance).await;
        let pull = manager.get("/receiving").await.unwrap().form("/receiving/pulls", "").unwrap();
        manager.submit(&pull, "/receiving").await.unwrap();
        acts::receive_one(&mut manager, stage, &format!("/receiving/{manifest}")).await.unwrap();
    }
    assert!(stage.any_barcode(&mut manager.chance).is_some(), "nothing was received");
}

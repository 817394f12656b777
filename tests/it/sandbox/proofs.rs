//! Our own client against the sandbox: what each write leaves in the ledger is found there by its proof, on the very transaction
//! that did it, and gives the same answer as the state's own words.

mod leaving;

use super::caller::{MARIA, SENDER, SHOP, State, flower};
use super::manifests::{fleet, now};
use chrono::{DateTime, TimeDelta};
use lotbook::biotrack::messages::*;
use lotbook::biotrack::{Answer, Biotrack, Found, Message, NewPackages, Reply, Settings, Write};
use lotbook::values::{At, Barcode, Cents, Clock, FilingId, License, Quantity, Route};
use serde_json::{Value, json};
use std::fmt::Debug;
use std::time::Duration;

const LAB: &str = "CMTL-2021-0007";

struct Ours {
    client: Biotrack,
    clock: Clock,
}

impl Ours {
    async fn of(state: &State) -> Self {
        let settings = Settings {
            url: state.url("/serverjson.asp"),
            ubi: "600000100".into(),
            username: "lotbook@demo.example".into(),
            password: "demo-state-password".into(),
            timeout: Duration::from_secs(20),
            in_flight: 4,
        };
        let clock = Clock::default();
        let client = Biotrack::new(settings, clock.clone()).unwrap();
        client.refresh_high_water().await.unwrap();
        Self { client, clock }
    }

    /// Says it, and gives what the state answered and what its ledger shows, which are the same act.
    async fn proven<W: Write + Clone>(&self, actor: &str, write: &W) -> (Answer, Answer) {
        let (above, soon) = (self.client.high_water(), self.clock.machine() + TimeDelta::seconds(20));
        let reply = self.client.send(FilingId::new(), actor, &Message::from(write.clone()), soon).await;
        let Reply::Accepted(said) = reply else { panic!("{}: {reply:?}", W::ACTION) };
        let found = self.client.search(&write.trace(), above, &[]).await.unwrap();
        let Found::One(found) = found else { panic!("{} left no proof: {found:?}", W::ACTION) };
        assert_eq!(found.transaction(), said.transaction(), "{}", W::ACTION);
        let looked_up = self.client.look_up(&write.trace(), said.transaction()).await.unwrap();
        assert!(matches!(looked_up, Found::One(_)), "{}: {looked_up:?}", W::ACTION);
        let after = self.client.search(&write.trace(), said.transaction(), &[]).await.unwrap();
        assert_eq!(after, Found::None, "{}", W::ACTION);
        (said, found)
    }

    /// [`Ours::proven`], with one answer from both.
    async fn does<W: Write + Clone>(&self, write: W) -> (i64, W::Answer)
    where
        W::Answer: PartialEq + Debug,
    {
        self.does_as(MARIA, write).await
    }

    async fn does_as<W: Write + Clone>(&self, actor: &str, write: W) -> (i64, W::Answer)
    where
        W::Answer: PartialEq + Debug,
    {
        let (said, found) = self.proven(actor, &write).await;
        let read = |answer: &Answer| answer.receipt::<W::Answer>(FilingId::new()).unwrap().into_answer();
        assert_eq!(read(&said), read(&found), "{}", W::ACTION);
        (said.transaction(), read(&said))
    }
}

fn at(seconds: i64) -> At {
    DateTime::from_timestamp(seconds, 0).unwrap().naive_utc()
}

fn code(text: &str) -> Barcode {
    text.parse().unwrap()
}

fn license(text: &str) -> License {
    text.parse().unwrap()
}

fn part(barcode: &str, quantity: Quantity) -> SplitLine {
    SplitLine { barcodeid: code(barcode), remove_quantity: quantity, remove_quantity_uom: None }
}

#[actix_web::test]
async fn goods_in_the_shop() {
    let state = State::start().await;
    let barcodes = state.stocked(json!([flower(1), flower(1)])).await;
    let (one, other) = (&barcodes[0], &barcodes[1]);
    let ours = Ours::of(&state).await;
    let room = |id, name: &str| Room { id, name: name.into(), location: license(SHOP), quarantine: 0 };
    ours.does(InventoryRoomAdd(room(77, "Vault 77"))).await;
    ours.does(InventoryRoomAdd(room(78, "Vault 78"))).await;
    ours.does(InventoryRoomModify(room(78, "Vault 79"))).await;
    ours.does(InventoryRoomRemove { id: 78, location: license(SHOP) }).await;
    ours.does(InventoryMove { data: vec![MoveLine { barcodeid: code(one), room: 77 }] }).await;
    let line = AdjustLine {
        barcodeid: code(one),
        quantity: Quantity::units(58),
        quantity_uom: Uom::Each,
        r#type: 1,
        reason: "count LB-1".into(),
    };
    ours.does(InventoryAdjust { data: vec![line] }).await;
    ours.does(InventoryModify { productname: Some("Blue Dream eighth".into()), ..InventoryModify::of(code(one)) }).await;
    ours.does(InventoryAdjustUsable { barcodeid: code(one), quantity: Quantity::units(3) }).await;
    let data = vec![part(one, Quantity::units(5)), part(other, Quantity::units(7)), part(one, Quantity::units(4))];
    let (_, NewPackages(children)) = ours.does(InventorySplit { data, location: Some(license(SHOP)) }).await;
    assert_eq!(children.len(), 3);
    let doomed = children[0];
    ours.does(InventoryDestroySchedule { barcodeid: vec![doomed], reason_extended: 6, reason: Some("mould".into()) }).await;
    ours.does(InventoryDestroyScheduleUndo { barcodeid: vec![doomed] }).await;
    ours.does(InventoryDestroySchedule { barcodeid: vec![doomed, children[1]], reason_extended: 1, reason: None }).await;
    state.advance(73).await;
    ours.does(InventoryDestroy { barcodeid: vec![doomed, children[1]], reason: None }).await;
}

#[actix_web::test]
async fn lots_and_conversions() {
    let state = State::start().await;
    let bulk = |strain: &str| json!({"name": strain, "inventorytype": 6, "strain": strain, "quantity": "100", "result": 1});
    let barcodes = state.stocked(json!([bulk("Haze"), bulk("Haze")])).await;
    let ours = Ours::of(&state).await;
    let data = vec![part(&barcodes[0], Quantity::units(60)), part(&barcodes[1], Quantity(4050))];
    let (_, lot) = ours.does(InventoryCreateLot { lot_type: Some(13), is_medical: None, data }).await;
    let data = vec![part(lot.barcode.as_str(), Quantity::units(40))];
    let convert = InventoryConvert {
        derivative_product: Some("Haze 3.5 g".into()),
        ..InventoryConvert::of(data, 28, Quantity::units(10), Uom::Each)
            .usable_grams(Quantity(350))
            .waste_grams(Quantity::units(5))
    };
    let (_, made) = ours.does(convert).await;
    assert!(made.waste().is_some());
    ours.does(InventoryConvertUndo { barcodeid: made.main().unwrap() }).await;
}

#[actix_web::test]
async fn samples_and_failed_tests() {
    let state = State::start().await;
    fleet(&state).await;
    let mut untested = flower(0);
    untested["result"] = Value::Null;
    let barcodes = state.stocked(json!([untested, flower(1)])).await;
    let ours = Ours::of(&state).await;
    let (barcodeid, lab_id) = (code(&barcodes[0]), license(LAB));
    let to = SampleFor::Employee { employee_id: "E1".parse().unwrap() };
    ours.does(InventorySample::of(code(&barcodes[1]), Quantity::ONE, Uom::Each, to)).await;
    let (quantity, quantity_uom) = (Quantity::units(2), Uom::Each);
    let sample = InventoryQaSample { barcodeid, lab_id: lab_id.clone(), quantity, quantity_uom, r#use: None };
    let (sent, _) = ours.does(sample.clone()).await;
    ours.does(InventoryQaSampleVoid { transactionid: sent }).await;
    ours.does(InventoryQaSampleNonMandatory { barcodeid, lab_id: lab_id.clone(), quantity, quantity_uom }).await;
    let (_, drawn) = ours.does(sample).await;
    assert_eq!(ours.client.sample_result(drawn.0).await, Ok(None));
    state.control("/control/lab", json!({"sample_id": drawn.0.as_str(), "result": -1})).await;
    assert_eq!(ours.client.sample_result(drawn.0).await.unwrap().unwrap().0, -1);
    let data = [RetestPart { quantity, quantity_uom }, RetestPart { quantity: Quantity::ONE, quantity_uom }];
    let (_, both) = ours.does(InventoryQaRetest { barcodeid, lab_id, data }).await;
    for sample in &both.0 {
        state.control("/control/lab", json!({"sample_id": sample.as_str(), "result": -1})).await;
    }
    ours.does(InventoryRemediate { barcodeid, method: "irradiation".into(), note: "batch 4".into() }).await;
    let samples = ours.client.lab_samples_since(0).await.unwrap();
    assert!(samples.iter().any(|sample| sample.sent_by == sent && sample.deleted));
}

#[actix_web::test]
async fn registers_opening_stock_and_taxes() {
    let state = State::start().await;
    let ours = Ours::of(&state).await;
    let day = |text: &str| text.parse().unwrap();
    ours.does(EmployeeAdd(Employee::new("E77", "Pat One", day("1980-02-01"), day("2020-12-23")))).await;
    ours.does(EmployeeModify(Employee::new("E77", "Pat Two", day("1980-02-01"), day("2020-12-23")))).await;
    ours.does(EmployeeRemove { employee_id: "E77".into() }).await;
    state.control("/control/onboarding", json!({"location": SENDER, "onboarding": true})).await;
    let rooms = ours.client.rooms(&license(SENDER)).await.unwrap();
    let line = |label: &str| InitialLine {
        inventorytype: 28,
        strain: "Haze".into(),
        productname: "Haze eighth".into(),
        quantity: Quantity::units(12),
        room: rooms[0].room.unwrap(),
        source_label: label.into(),
    };
    let initial = InventoryInitial { location: license(SENDER), data: vec![line("OLD-1"), line("OLD-2")] };
    let (_, made) = ours.does(initial).await;
    assert_eq!(made.0.len(), 2);
    let month = TaxObligationFile {
        location: license(SHOP),
        month: 1,
        year: 2024,
        gross_sales: Cents::ZERO,
        excise_tax: Cents(100),
        verify: 0,
    };
    let (_, filed) = ours.does(month).await;
    assert_eq!(filed.excise_tax, Some(Cents(100)));
    assert!(
        ours.client
            .search(&UserRemove { new_username: "nobody".into() }.trace(), 0, &[])
            .await
            .is_ok_and(|found| matches!(found, Found::Unclear(_)))
    );
}

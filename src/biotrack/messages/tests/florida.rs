//! Florida's invented writes: against samples written by hand from `florida-additions.md`.

use super::*;

#[test]
fn an_allotment_is_held_and_released() {
    let line = HoldLine { barcodeid: item(), quantity: 2, order_id: "O9".into(), route: Route::Smoking };
    is(
        RegistryHold { card_id: "P1234567".into(), card_key: "k".into(), data: vec![line] },
        "registry_hold",
        json!({"card_id":"P1234567","card_key":"k",
            "data":[{"barcodeid":"6853296789574115","quantity":2,"order_id":"O9","route":"smoking"}]}),
    );
    is(RegistryHoldRelease { hold_id: "H77".parse().unwrap() }, "registry_hold_release", json!({"hold_id":"H77"}));
}

#[test]
fn the_key_of_a_card_is_sent_and_not_kept() {
    let hold = RegistryHold { card_id: "P1234567".into(), card_key: "KEY-1".into(), data: vec![] };
    let message = Message::from(hold);
    assert_eq!(message.body.get("card_key"), Some(&json!("KEY-1")));
    assert_eq!(message.kept(), r#"{"action":"registry_hold","body":{"card_id":"P1234567","data":[]}}"#);
}

#[test]
fn opening_stock_carries_its_old_label() {
    let line = InitialLine {
        inventorytype: 28,
        strain: "Blueberry".into(),
        productname: "Blueberry 3.5 g".into(),
        quantity: Quantity::units(12),
        room: 7,
        source_label: "OLD-0001".into(),
    };
    is(
        InventoryInitial { location: shop(), data: vec![line] },
        "inventory_initial",
        json!({"location":"990030","data":[{"inventorytype":28,"strain":"Blueberry","productname":"Blueberry 3.5 g","quantity":"12",
            "room":7,"source_label":"OLD-0001"}]}),
    );
}

#[test]
fn after_a_failed_test() {
    let part = |hundredths| RetestPart { quantity: Quantity(hundredths), quantity_uom: Uom::Gram };
    is(
        InventoryQaRetest { barcodeid: item(), lab_id: "990050".parse().unwrap(), data: [part(400), part(350)] },
        "inventory_qa_retest",
        json!({"barcodeid":"6853296789574115","lab_id":"990050",
            "data":[{"quantity":"4","quantity_uom":"g"},{"quantity":"3.50","quantity_uom":"g"}]}),
    );
    is(
        InventoryRemediate { barcodeid: item(), method: "irradiation".into(), note: "batch 4".into() },
        "inventory_remediate",
        json!({"barcodeid":"6853296789574115","method":"irradiation","note":"batch 4"}),
    );
}

#[test]
fn the_sender_names_the_stop_at_which_it_arrived() {
    is(
        InventoryManifestArrive {
            manifest_id: manifest(),
            location: "990001".parse().unwrap(),
            stop_number: Some(2),
            arrived_at: at(1_700_095_000),
        },
        "inventory_manifest_arrive",
        json!({"manifest_id":"7288034569537775","location":"990001","stop_number":2,"arrived_at":1_700_095_000}),
    );
}

#[test]
fn a_sale_at_the_door_names_its_hold() {
    let florida = DispenseAs {
        caregiver_card_id: None,
        fulfilment: Some(Fulfilment::Delivery),
        hold_id: Some("H77".parse().unwrap()),
        devices: vec![],
    };
    let sale = SaleDispense {
        card_id: "P1234567".into(),
        card_key: "k".into(),
        terminal_id: "1-ab12".into(),
        sale_time: at(1_700_100_500),
        data: vec![],
        florida,
    };
    is(
        sale,
        "sale_dispense",
        json!({"card_id":"P1234567","card_key":"k","fulfilment":"delivery","hold_id":"H77","terminal_id":"1-ab12",
            "sale_time":1_700_100_500,"data":[]}),
    );
}

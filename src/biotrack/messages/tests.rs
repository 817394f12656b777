//! The messages against samples written by hand: biotrack-api.md §2 and Appendix A, with the fields of florida-additions.md.

mod families;
mod florida;
mod manifests;
mod properties;
mod traces;

use super::*;
use crate::values::{Barcode, License, ManifestNumber, Route};
use chrono::{DateTime, NaiveDate};
use serde_json::json;

fn is(message: impl Into<Message>, action: &str, sample: Value) {
    let message = message.into();
    assert_eq!((message.action.as_ref(), Value::Object(message.body)), (action, sample));
}

fn item() -> Barcode {
    "6853296789574115".parse().unwrap()
}

fn other() -> Barcode {
    "6853296789574116".parse().unwrap()
}

fn manifest() -> ManifestNumber {
    "7288034569537775".parse().unwrap()
}

fn shop() -> License {
    "990030".parse().unwrap()
}

fn at(epoch: i64) -> At {
    DateTime::from_timestamp(epoch, 0).unwrap().naive_utc()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn people_vehicles_and_rooms() {
    let pat = || Employee::new("E7", "Pat One", day("1980-02-01"), day("2020-12-23"));
    let sample = json!({"employee_id":"E7","employee_name":"Pat One","birth_month":"02","birth_day":"01","birth_year":"1980",
        "hire_month":"12","hire_day":"23","hire_year":"2020"});
    is(EmployeeAdd(pat()), "employee_add", sample.clone());
    is(EmployeeModify(pat()), "employee_modify", sample);
    is(EmployeeRemove { employee_id: "E7".into() }, "employee_remove", json!({"employee_id":"E7"}));
    let text = str::to_owned;
    let van = || Vehicle {
        vehicle_id: 2,
        color: text("white"),
        make: text("Ford"),
        model: text("Transit"),
        plate: text("ABC123"),
        vin: text("1FT"),
        year: text("2019"),
        nickname: text("Van 2"),
    };
    let sample = json!({"vehicle_id":2,"color":"white","make":"Ford","model":"Transit","year":"2019","plate":"ABC123","vin":"1FT",
        "nickname":"Van 2"});
    is(VehicleAdd(van()), "vehicle_add", sample.clone());
    is(VehicleModify(van()), "vehicle_modify", sample);
    is(VehicleRemove { vehicle_id: 2 }, "vehicle_remove", json!({"vehicle_id":2}));
    let vault = |name: &str| Room { id: 7, name: name.into(), location: shop(), quarantine: 0 };
    is(InventoryRoomAdd(vault("Vault")), "inventory_room_add", json!({"id":7,"name":"Vault","location":"990030","quarantine":0}));
    is(
        InventoryRoomModify(vault("Vault A")),
        "inventory_room_modify",
        json!({"id":7,"name":"Vault A","location":"990030","quarantine":0}),
    );
    is(InventoryRoomRemove { id: 7, location: shop() }, "inventory_room_remove", json!({"id":7,"location":"990030"}));
}

#[test]
fn packages_in_the_shop() {
    let line = AdjustLine {
        barcodeid: item(),
        quantity: Quantity::units(98),
        quantity_uom: Uom::Each,
        r#type: 1,
        reason: "cycle count".into(),
    };
    is(
        InventoryAdjust { data: vec![line] },
        "inventory_adjust",
        json!({"data":[{"barcodeid":"6853296789574115","quantity":"98","quantity_uom":"each","type":1,"reason":"cycle count"}]}),
    );
    is(
        InventoryMove { data: vec![MoveLine { barcodeid: item(), room: 7 }] },
        "inventory_move",
        json!({"data":[{"barcodeid":"6853296789574115","room":7}]}),
    );
    let split = |quantity, uom| SplitLine { barcodeid: item(), remove_quantity: quantity, remove_quantity_uom: uom };
    is(
        InventorySplit { data: vec![split(Quantity::units(5), None), split(Quantity(250), Some(Uom::Gram))], location: None },
        "inventory_split",
        json!({"data":[{"barcodeid":"6853296789574115","remove_quantity":"5"},
            {"barcodeid":"6853296789574115","remove_quantity":"2.50","remove_quantity_uom":"g"}]}),
    );
}

#[test]
fn destructions() {
    is(
        InventoryDestroySchedule { barcodeid: vec![item()], reason_extended: 4, reason: Some("returned, opened".into()) },
        "inventory_destroy_schedule",
        json!({"barcodeid":["6853296789574115"],"reason_extended":4,"reason":"returned, opened"}),
    );
    is(
        InventoryDestroyScheduleUndo { barcodeid: vec![item()] },
        "inventory_destroy_schedule_undo",
        json!({"barcodeid":["6853296789574115"]}),
    );
    is(
        InventoryDestroy { barcodeid: vec![item()], reason: None },
        "inventory_destroy",
        json!({"barcodeid":["6853296789574115"]}),
    );
}

#[test]
fn receiving() {
    let manifest_id = manifest();
    is(
        InventoryManifestArrive { manifest_id, location: shop(), stop_number: None, arrived_at: at(1_700_095_000) },
        "inventory_manifest_arrive",
        json!({"manifest_id":"7288034569537775","location":"990030","arrived_at":1_700_095_000}),
    );
    let line = |quantity, reject_reason| InboundLine { barcodeid: item(), quantity, uom: Uom::Each, reject_reason };
    let of = InboundOf { manifest_id: Some(manifest_id) };
    is(
        InventoryTransferInbound {
            location: shop(),
            of,
            data: vec![line(Quantity::units(5), None), line(Quantity::ZERO, Some("crushed".into()))],
        },
        "inventory_transfer_inbound",
        json!({"location":"990030","manifest_id":"7288034569537775","data":[{"barcodeid":"6853296789574115","quantity":"5","uom":"each"},
            {"barcodeid":"6853296789574115","quantity":"0","uom":"each","reject_reason":"crushed"}]}),
    );
}

#[test]
fn a_sale_with_a_device() {
    let from = DispensedFrom { order_id: Some("O9".into()), route: Some(Route::Smoking) };
    let line = SaleLine { barcodeid: item(), quantity: 2, price: Cents(7000), item_number: Some(0), from };
    let pipe = SoldDevice { name: "Pipe".into(), quantity: 1, price: Cents(1250), order_id: "O9".into() };
    let florida = DispenseAs {
        caregiver_card_id: Some("C1".into()),
        fulfilment: Some(Fulfilment::WalkIn),
        hold_id: None,
        devices: vec![pipe],
    };
    let sale = SaleDispense {
        card_id: "P1234567".into(),
        card_key: "k".into(),
        terminal_id: "1-ab12".into(),
        sale_time: at(1_700_100_500),
        data: vec![line],
        florida,
    };
    is(
        sale,
        "sale_dispense",
        json!({"card_id":"P1234567","card_key":"k","caregiver_card_id":"C1","fulfilment":"walk_in","terminal_id":"1-ab12",
            "sale_time":1_700_100_500,
            "data":[{"barcodeid":"6853296789574115","quantity":2,"price":"70.00","item_number":0,"order_id":"O9","route":"smoking"}],
            "devices":[{"name":"Pipe","quantity":1,"price":"12.50","order_id":"O9"}]}),
    );
}

#[test]
fn a_void_and_a_refund() {
    is(SaleVoid { transactionid: 71_000_040 }, "sale_void", json!({"transactionid":71_000_040}));
    let line = RefundLine { barcodeid: item(), quantity: 1, price: Cents(-3500), item_number: None, restock: Some(1) };
    let pipe = RefundedDevice { item_number: 1, quantity: 1, price: Cents(-1250) };
    is(
        SaleRefund { transactionid: 71_000_040, data: vec![line], devices: vec![pipe], sale_time: at(1_700_100_900) },
        "sale_refund",
        json!({"transactionid":71_000_040,"sale_time":1_700_100_900,
            "data":[{"barcodeid":"6853296789574115","quantity":1,"price":"-35.00","restock":1}],
            "devices":[{"item_number":1,"quantity":1,"price":"-12.50"}]}),
    );
}

#[test]
fn a_message_is_kept_and_read_again() {
    let message: Message = SaleVoid { transactionid: 4 }.into();
    let kept = message.kept();
    assert_eq!(kept, r#"{"action":"sale_void","body":{"transactionid":4}}"#);
    assert_eq!(serde_json::from_str::<Message>(&kept).unwrap(), message);
    assert_eq!(format!("{message:?}"), r#"Message { action: "sale_void", .. }"#, "a log has no bodies");
}

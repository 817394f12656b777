//! Manifests and what leaves on them: against samples written by hand.

use super::*;

pub(super) fn stop(stop_number: i64, to: StopFor) -> Stop {
    Stop {
        stop_number,
        approximate_departure: at(1_700_090_000),
        approximate_arrival: at(1_700_093_600),
        approximate_route: "I-10 E to exit 199".into(),
        to,
    }
}

pub(super) fn licensee() -> StopFor {
    StopFor::Licensee { vendor_license: shop(), barcodeid: vec![other()] }
}

pub(super) fn patient(quantity: i64) -> StopFor {
    let data = vec![HandedOver { barcodeid: item(), quantity: Quantity::units(quantity) }];
    StopFor::Patient(PatientStop { card_id: "P1234567".into(), data })
}

pub(super) fn ours(stop_overview: Vec<Stop>) -> InventoryManifest {
    InventoryManifest {
        location: "990001".parse().unwrap(),
        employee_id: "23468".parse().unwrap(),
        employee_id_2: None,
        vehicle_id: 2,
        new_room: None,
        stop_overview,
    }
}

fn stop_sample() -> Value {
    json!({"approximate_departure":1_700_090_000,"approximate_arrival":1_700_093_600,"approximate_route":"I-10 E to exit 199",
        "vendor_license":"990030","stop_number":1,"barcodeid":["6853296789574116"]})
}

#[test]
fn a_shipment_with_our_own_driver() {
    is(
        ours(vec![stop(1, licensee())]),
        "inventory_manifest",
        json!({"location":"990001","employee_id":"23468","vehicle_id":2,"stop_overview":[stop_sample()]}),
    );
}

#[test]
fn a_delivery_to_a_patient_has_two_drivers_and_a_part_of_a_package() {
    let delivery =
        InventoryManifest { employee_id_2: Some("23469".parse().unwrap()), new_room: Some(9), ..ours(vec![stop(1, patient(2))]) };
    is(
        delivery,
        "inventory_manifest",
        json!({"location":"990001","employee_id":"23468","employee_id_2":"23469","vehicle_id":2,"new_room":9,
            "stop_overview":[{"approximate_departure":1_700_090_000,"approximate_arrival":1_700_093_600,
                "approximate_route":"I-10 E to exit 199","stop_number":1,"card_id":"P1234567",
                "data":[{"barcodeid":"6853296789574115","quantity":"2"}]}]}),
    );
}

#[test]
fn shipments_that_others_drive() {
    let text = str::to_owned;
    let vehicle = PickupVehicle {
        vehicle_color: text("red"),
        vehicle_year: text("2020"),
        vehicle_make: text("Kia"),
        vehicle_model: text("Rio"),
        vehicle_plate: text("Z1"),
        vehicle_vin: text("KNA"),
    };
    let location: License = "990001".parse().unwrap();
    is(
        InventoryManifestPickup {
            location: location.clone(),
            employee_id: "E9".parse().unwrap(),
            employee_name: text("Lee Two"),
            employee_dob: day("1985-01-31"),
            vehicle,
            stop_overview: vec![stop(1, licensee())],
        },
        "inventory_manifest_pickup",
        json!({"location":"990001","employee_id":"E9","employee_name":"Lee Two","employee_dob":"01/31/1985","vehicle_color":"red",
            "vehicle_year":"2020","vehicle_make":"Kia","vehicle_model":"Rio","vehicle_plate":"Z1","vehicle_vin":"KNA",
            "stop_overview":[stop_sample()]}),
    );
    is(
        InventoryManifestThirdParty {
            location,
            third_party_license: "992201".parse().unwrap(),
            stop_overview: vec![stop(1, licensee())],
        },
        "inventory_manifest_third_party",
        json!({"location":"990001","third_party_license":"992201","stop_overview":[stop_sample()]}),
    );
}

#[test]
fn a_shipment_is_changed_and_called_off() {
    let manifest_id = manifest();
    let swap = |employee_name, employee_dob| InventoryManifestModify {
        manifest_id,
        employee_id: "E8".parse().unwrap(),
        employee_name,
        employee_dob,
    };
    is(swap(None, None), "inventory_manifest_modify", json!({"manifest_id":"7288034569537775","employee_id":"E8"}));
    is(
        swap(Some("Lee Two".into()), Some(day("1985-01-31"))),
        "inventory_manifest_modify",
        json!({"manifest_id":"7288034569537775","employee_id":"E8","employee_name":"Lee Two","employee_dob":"01/31/1985"}),
    );
    is(InventoryManifestVoid { manifest_id }, "inventory_manifest_void", json!({"manifest_id":"7288034569537775"}));
    is(
        InventoryManifestVoidStop { manifest_id, stop_number: 2 },
        "inventory_manifest_void_stop",
        json!({"manifest_id":"7288034569537775","stop_number":2}),
    );
    is(
        InventoryManifestVoidItems { manifest_id, barcodeid: vec![other()] },
        "inventory_manifest_void_items",
        json!({"manifest_id":"7288034569537775","barcodeid":["6853296789574116"]}),
    );
}

#[test]
fn goods_leave_come_back_and_are_priced() {
    let manifest_id = manifest();
    let line = |price| OutboundLine { barcodeid: other(), price };
    is(
        InventoryTransferOutbound { manifest_id, data: vec![line(Some(Cents(10_000)))], invoice_number: Some("INV-7".into()) },
        "inventory_transfer_outbound",
        json!({"manifest_id":"7288034569537775","data":[{"barcodeid":"6853296789574116","price":"100.00"}],"invoice_number":"INV-7"}),
    );
    is(
        InventoryTransferOutbound { manifest_id, data: vec![line(None)], invoice_number: None },
        "inventory_transfer_outbound",
        json!({"manifest_id":"7288034569537775","data":[{"barcodeid":"6853296789574116"}]}),
    );
    is(InventoryTransferOutboundVoid { transactionid: 32 }, "inventory_transfer_outbound_void", json!({"transactionid":32}));
    let back = ReturnLine { barcodeid: other(), manifest_id, price: None };
    is(
        InventoryTransferOutboundReturn { location: "990001".parse().unwrap(), data: vec![back] },
        "inventory_transfer_outbound_return",
        json!({"location":"990001","data":[{"barcodeid":"6853296789574116","manifest_id":"7288034569537775"}]}),
    );
}

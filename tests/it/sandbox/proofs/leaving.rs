//! What leaves the shop: on manifests, to patients, over the counter; and what of it comes back.

use super::*;
use lotbook::biotrack::{NewBarcodes, Window};

const DAN: &str = "dan.driver@demo.example";
const ADA: &str = "P1000001";
const ORDER: &str = "P1000001-smoking-smoking";

fn shipment(to: StopFor) -> InventoryManifest {
    let stop = Stop {
        stop_number: 1,
        approximate_departure: at(now() + 100_000),
        approximate_arrival: at(now() + 103_600),
        approximate_route: "I-10 E to exit 199".into(),
        to,
    };
    InventoryManifest {
        location: license(SHOP),
        employee_id: "E1".parse().unwrap(),
        employee_id_2: None,
        vehicle_id: 2,
        new_room: None,
        stop_overview: vec![stop],
    }
}

fn to_sender(barcodes: &[String]) -> StopFor {
    StopFor::Licensee { vendor_license: license(SENDER), barcodeid: barcodes.iter().map(|barcode| code(barcode)).collect() }
}

#[actix_web::test]
async fn shipments_there_and_back() {
    let state = State::start().await;
    fleet(&state).await;
    let barcodes = state.stocked(json!([flower(1), flower(1), flower(1)])).await;
    let ours = Ours::of(&state).await;
    let (_, filed) = ours.does(shipment(to_sender(&barcodes))).await;
    let manifest_id = filed.0;
    let driver =
        InventoryManifestModify { manifest_id, employee_id: "E2".parse().unwrap(), employee_name: None, employee_dob: None };
    ours.does(driver).await;
    ours.does(InventoryManifestVoidItems { manifest_id, barcodeid: vec![code(&barcodes[2])] }).await;
    let line = |barcode: &String| OutboundLine { barcodeid: code(barcode), price: Some(Cents(10_000)) };
    let outbound = || InventoryTransferOutbound {
        manifest_id,
        data: barcodes[..2].iter().map(line).collect(),
        invoice_number: Some("INV-7".into()),
    };
    let (sent, _) = ours.does(outbound()).await;
    ours.does(InventoryTransferOutboundVoid { transactionid: sent }).await;
    let (transactionid, _) = ours.does(outbound()).await;
    let (barcodeid, price) = (code(&barcodes[0]), Cents(9_000));
    ours.does(InventoryTransferOutboundModify { transactionid, barcodeid, price, item_number: None }).await;
    let arrived_at = at(now());
    ours.does(InventoryManifestArrive { manifest_id, location: license(SENDER), stop_number: None, arrived_at }).await;
    let taken = |barcode: &String, quantity, reason: &str| InboundLine {
        barcodeid: code(barcode),
        quantity,
        uom: Uom::Each,
        reject_reason: Some(reason.into()),
    };
    let inbound = InventoryTransferInbound {
        location: license(SENDER),
        of: InboundOf { manifest_id: Some(manifest_id) },
        data: vec![taken(&barcodes[0], Quantity::units(20), "crushed"), taken(&barcodes[1], Quantity::ZERO, "wrong")],
    };
    let (transactionid, _) = ours.does(inbound).await;
    ours.does(InventoryTransferInboundModify { transactionid, barcodeid, price }).await;
    assert_eq!(ours.client.returns(&license(SHOP)).await.unwrap().len(), 2);
    let back = |barcode: &String| ReturnLine { barcodeid: code(barcode), manifest_id, price: None };
    let both = InventoryTransferOutboundReturn { location: license(SHOP), data: barcodes[..2].iter().map(back).collect() };
    let (said, found) = ours.proven(MARIA, &both).await;
    let said: NewBarcodes = said.receipt(FilingId::new()).unwrap().into_answer();
    let found: NewBarcodes = found.receipt(FilingId::new()).unwrap().into_answer();
    assert_eq!((said.0[0], said.0[1]), (found.0[0], Some(code(&barcodes[1]))), "what came back whole kept its number");
    assert_eq!(found.0[1], None, "and is no new package");
}

#[actix_web::test]
async fn shipments_that_are_called_off() {
    let state = State::start().await;
    fleet(&state).await;
    let barcode = state.flower().await;
    let ours = Ours::of(&state).await;
    let (_, filed) = ours.does(shipment(to_sender(std::slice::from_ref(&barcode)))).await;
    ours.does(InventoryManifestVoid { manifest_id: filed.0 }).await;
    let data = vec![HandedOver { barcodeid: code(&barcode), quantity: Quantity::units(5) }];
    let to = StopFor::Patient(PatientStop { card_id: ADA.into(), data });
    let delivery = InventoryManifest { employee_id_2: Some("E2".parse().unwrap()), ..shipment(to) };
    let (_, filed) = ours.does(delivery).await;
    let held = |quantity| {
        let line = HoldLine { barcodeid: code(&barcode), quantity, order_id: ORDER.into(), route: Route::Smoking };
        RegistryHold { card_id: ADA.into(), card_key: format!("KEY-{ADA}"), data: vec![line] }
    };
    let (_, wrong) = ours.does(held(1)).await;
    ours.does(RegistryHoldRelease { hold_id: wrong.0 }).await;
    let (_, hold) = ours.does(held(3)).await;
    let mut sale = walk_in(&barcode, 3, "van LB-9");
    sale.florida = DispenseAs { fulfilment: Some(Fulfilment::Delivery), hold_id: Some(hold.0), ..DispenseAs::default() };
    ours.does_as(DAN, sale).await;
    let statuses: Vec<String> = ours.client.holds_since(0).await.unwrap().into_iter().map(|hold| hold.status).collect();
    assert_eq!(statuses, ["released", "sold"]);
    // A part was sold at the door, the rest comes back.
    ours.does(InventoryManifestVoidStop { manifest_id: filed.0, stop_number: 1 }).await;
    let stops = ours.client.manifest_stops(0).await.unwrap();
    assert!(stops.iter().any(|stop| stop.manifest == filed.0 && !stop.deleted));
}

fn walk_in(barcode: &str, quantity: i64, terminal: &str) -> SaleDispense {
    let line = SaleLine {
        barcodeid: code(barcode),
        quantity,
        price: Cents(7000),
        item_number: Some(0),
        from: DispensedFrom { order_id: Some(ORDER.into()), route: Some(Route::Smoking) },
    };
    SaleDispense {
        card_id: ADA.into(),
        card_key: format!("KEY-{ADA}"),
        terminal_id: terminal.into(),
        sale_time: at(now() - 2),
        data: vec![line],
        florida: DispenseAs { fulfilment: Some(Fulfilment::WalkIn), ..DispenseAs::default() },
    }
}

#[actix_web::test]
async fn sales_and_what_becomes_of_them() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let ours = Ours::of(&state).await;
    let (mistake, _) = ours.does(walk_in(&barcode, 2, "1 LB-1")).await;
    ours.does(SaleVoid { transactionid: mistake }).await;
    let (sale, _) = ours.does(walk_in(&barcode, 4, "1 LB-2")).await;
    let (barcodeid, price) = (code(&barcode), Cents(6500));
    ours.does(SaleModify { transactionid: sale, barcodeid, price, item_number: Some(0), sale_time: None }).await;
    let back = |quantity, price, restock| SaleRefund {
        transactionid: sale,
        data: vec![RefundLine { barcodeid, quantity, price: Cents(price), item_number: Some(0), restock }],
        devices: vec![],
        sale_time: at(now() - 1),
    };
    let (_, restocked) = ours.does(back(1, -1000, Some(1))).await;
    assert!(matches!(restocked.0.as_slice(), [Some(_)]));
    let (_, gone) = ours.does(back(2, -2000, None)).await;
    assert_eq!(gone.0, [None]);
    let rows = ours.client.sales(Window::since(sale)).await.unwrap();
    assert_eq!(rows.iter().filter(|row| row.quantity < Quantity::ZERO).count(), 2);
}

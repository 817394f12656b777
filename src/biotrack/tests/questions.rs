//! The state's tables and lookups, as loosely as it writes them.

use super::*;

const A: &str = "6853296789574115";

/// A state that answers every question with this.
async fn answering(body: Value) -> (Biotrack, Told) {
    state(move |_, _| HttpResponse::Ok().body(body.to_string())).await
}

#[actix_web::test]
async fn a_window_says_where_it_begins_and_ends() {
    let (client, told) = answering(json!({"success": 1})).await;
    client.sales(Window::since(51).until(60)).await.unwrap();
    client.adjustments(Window::ACTIVE).await.unwrap();
    let calls = told.calls();
    assert_eq!(
        (&calls[0]["action"], &calls[0]["transaction_start"], &calls[0]["transaction_end"], calls[0].get("active")),
        (&json!("sync_sale"), &json!(51), &json!(60), None)
    );
    assert_eq!((&calls[1]["active"], calls[1].get("transaction_start")), (&json!(1), None));
}

#[actix_web::test]
async fn ledgers_are_read_with_what_made_each_row() {
    let body = json!({"success": 1,
        "sale": [{"inventoryid": A, "itemnumber": "0", "quantity": "-1.00", "price": "-35.00", "terminal_id": "T", "refunded": "1",
            "transactionid": 51, "transactionid_original": "40", "deleted": 0, "location": 990030},
            {"inventoryid": null, "quantity": 1, "price": 12.5, "transactionid": 52}],
        "inventory_adjust": {"inventoryid": A, "previous_quantity": 98, "new_quantity": "97.50", "atype": "1", "reason": "audit",
            "transactionid": 53},
        "inventory_transfer": [{"inventoryid": A, "manifestid": "7288034569537775", "manifest_stop": 1, "outbound_license": "990030",
            "price": null, "quantity": "5", "transactionid": 54, "deleted": 1}],
        "inventory_sample": [{"inventoryid": A, "vendor_license": "", "quantity": "1", "sample_type": "2", "transactionid": 55}],
        "tax_report": [{"month": "1", "year": 2024, "gross_sales": 1000.5, "excise_tax": "370.00", "transactionid": 56}]});
    let (client, _) = answering(body).await;
    let sales = client.sales(Window::ALL).await.unwrap();
    assert_eq!(
        (sales[0].quantity, sales[0].price, sales[0].made_by, sales[0].refunded),
        (Quantity(-100), Cents(-3500), 40, true)
    );
    assert_eq!((sales[1].barcode, sales[1].price, sales[1].made_by), (None, Cents(1250), 52));
    let adjusted = client.adjustments(Window::ALL).await.unwrap();
    assert_eq!((adjusted[0].previous, adjusted[0].new, adjusted[0].adjust_type), (Quantity::units(98), Quantity(9750), Some(1)));
    let out = client.transfers_out(Window::ALL).await.unwrap();
    assert_eq!((out[0].price, out[0].stop, out[0].deleted), (None, Some(1), true));
    assert_eq!(client.transfers_in(Window::ALL).await, Ok(vec![]));
    assert_eq!(client.samples_given(Window::ALL).await.unwrap()[0].vendor, None);
    assert_eq!(client.tax_reports(Window::ALL).await.unwrap()[0].gross_sales, Some(Cents(100_050)));
}

#[actix_web::test]
async fn registers_are_read() {
    let body = json!({"success": 1,
        "vendor": [{"location": 990001, "name": null, "ubi": "603", "locationtype": "4", "retail": null, "medical": 1}],
        "qa_lab": {"location": "990050", "name": "Lab", "city": "Ocala"},
        "third_party_transporter": [{"location": "990070", "license_number": "992201", "name": "Haul"}],
        "employee": [{"employee_id": 7, "employee_name": "Pat One", "transactionid": 3, "deleted": "1"}],
        "vehicle": [{"vehicle_id": "2", "plate": "ABC123", "transactionid": "4", "deleted": 0}]});
    let (client, _) = answering(body).await;
    let vendors = client.vendors().await.unwrap();
    assert_eq!((vendors[0].license.as_str(), vendors[0].location_type, vendors[0].medical), ("990001", Some(4), true));
    assert_eq!(client.laboratories().await.unwrap()[0].city.as_deref(), Some("Ocala"));
    assert_eq!(client.transporters().await.unwrap()[0].license.as_str(), "992201");
    let drivers = client.employees(Window::ALL).await.unwrap();
    assert_eq!((drivers[0].employee.as_str(), drivers[0].deleted), ("7", true));
    assert_eq!(client.vehicles(Window::ACTIVE).await.unwrap()[0].vehicle, 2);
}

#[actix_web::test]
async fn manifests_their_stops_and_what_came_back() {
    let manifest = "7288034569537775";
    let body = json!({"success": 1,
        "manifest": [{"manifestid": manifest, "fulfilled": "1", "transporter_id": 23468, "completion_date": 0, "transactionid": 9,
            "origination_license_number": "990001"}],
        "manifest_stop_data": [{"manifestid": manifest, "stopnumber": "1", "license_number": "990030", "arrived_at": 1_700_000_000,
            "transactionid": 9}],
        "manifest_stop_items": {"manifestid": manifest, "stopnumber": 1, "inventoryid": A, "quantity": 5, "transactionid": 9},
        "data": [{"barcode_id": A, "manifest_id": manifest, "quantity": "5", "reject_reason": "crushed"}],
        "registry_hold": [{"hold_id": "H77", "card_id": "P1", "status": "held", "transactionid": 9,
            "data": {"barcodeid": A, "quantity": "2", "order_id": 9, "route": "smoking"}}]});
    let (client, _) = answering(body).await;
    let manifests = client.manifests_since(9).await.unwrap();
    assert_eq!((manifests[0].fulfilled, manifests[0].completed_at), (true, None));
    assert_eq!(manifests[0].driver.as_ref().unwrap().as_str(), "23468");
    assert!(client.manifest_stops(9).await.unwrap()[0].arrived_at.is_some());
    assert_eq!(client.manifest_items_since(9).await.unwrap()[0].quantity, Quantity::units(5));
    assert_eq!(client.returns(&"990001".parse().unwrap()).await.unwrap()[0].reject_reason.as_deref(), Some("crushed"));
    let holds = client.holds_since(9).await.unwrap();
    assert_eq!(
        (holds[0].hold.as_str(), holds[0].lines[0].quantity, holds[0].status.as_str()),
        ("H77", Quantity::units(2), "held")
    );
    let (client, _) =
        answering(json!({"success": 0, "error": "No outstanding returned items were found.", "errorcode": 602})).await;
    assert_eq!(client.returns(&"990001".parse().unwrap()).await, Ok(vec![]));
}

#[actix_web::test]
async fn samples_and_packages_are_looked_at() {
    let body = json!({"success": "1", "result": "1", "use": 1, "test": {"type": 2, "THC": "1.2"},
        "inventory_qa_sample": [{"inventoryid": "6853296789575001", "parentid": A, "lab_license": 990050, "quantity": "4", "result": null,
            "sample_use": "1", "transactionid": 30, "transactionid_original": 25, "deleted": 0}],
        "data": {"barcode_id": A, "invtype": "28", "quantity": 98, "usableweight": "3.5", "med_usableweight": "0.125"}});
    let (client, _) = answering(body).await;
    let sample = "6853296789575001".parse().unwrap();
    assert_eq!(client.sample_result(sample).await.unwrap().unwrap().0, 1);
    let samples = client.lab_samples_since(25).await.unwrap();
    assert_eq!((samples[0].sample, samples[0].sent_by, samples[0].result, samples[0].is_for_use), (sample, 25, 0, Some(true)));
    let seen = client.check(&[A.parse().unwrap()]).await.unwrap();
    assert_eq!((seen[0].inventory_type, seen[0].quantity, seen[0].med_usable), (28, Quantity::units(98), Some(Amount(125))));
    let (client, _) = answering(json!({"success": 0, "error": "Test results have not yet been filed.", "errorcode": 602})).await;
    assert_eq!(client.sample_result(sample).await, Ok(None));
}

#[actix_web::test]
async fn sums_are_compared_by_the_state() {
    let body = json!({"success": 1, "summary": [{"table": "inventory", "match": "0", "sum": "12399"}, {"table": "sale", "match": 1,
        "sum": 7}, {"table": "of_tomorrow", "match": 1, "sum": 0}]});
    let (client, told) = answering(body).await;
    let asked = [
        SumAsked { table: Table::Inventory, window: Window::ACTIVE, sum: 12_345 },
        SumAsked { table: Table::Sale, window: Window::since(0), sum: 7 },
    ];
    let answers = client.sync_check(&asked).await.unwrap();
    assert_eq!(answers[0], SumAnswer { table: Table::Inventory, matches: false, sum: 12_399 });
    assert!(answers[1].matches && answers.len() == 2, "a table that we do not know is nobody's");
    assert_eq!(
        told.calls()[0]["data"],
        json!([{"table": "inventory", "active": 1, "sum": "12345"}, {"table": "sale", "transaction_start": 0, "sum": "7"}])
    );
    assert_eq!(told.calls()[0]["download"], json!(0));
}

//! The client against a small server of our own that says what it is told to: what counts as yes, no, never left and unknown.

mod answers;
mod floods;
mod link;
mod properties;
mod questions;
mod sessions;

use super::messages::SaleVoid;
use super::*;
use crate::values::{Amount, At, Barcode, Cents, Clock, FilingId, Quantity};
use actix_web::{App, HttpResponse, HttpServer, web};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// What the server was told, without the sign-ins, and how often somebody signed in.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<(Vec<Value>, i64)>>);

impl Told {
    fn calls(&self) -> Vec<Value> {
        self.0.lock().unwrap().0.clone()
    }

    fn sign_ins(&self) -> i64 {
        self.0.lock().unwrap().1
    }
}

/// A state that answers its n-th call (from 0) with what `says` gives, and a client of it.
async fn state(says: impl Fn(usize, &Value) -> HttpResponse + Clone + Send + 'static) -> (Biotrack, Told) {
    let told = Told::default();
    let seen = told.clone();
    let server = HttpServer::new(move || {
        let (seen, says) = (seen.clone(), says.clone());
        let answer = move |text: String| {
            let (seen, says) = (seen.clone(), says.clone());
            async move {
                let call: Value = serde_json::from_str(&text).unwrap();
                let mut seen = seen.0.lock().unwrap();
                if call["action"] == "login" {
                    seen.1 += 1;
                    return HttpResponse::Ok()
                        .body(format!(r#"{{"success":1,"sessionid":"session {}","time":1700000000}}"#, seen.1));
                }
                seen.0.push(call.clone());
                says(seen.0.len() - 1, &call)
            }
        };
        App::new().route("/serverjson.asp", web::post().to(answer))
    });
    let server = server.workers(1).disable_signals().bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}/serverjson.asp", server.addrs()[0]);
    actix_web::rt::spawn(server.run());
    (client(&url), told)
}

fn client(url: &str) -> Biotrack {
    let settings = Settings {
        url: url.into(),
        ubi: "999000300".into(),
        username: "u@example.com".into(),
        password: "secret".into(),
        timeout: Duration::from_millis(400),
        in_flight: 8,
    };
    Biotrack::new(settings, Clock::default()).unwrap()
}

fn says(text: &'static str) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body(text)
}

fn soon() -> At {
    Clock::default().machine() + TimeDelta::seconds(20)
}

async fn send(client: &Biotrack) -> Reply {
    client.send(FilingId::new(), "pat@example.com", &SaleVoid { transactionid: 40 }.into(), soon()).await
}

const YES: &str = r#"{"success":"1","transactionid":"4857","sessiontime":1700000000}"#;
const EXPIRED: &str = r#"{"success":0,"error":"Your session has expired.","errorcode":63}"#;

#[actix_web::test]
async fn a_yes_carries_its_transaction_and_its_time_and_moves_the_high_water_mark() {
    let (client, told) = state(|_, _| says(YES)).await;
    let filing = FilingId::new();
    let Reply::Accepted(answer) = client.send(filing, "pat@example.com", &SaleVoid { transactionid: 40 }.into(), soon()).await
    else {
        panic!()
    };
    assert_eq!((answer.transaction(), answer.at().and_utc().timestamp(), client.high_water()), (4857, 1_700_000_000, 4857));
    let call = &told.calls()[0];
    assert_eq!(
        *call,
        json!({"API":"4.0","action":"sale_void","sessionid":"session 1","training":0,"nonce":filing.as_str(),"actor":"pat@example.com",
            "transactionid":40})
    );
    assert!(client.clock().state() < client.clock().machine(), "the state's clock is behind and we noticed");
    let kept = Answer::from_kept(&answer.kept()).unwrap();
    let receipt = kept.receipt::<Plain>(filing).unwrap();
    assert_eq!((kept == answer, receipt.filing(), receipt.transaction(), receipt.at()), (true, filing, 4857, answer.at()));
}

#[actix_web::test]
async fn an_expired_session_is_renewed_and_the_call_sent_once_more_with_the_same_nonce() {
    let (client, told) = state(|n, _| says(if n == 0 { EXPIRED } else { YES })).await;
    assert!(matches!(send(&client).await, Reply::Accepted(_)));
    let calls = told.calls();
    assert_eq!((calls.len(), told.sign_ins()), (2, 2));
    assert_eq!(calls[0]["nonce"], calls[1]["nonce"]);
    assert_eq!((&calls[0]["sessionid"], &calls[1]["sessionid"]), (&json!("session 1"), &json!("session 2")));
}

#[actix_web::test]
async fn a_session_that_expires_twice_is_a_refusal() {
    let (client, told) = state(|_, _| says(EXPIRED)).await;
    assert!(matches!(send(&client).await, Reply::Refused(_)));
    assert_eq!(told.calls().len(), 2);
}

#[actix_web::test]
async fn code_63_with_other_words_is_a_refusal() {
    let (client, told) =
        state(|_, _| says(r#"{"success":0,"error":"You provided an invalid location license number.","errorcode":63}"#)).await;
    let Reply::Refused(refusal) = send(&client).await else { panic!() };
    assert_eq!((refusal.code, told.calls().len()), (Some(63), 1));
    assert_eq!(client.health().failing_since, None, "a no is an answer");
}

#[actix_web::test]
async fn what_is_neither_yes_nor_no_is_unknown_and_is_not_sent_again() {
    let answers: [fn() -> HttpResponse; 6] = [
        || says(""),
        || HttpResponse::InternalServerError().body(YES),
        || says("<html>Service Unavailable</html>"),
        || says(r#"{"success":1,"transact"#),
        || says(r#"{"success":1,"sessiontime":1700000000}"#),
        || HttpResponse::Found().insert_header(("location", "/elsewhere")).finish(),
    ];
    for answer in answers {
        let (client, told) = state(move |_, _| answer()).await;
        assert!(matches!(send(&client).await, Reply::Unknown(_)));
        assert!(client.replay(FilingId::new()).await.is_err());
        assert_eq!(told.calls().len(), 2);
    }
}

#[actix_web::test]
async fn a_header_that_leaked_into_the_body_does_not_hide_a_yes() {
    let (client, _) =
        state(|_, _| says("Content-Type: text/plain\r\n\r\n{\"success\":1,\"transactionid\":5,\"sessiontime\":1}")).await;
    assert!(matches!(send(&client).await, Reply::Accepted(_)));
}

#[actix_web::test]
async fn no_answer_in_time_is_unknown() {
    let (client, _) = state(|_, _| {
        std::thread::sleep(Duration::from_millis(900));
        says(YES)
    })
    .await;
    let Reply::Unknown(words) = send(&client).await else { panic!() };
    assert!(words.contains("400 ms"), "{words}");
    assert!(client.health().failing_since.is_some());
}

#[actix_web::test]
async fn a_state_that_cannot_be_reached_was_sent_nothing() {
    let free = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let client = client(&format!("http://{address}/serverjson.asp"));
    assert!(matches!(send(&client).await, Reply::NotSent(_)));
    assert!(client.probe().await.is_err());
    assert!(client.health().last_failure.is_some() && client.health().last_success.is_none());
}

#[actix_web::test]
async fn after_its_time_nothing_is_sent() {
    let (client, told) = state(|_, _| says(YES)).await;
    client.probe().await.unwrap();
    let late = client.clock().machine();
    assert!(matches!(client.send(FilingId::new(), "", &SaleVoid { transactionid: 40 }.into(), late).await, Reply::NotSent(_)));
    assert_eq!(told.calls().len(), 1, "the probe only");
}

#[actix_web::test]
async fn many_at_once_sign_in_once() {
    let (client, told) = state(|_, _| says(YES)).await;
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            actix_web::rt::spawn({
                let client = client.clone();
                async move { send(&client).await }
            })
        })
        .collect();
    for task in tasks {
        assert!(matches!(task.await.unwrap(), Reply::Accepted(_)));
    }
    assert_eq!((told.sign_ins(), told.calls().len()), (1, 20));
}

#[actix_web::test]
async fn a_replay_gives_the_kept_answer_and_leaves_the_clock_alone() {
    let (client, told) =
        state(|n, _| says(if n == 0 { r#"{"success":0,"error":"Nothing is kept under this nonce."}"# } else { YES })).await;
    let nonce = FilingId::new();
    assert_eq!(client.replay(nonce).await, Ok(None));
    client.clock().saw_state_time(client.clock().machine().and_utc().timestamp());
    assert_eq!(client.replay(nonce).await.unwrap().unwrap().transaction(), 4857);
    assert!(client.clock().state() > client.clock().machine() - TimeDelta::seconds(5));
    assert_eq!(told.calls()[0]["nonce"], json!(nonce.as_str()));
}

const LEDGER: &str = r#"{"success":1,"sale":[
    {"transactionid":51,"transactionid_original":51,"inventoryid":"6853296789574115","quantity":"-1.00","deleted":0,"sessiontime":1700000000},
    {"transactionid":51,"transactionid_original":40,"inventoryid":"6853296789574115","quantity":"2","refunded":1,"deleted":0}],
    "inventory":[{"transactionid":51,"transactionid_original":51,"id":"6853296789574999","inventoryparentid":"6853296789574115",
    "remaining_quantity":"1"},{"transactionid":51,"transactionid_original":3,"id":"6853296789574115","remaining_quantity":"7"}]}"#;

#[actix_web::test]
async fn a_lost_refund_is_found_in_the_ledger_with_its_new_package() {
    let (client, told) = state(|_, _| says(LEDGER)).await;
    let trace = Trace::in_table("sale").row([("inventoryid", "6853296789574115"), ("quantity", "-1")]).with_new_items();
    let Found::One(answer) = client.search(&trace, 50, &[]).await.unwrap() else { panic!() };
    assert_eq!((&told.calls()[0]["action"], &told.calls()[0]["transaction_start"]), (&json!("sync_sale"), &json!(51)));
    let made = Answer::from_kept(&answer.kept()).unwrap().receipt::<NewBarcodes>(FilingId::new()).unwrap();
    let new: Barcode = "6853296789574999".parse().unwrap();
    assert_eq!((made.transaction(), &made.answer().0), (51, &vec![Some(new)]));
    assert_eq!(client.look_up(&trace, 52).await, Ok(Found::None));
    assert_eq!(client.search(&trace, 50, &[51]).await, Ok(Found::None), "another act's");
    assert_eq!(client.high_water(), 51);
}

#[actix_web::test]
async fn none_that_the_state_words_as_an_error_is_an_empty_list_and_any_other_no_is_one() {
    let (client, _) = state(|n, _| {
        says(match n {
            0 => r#"{"success":0,"error":"No inbound transfers or pending manifests found.","errorcode":602}"#,
            1 => r#"{"success":0,"error":"No outstanding inbound inventory items were found.","errorcode":"602"}"#,
            2 => r#"{"success":0,"error":"There were no samples found for the specified identifer.","errorcode":602}"#,
            _ => r#"{"success":0,"error":"Please specify a valid license number.","errorcode":602}"#,
        })
    })
    .await;
    let shop = "990030".parse().unwrap();
    assert_eq!(client.incoming(&shop).await, Ok(vec![]));
    assert_eq!(client.transfer_lines(&shop, "7288034569537775".parse().unwrap()).await, Ok(vec![]));
    assert_eq!(client.lab_results(&["6853296789574115".parse().unwrap()]).await, Ok(vec![]));
    assert!(matches!(client.incoming(&shop).await, Err(ReadError::Refused(_))));
}

#[actix_web::test]
async fn numbers_may_be_text_and_a_list_may_be_one_thing() {
    let (client, _) = state(|_, call| {
        says(match call["action"].as_str().unwrap() {
            "inventory_transfer_lookup" => {
                r#"{"success":"1","data":{"barcode_id":"6853296789574115","inventorytype":"28","quantity":5,"usableweight":3.5,
                    "med_usableweight":"0.125","sample_id":null,"is_medical":"1","is_sample":null}}"#
            }
            "sync_inventory_room" => {
                r#"{"success":1,"inventory_room":[{"roomid":"7","name":"Vault","location":990030,"quarantine":"0","deleted":"0"},
                    {"roomid":null,"name":"Quarantine","location":"990030","quarantine":1,"deleted":0},
                    {"roomid":9,"name":"Elsewhere","location":"990031","deleted":0},{"roomid":8,"name":"Gone","location":"990030","deleted":1}]}"#
            }
            "sync_inventory" => {
                r#"{"success":1,"inventory":[{"id":"0358560579655606","remaining_quantity":"98.00","currentroom":"7","inventorystatus":null,
                    "inventorystatustime":"1700000000","transactionid":"12","deleted":0,"inventoryparentid":"6853296789574115"}]}"#
            }
            _ => r#"{"success":1}"#,
        })
    })
    .await;
    let shop = "990030".parse().unwrap();
    assert_eq!(client.licenses().await.unwrap(), ["990030".parse().unwrap(), "990031".parse().unwrap()]);
    let lines = client.transfer_lines(&shop, "7288034569537775".parse().unwrap()).await.unwrap();
    assert_eq!((lines[0].quantity, lines[0].med_usable, lines[0].is_medical), (Quantity::units(5), Some(Amount(125)), true));
    let rooms = client.rooms(&shop).await.unwrap();
    assert_eq!(rooms.iter().map(|room| (room.room, room.quarantine)).collect::<Vec<_>>(), [(Some(7), false), (None, true)]);
    let items = client.inventory_since(0).await.unwrap();
    assert_eq!(
        (items[0].remaining, items[0].room, items[0].status, items[0].transaction),
        (Quantity::units(98), Some(7), None, 12)
    );
    assert_eq!(items[0].parents, ["6853296789574115"]);
    assert_eq!(client.incoming(&shop).await, Ok(vec![]));
    assert_eq!(client.refresh_high_water().await, Ok(12));
}

//! What the sandbox does to a caller on demand.

use super::caller::{SHOP, State};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn room(id: i64, nonce: &str) -> Value {
    json!({"id": id, "location": SHOP, "name": "Annex", "nonce": nonce})
}

impl State {
    async fn fault(&self, kind: &str) {
        self.control("/control/faults", json!({"action": "inventory_room_add", "kind": kind, "count": 1, "millis": 400})).await;
    }

    async fn sent(&self, id: i64, nonce: &str) -> reqwest::Result<(u16, String)> {
        let call = self.call("inventory_room_add", room(id, nonce));
        let response = self.http.post(self.url("/serverjson.asp")).body(call).send().await?;
        Ok((response.status().as_u16(), response.text().await?))
    }

    async fn was_done(&self, nonce: &str) -> bool {
        self.ask("nonce_replay", json!({"nonce": nonce})).await["success"] == 1
    }
}

#[actix_web::test]
async fn a_dropped_connection_says_nothing_about_what_was_done() {
    let state = State::start().await;
    state.fault("drop_before").await;
    assert!(state.sent(11, "before").await.is_err());
    assert!(!state.was_done("before").await);
    state.fault("drop_after").await;
    assert!(state.sent(12, "after").await.is_err());
    assert!(state.was_done("after").await);
}

#[actix_web::test]
async fn a_broken_answer_may_hide_a_deed() {
    let state = State::start().await;
    let cases = [("error_500", 500, false), ("empty", 200, true), ("garbage", 200, true), ("header_leak", 200, true)];
    for (id, (kind, status, done)) in (11..).zip(cases) {
        state.fault(kind).await;
        let (got, text) = state.sent(id, kind).await.unwrap();
        assert_eq!(got, status, "{kind}");
        assert!(serde_json::from_str::<Value>(&text).is_err(), "{kind}: {text}");
        assert_eq!(state.was_done(kind).await, done, "{kind}");
    }
}

#[actix_web::test]
async fn a_delayed_call_is_done_although_its_caller_gave_up() {
    let state = State::start().await;
    state.fault("delay").await;
    let impatient = reqwest::Client::builder().no_proxy().timeout(Duration::from_millis(100)).build().unwrap();
    let call = state.call("inventory_room_add", room(11, "late"));
    assert!(impatient.post(state.url("/serverjson.asp")).body(call).send().await.is_err());
    assert!(!state.was_done("late").await, "it is still on its way");
    let started = Instant::now();
    while !state.was_done("late").await {
        assert!(started.elapsed() < Duration::from_secs(60), "it was never done");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[actix_web::test]
async fn a_session_can_end_between_two_calls_and_a_call_can_be_refused_at_will() {
    let mut state = State::start().await;
    let fault = json!({"action": "*", "kind": "refuse", "code": 602, "text": "Because we say so."});
    state.control("/control/faults", fault).await;
    let answer = state.ask("inventory_room_add", room(11, "r")).await;
    assert_eq!(answer, json!({"success": 0, "error": "Because we say so.", "errorcode": 602}));
    for (action, what) in
        [("inventory_manifest_void", "manifest"), ("inventory_manifest_void_stop", "manifest stop"), ("sale_void", "transaction")]
    {
        state.control("/control/faults", json!({"action": action, "kind": "refuse"})).await;
        let words = format!("There was an error voiding the {what}. Please try again.");
        assert_eq!(state.refused(action, json!({"transactionid": 1})).await, (1000, words));
    }
    state.fault("expire_session").await;
    assert_eq!(state.refused("inventory_room_add", room(11, "r")).await, (63, "Your session has expired.".into()));
    state.sign_in().await;
    state.accepted("inventory_room_add", room(11, "r")).await;
}

#[actix_web::test]
async fn a_fault_strikes_as_often_as_was_asked_and_can_be_taken_back() {
    let state = State::start().await;
    state.control("/control/faults", json!({"action": "inventory_room_add", "kind": "error_500", "count": 2})).await;
    state.accepted("sync_vehicle", json!({})).await;
    for status in [500, 500, 200] {
        assert_eq!(state.sent(11, "n").await.unwrap().0, status);
    }
    state.fault("error_500").await;
    state.http.delete(state.url("/control/faults")).send().await.unwrap();
    assert_eq!(state.sent(12, "n").await.unwrap().0, 200);
}

#[actix_web::test]
async fn a_call_that_the_network_delivers_twice_is_done_twice_and_answered_once() {
    let state = State::start().await;
    state.control("/control/faults", json!({"action": "inventory_room_modify", "kind": "duplicate"})).await;
    let renamed =
        state.accepted("inventory_room_modify", json!({"id": 1, "location": SHOP, "name": "Vault", "nonce": "twice"})).await;
    let counts: Value = state.http.get(state.url("/control/calls/counts")).send().await.unwrap().json().await.unwrap();
    let of_nonce = &counts["nonces"]["twice"];
    let transactions: Vec<i64> = of_nonce["transactions"].as_array().unwrap().iter().filter_map(Value::as_i64).collect();
    assert_eq!((of_nonce["told"].as_u64(), transactions.len()), (Some(2), 2), "{counts}");
    assert_eq!(renamed["transactionid"].as_i64(), Some(transactions[0]), "the first answer is heard");
    assert_eq!(counts["actions"]["inventory_room_modify"]["accepted"], 2);
}

#[actix_web::test]
async fn a_mix_strikes_by_chance_leaves_the_exceptions_alone_and_is_counted() {
    let mut state = State::start().await;
    let mix = json!({"seed": 7, "faults": [
        {"kind": "error_500_after", "probability": 1000, "except": ["login", "sync_vehicle"]},
        {"kind": "delay", "millis": 5, "probability": 1000, "action": ["sync_vehicle"]},
    ]});
    let put = |mix: Value| state.http.put(state.url("/control/faults")).json(&mix).send();
    assert_eq!(put(mix).await.unwrap().status(), 200);
    assert_eq!(put(json!({"faults": [{"kind": "empty", "probability": 2000}]})).await.unwrap().status(), 422);
    state.sign_in().await;
    state.accepted("sync_vehicle", json!({})).await;
    assert_eq!(state.sent(11, "n").await.unwrap().0, 500);
    let standing: Value = state.http.get(state.url("/control/faults")).send().await.unwrap().json().await.unwrap();
    assert_eq!((&standing["seed"], standing["waiting"].as_array().unwrap().len()), (&json!(7), 2), "{standing}");
    assert_eq!(standing["struck"], json!({"error_500_after": 1, "delay": 1}));
    state.http.delete(state.url("/control/faults")).send().await.unwrap();
    assert!(state.was_done("n").await, "it was done all the same");
}

//! What the network and the state do meanwhile: every kind of fault at its own probability, changing; and days that pass.

use super::chance::Chance;
use super::processes::TIMEOUT;
use crate::support::State;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Kinds that strike any call.
const KINDS: [&str; 9] =
    ["drop_before", "drop_after", "error_500", "error_500_after", "empty", "garbage", "header_leak", "expire_session", "refuse"];

/// What the state refuses when it comes a second time.
const ONCE_ONLY: [&str; 13] = [
    "inventory_transfer_inbound",
    "inventory_destroy_schedule",
    "inventory_destroy_schedule_undo",
    "inventory_destroy",
    "inventory_convert_undo",
    "inventory_qa_sample_void",
    "inventory_qa_retest",
    "inventory_remediate",
    "inventory_room_add",
    "inventory_room_remove",
    "sale_void",
    "vehicle_add",
    "employee_add",
];

/// A new mix every few seconds; twice in the run, three days pass, so that what is scheduled falls due.
pub async fn blow_until(state: State, end: Instant, seed: u64) {
    let mut chance = Chance::new(seed, 99);
    let third = end.saturating_duration_since(Instant::now()) / 3;
    let mut days = [end - 2 * third, end - third].into_iter().peekable();
    let mut first = Some(seed);
    while Instant::now() < end {
        state.mix(mix(&mut chance), first.take()).await;
        if days.next_if(|at| Instant::now() >= *at).is_some() {
            state.advance_hours(73).await;
        }
        let next = chance.millis(2_000, 4_000).min(end.saturating_duration_since(Instant::now()) + Duration::from_millis(10));
        tokio::time::sleep(next).await;
    }
}

fn mix(chance: &mut Chance) -> Value {
    // Rather seldom than often: all of them at once leave one call in three unharmed.
    let mut often = || chance.between(50, 200).min(chance.between(50, 200)).min(chance.between(50, 200));
    let late = TIMEOUT.as_millis() * 3 / 2;
    // Time enough to be looked for in vain, and still within the settle time.
    let very_late = TIMEOUT.as_millis() * 3;
    let mut faults: Vec<Value> =
        KINDS.iter().map(|kind| json!({ "kind": kind, "probability": often(), "except": ["login"], "code": 602 })).collect();
    faults.push(json!({ "kind": "delay", "millis": 150, "probability": often() }));
    // Later than anybody waits, and done all the same.
    faults.push(json!({ "kind": "delay", "millis": very_late, "probability": often(), "except": ["login"] }));
    faults.push(json!({ "kind": "delay_after", "millis": late, "probability": often(), "except": ["login"] }));
    faults.push(json!({ "kind": "duplicate", "action": ONCE_ONLY, "probability": often() }));
    json!(faults)
}

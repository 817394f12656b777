//! Faults on demand: what a network and a tired server do to a call (biotrack-api §3.1). Set through the control door.
//!
//! A fault strikes so many times, or by chance. What chance decides for the n-th call of an action depends on the seed and on nothing
//! else, so that a seed repeats it however the calls of different actions interleave.

use super::refusal::{self, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The connection closes without an answer; nothing was done.
    DropBefore,
    /// It was done; the connection closes without an answer.
    DropAfter,
    /// The call waits before it is done: the caller may have given up, and it is done all the same.
    Delay,
    /// It was done; the answer waits.
    DelayAfter,
    /// Status 500, and nothing was done.
    #[serde(rename = "error_500")]
    Error500,
    /// It was done; status 500.
    #[serde(rename = "error_500_after")]
    Error500After,
    /// It was done; status 200 with an empty body.
    Empty,
    /// It was done; the answer is cut off in the middle.
    Garbage,
    /// It was done; a header leaks into the body before the answer.
    HeaderLeak,
    /// The session ends just before the call.
    ExpireSession,
    /// The call is refused with the given code and text; a void that is given none, with those of the state's own failures.
    Refuse,
    /// The network delivers the call twice; the caller hears the first answer.
    Duplicate,
}

/// One fault: for which actions, how often, and with what particulars.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// An action, a list of actions, or `*` for any.
    #[serde(default)]
    action: Actions,
    /// Never these.
    #[serde(default)]
    except: Vec<String>,
    pub kind: Kind,
    /// So many calls; one if neither this nor a probability is given.
    count: Option<u64>,
    /// So many in a thousand calls, for as long as the fault is set.
    probability: Option<u64>,
    #[serde(default)]
    pub millis: u64,
    pub code: Option<i64>,
    pub text: Option<String>,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(untagged)]
enum Actions {
    One(String),
    Several(Vec<String>),
}

impl Default for Actions {
    fn default() -> Self {
        Self::One("*".into())
    }
}

impl Fault {
    /// Why it cannot be set, if it cannot.
    pub fn trouble(&self) -> Option<&'static str> {
        match (self.count, self.probability) {
            (Some(_), Some(_)) => Some("a fault strikes a count of times or with a probability, not both"),
            (None, Some(1001..)) => Some("a probability is given in thousandths: 0 to 1000"),
            _ => None,
        }
    }

    /// The no of a [`Kind::Refuse`].
    pub fn refusal(&self, action: &str) -> Refusal {
        let usual = match action {
            "inventory_manifest_void" => refusal::manifest_void_failed(),
            "inventory_manifest_void_stop" => refusal::stop_void_failed(),
            "sale_void" | "inventory_transfer_outbound_void" | "inventory_qa_sample_void" => refusal::transaction_void_failed(),
            _ => Refusal::bare("Refused by a fault that was asked for."),
        };
        match &self.text {
            Some(text) => Refusal { code: self.code, text: text.clone() },
            None => Refusal { code: self.code.or(usual.code), ..usual },
        }
    }

    fn concerns(&self, action: &str) -> bool {
        let named = |name: &String| name == action || name == "*";
        let meant = match &self.action {
            Actions::One(name) => named(name),
            Actions::Several(names) => names.iter().any(named),
        };
        meant && !self.except.iter().any(|name| name == action)
    }
}

/// The faults that are set, and what they have done.
#[derive(Default)]
pub struct Faults(Mutex<Set>);

#[derive(Default)]
struct Set {
    by_count: Vec<Fault>,
    by_chance: Vec<Fault>,
    seed: u64,
    calls: BTreeMap<String, u64>,
    struck: BTreeMap<Kind, u64>,
}

/// What is set and what has struck, for the control door.
#[derive(Serialize)]
pub struct Standing {
    seed: u64,
    waiting: Vec<Fault>,
    struck: BTreeMap<Kind, u64>,
}

impl Faults {
    pub fn add(&self, fault: Fault) {
        let mut set = self.set();
        let list = if fault.probability.is_some() { &mut set.by_chance } else { &mut set.by_count };
        list.push(fault);
    }

    /// These instead of all that were set. With a seed, chance begins anew.
    pub fn replace(&self, faults: Vec<Fault>, seed: Option<u64>) {
        let mut set = self.set();
        (set.by_chance, set.by_count) = faults.into_iter().partition(|fault| fault.probability.is_some());
        if let Some(seed) = seed {
            set.seed = seed;
            set.calls.clear();
        }
    }

    /// No more faults; what struck stays counted.
    pub fn clear(&self) {
        self.replace(Vec::new(), None);
    }

    /// What is due for this call: the oldest of those with a count, used once, and whatever chance adds.
    pub fn due(&self, action: &str) -> Vec<Fault> {
        let mut set = self.set();
        let nth = set.nth_call_of(action);
        set.counted(action).into_iter().chain(set.drawn(action, nth)).collect()
    }

    /// A fault did what it does.
    pub fn struck(&self, kind: Kind) {
        *self.set().struck.entry(kind).or_default() += 1;
    }

    pub fn standing(&self) -> Standing {
        let set = self.set();
        let waiting = set.by_count.iter().chain(&set.by_chance).cloned().collect();
        Standing { seed: set.seed, waiting, struck: set.struck.clone() }
    }

    fn set(&self) -> MutexGuard<'_, Set> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Set {
    fn nth_call_of(&mut self, action: &str) -> u64 {
        let calls = self.calls.entry(action.to_owned()).or_default();
        *calls += 1;
        *calls
    }

    fn counted(&mut self, action: &str) -> Option<Fault> {
        let place = self.by_count.iter().position(|fault| fault.concerns(action))?;
        let fault = self.by_count.get_mut(place)?;
        let left = fault.count.unwrap_or(1);
        if left <= 1 {
            return Some(self.by_count.remove(place));
        }
        fault.count = Some(left - 1);
        Some(fault.clone())
    }

    fn drawn(&self, action: &str, nth: u64) -> Vec<Fault> {
        let call = mixed(self.seed ^ mixed(nth)) ^ action.bytes().fold(0, |sum, byte| mixed(sum ^ u64::from(byte)));
        let hit = |place: u64, fault: &Fault| mixed(call ^ mixed(place + 1)) % 1000 < fault.probability.unwrap_or(0);
        let drawn = (0..).zip(&self.by_chance).filter(|(place, fault)| fault.concerns(action) && hit(*place, fault));
        drawn.map(|(_, fault)| fault.clone()).collect()
    }
}

/// Splitmix64: small, and the same everywhere.
fn mixed(number: u64) -> u64 {
    let first = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let second = (first ^ (first >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let third = (second ^ (second >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    third ^ (third >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn fault(fields: Value) -> Fault {
        serde_json::from_value(fields).unwrap()
    }

    fn decisions(seed: u64) -> Vec<Vec<Kind>> {
        let faults = Faults::default();
        let mix = [("drop_after", 100), ("delay", 200)];
        let mix = mix.map(|(kind, thousandths)| fault(json!({ "kind": kind, "probability": thousandths, "except": ["login"] })));
        faults.replace(mix.to_vec(), Some(seed));
        let due = |action| faults.due(action).iter().map(|fault| fault.kind).collect();
        (0..2000).map(|_| due("sale_dispense")).collect()
    }

    #[test]
    fn a_seed_repeats_what_chance_decides_and_another_does_not() {
        assert_eq!(decisions(7), decisions(7));
        assert_ne!(decisions(7), decisions(8));
    }

    #[test]
    fn what_chance_does_is_about_as_often_as_was_asked() {
        let all = decisions(7);
        let often = |kind| all.iter().filter(|due| due.contains(&kind)).count();
        assert!((150..250).contains(&often(Kind::DropAfter)), "{}", often(Kind::DropAfter));
        assert!((330..470).contains(&often(Kind::Delay)), "{}", often(Kind::Delay));
        assert!(all.iter().any(|due| due.len() == 2), "several at once");
    }

    #[test]
    fn a_list_an_exception_and_a_count_decide_whom_it_strikes() {
        let faults = Faults::default();
        faults.add(fault(json!({ "action": ["a", "b"], "kind": "empty", "count": 2 })));
        faults.add(fault(json!({ "except": ["login"], "kind": "garbage" })));
        assert!(faults.due("login").is_empty());
        let kinds = ["a", "c", "b", "a"].map(|action| faults.due(action).first().map(|fault| fault.kind));
        assert_eq!(kinds, [Some(Kind::Empty), Some(Kind::Garbage), Some(Kind::Empty), None]);
        assert!(fault(json!({ "kind": "empty", "count": 1, "probability": 5 })).trouble().is_some());
        assert!(fault(json!({ "kind": "empty", "probability": 1001 })).trouble().is_some());
    }
}

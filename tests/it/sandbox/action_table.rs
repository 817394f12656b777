//! The sandbox's table of actions against the list of the sources, both ways, and the written table against both.

use super::caller::State;
use super::worlds::Sandbox;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// By hand, from biotrack-api §1.4, §1.5, §1.8, §2 and §3, and from `florida-additions.md`.
const SOURCES: [(&str, &[&str]); 15] = [
    ("Users (§2.1)", &["user_add", "user_modify", "user_remove"]),
    (
        "Employees and vehicles (§2.1)",
        &["employee_add", "employee_modify", "employee_remove", "vehicle_add", "vehicle_modify", "vehicle_remove"],
    ),
    ("Rooms (§2.1)", &["inventory_room_add", "inventory_room_modify", "inventory_room_remove"]),
    (
        "Goods (§2.2–2.7)",
        &[
            "inventory_adjust",
            "inventory_adjust_usable",
            "inventory_move",
            "inventory_split",
            "inventory_create_lot",
            "inventory_convert",
            "inventory_convert_undo",
            "inventory_modify",
            "inventory_new",
            "inventory_check",
        ],
    ),
    ("Destruction (§2.8)", &["inventory_destroy_schedule", "inventory_destroy_schedule_undo", "inventory_destroy"]),
    (
        "Manifests (§2.9)",
        &[
            "inventory_manifest",
            "inventory_manifest_pickup",
            "inventory_manifest_third_party",
            "inventory_manifest_modify",
            "inventory_manifest_void",
            "inventory_manifest_void_stop",
            "inventory_manifest_void_items",
        ],
    ),
    (
        "Transfers (§2.10)",
        &[
            "inventory_transfer_outbound",
            "inventory_transfer_outbound_modify",
            "inventory_transfer_outbound_void",
            "inventory_manifest_lookup",
            "inventory_transfer_lookup",
            "inventory_transfer_inbound",
            "inventory_transfer_inbound_modify",
            "inventory_transfer_outbound_return_lookup",
            "inventory_transfer_outbound_return",
        ],
    ),
    (
        "Samples and laboratories (§2.11)",
        &[
            "inventory_sample",
            "inventory_qa_sample",
            "inventory_qa_sample_non_mandatory",
            "inventory_qa_sample_void",
            "inventory_qa_sample_override_request",
            "inventory_qa_sample_results",
            "inventory_qa_sample_results_bypass",
            "inventory_qa_check",
            "inventory_qa_check_all",
        ],
    ),
    (
        "Sales and taxes (§2.12)",
        &["sale_dispense", "sale_void", "sale_modify", "sale_refund", "card_lookup", "tax_obligation_file"],
    ),
    ("Lost answers and identifiers (§1.5, §1.8)", &["nonce_replay", "id_preassign"]),
    (
        "Tables (§3)",
        &[
            "sync_check",
            "sync_vendor",
            "sync_qa_lab",
            "sync_third_party_transporter",
            "sync_employee",
            "sync_vehicle",
            "sync_inventory_room",
            "sync_inventory",
            "sync_manifest",
            "sync_inventory_transfer",
            "sync_inventory_transfer_inbound",
            "sync_inventory_sample",
            "sync_inventory_qa_sample",
            "sync_inventory_adjust",
            "sync_sale",
            "sync_tax_report",
            "sync_id_preassign",
        ],
    ),
    (
        "Florida's reads (`florida-additions.md`)",
        &["registry_staff_lookup", "inventory_destroy_reasons", "inventory_adjust_reasons", "sync_registry_hold"],
    ),
    (
        "Florida's writes (`florida-additions.md`)",
        &[
            "inventory_manifest_arrive",
            "registry_hold",
            "registry_hold_release",
            "inventory_initial",
            "inventory_qa_retest",
            "inventory_remediate",
        ],
    ),
    ("Rooms for plants, a grower's (§2.1)", &["plant_room_add", "plant_room_modify", "plant_room_remove", "sync_plant_room"]),
    (
        "Plants, a grower's (§2.13)",
        &[
            "plant_new",
            "plant_new_undo",
            "plant_move",
            "plant_modify",
            "plant_harvest_schedule",
            "plant_harvest_schedule_undo",
            "plant_harvest",
            "plant_harvest_undo",
            "plant_cure",
            "plant_cure_undo",
            "plant_yield_modify",
            "plant_waste_weigh",
            "plant_convert_to_inventory",
            "plant_destroy_schedule",
            "plant_destroy_schedule_undo",
            "plant_destroy",
            "sync_plant",
            "sync_plant_derivative",
        ],
    ),
];

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/sandbox/ACTIONS.md");

/// The sandbox's own table: what each action does, and where we know it from.
async fn table(state: &State) -> BTreeMap<String, (String, String)> {
    let about: Value = state.http.get(state.url("/control")).send().await.unwrap().json().await.unwrap();
    let text = |line: &Value, name: &str| line[name].as_str().unwrap().to_owned();
    let lines = about["actions"].as_array().unwrap().iter();
    lines.map(|line| (text(line, "name"), (text(line, "does"), text(line, "provenance")))).collect()
}

fn listed() -> impl Iterator<Item = &'static str> {
    SOURCES.iter().flat_map(|(_, names)| names.iter().copied())
}

fn written(table: &BTreeMap<String, (String, String)>) -> String {
    let mut text = format!(
        "# What the sandbox can be asked\n\n{} actions beside `login`, all of them done. *Known from*: documented is the vendor's \
         document, observed the code or captures of independent clients of live systems, inferred our reading of the two, invented \
         is ours. Actions that are invented are unknown in any profile without Florida's additions. Plants are a grower's: in \
         any other profile the privilege of every `plant_*` action is missing, and with a grower's the rooms are kept and plants are \
         refused in words; the tables of plants are there for everyone, and empty. \
         `inventory_manifest_order` has one source, in which its meaning is unclear: it is not here.\n\n\
         Written by `LOTBOOK_WRITE_ACTIONS=1 cargo test --test it action_table`, which otherwise fails when this is not the truth.\n",
        table.len()
    );
    for (heading, names) in SOURCES {
        write!(text, "\n## {heading}\n\n| action | does | known from |\n|---|---|---|\n").unwrap();
        for name in names {
            let (does, provenance) = &table[*name];
            writeln!(text, "| `{name}` | {does} | {provenance} |").unwrap();
        }
    }
    text
}

#[actix_web::test]
async fn the_table_is_the_list_of_the_sources_and_the_written_one_is_the_table() {
    let table = table(&State::start().await).await;
    let missing: Vec<&str> = listed().filter(|name| !table.contains_key(*name)).collect();
    assert!(missing.is_empty(), "the sandbox lacks {missing:?}");
    let more: Vec<&String> = table.keys().filter(|name| !listed().any(|listed| listed == name.as_str())).collect();
    assert!(more.is_empty(), "no source has {more:?}: name it in this list with its section, or drop it");
    assert_eq!(listed().count(), table.len(), "an action is in the list twice");
    let written = written(&table);
    if std::env::var_os("LOTBOOK_WRITE_ACTIONS").is_some() {
        std::fs::write(FILE, &written).unwrap();
    }
    let kept = std::fs::read_to_string(FILE).unwrap_or_default();
    assert_eq!(kept, written, "src/sandbox/ACTIONS.md is stale: LOTBOOK_WRITE_ACTIONS=1 cargo test --test it action_table");
}

/// A company with every kind of licence: what it is refused, nobody has.
fn everything(profile: &str) -> Value {
    let license = |location: &str, kind: i64| json!({"ubi": "600000100", "location": location, "name": location, "locationtype": kind, "onboarding": true});
    json!({
        "profile": profile, "licences": [license("G1", 6), license("L1", 0), license("R1", 8)],
        "users": [{"ubi": "600000100", "username": "lotbook@demo.example", "password": "demo-state-password"}],
    })
}

/// An action that is only listed is answered as if it did not exist.
#[actix_web::test]
async fn every_action_is_there_for_whoever_may_and_for_nobody_else() {
    let table = table(&State::start().await).await;
    let ((florida, _one), (generic, _other)) =
        (Sandbox::of(&everything("florida")).await, Sandbox::of(&everything("generic")).await);
    for name in listed() {
        let unknown = format!("The current session does not possess access to the {name} privilege.");
        let of_growers = name.starts_with("plant_");
        for (sandbox, lacks) in [(&florida, of_growers), (&generic, of_growers || table[name].1 == "invented")] {
            let answer = sandbox.ask(name, json!({})).await;
            assert_eq!(answer["error"] == unknown.as_str(), lacks, "{name}: {answer}");
            assert!(lacks || table[name].0 == "read" || answer["success"] == 0, "{name} does something without being told what");
        }
    }
}

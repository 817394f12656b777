//! A stored intent outlives a version: one of each act, as some version wrote it, that every later version must be able to finish.
//! A file here is never changed; a new shape of an act gets a second file beside the first (`sell.2.json`).

use lotbook::features;
use lotbook::filing::Action;
use lotbook::values::FilingId;
use std::fs;
use std::path::Path;

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/intents")
}

#[test]
fn every_act_has_a_kept_intent_and_can_still_read_it() {
    for action in Action::ALL {
        let text = fs::read_to_string(folder().join(format!("{action}.json")))
            .unwrap_or_else(|_| panic!("{action} has no intent in tests/it/intents: keep one of what it writes"));
        let trace = features::act(*action).trace(&text, FilingId::new());
        assert!(trace.is_ok(), "{action}: {:?}", trace.err());
    }
}

#[test]
fn later_shapes_are_read_too_and_no_file_is_a_strangers() {
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let action: Action = name.split('.').next().unwrap().parse().unwrap_or_else(|_| panic!("{name} is no act's"));
        assert!(features::act(action).trace(&fs::read_to_string(&path).unwrap(), FilingId::new()).is_ok(), "{name}");
    }
}

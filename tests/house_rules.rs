//! The house rules (README) that a program can check. Each failure says the rule, the file and the reason.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

use std::fs;
use std::path::{Path, PathBuf};

struct Source {
    path: String,
    text: String,
}

fn sources(folder: &str, ending: &str) -> Vec<Source> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(&root.join(folder), &mut found);
    found.sort();
    let read = |path: &PathBuf| Source {
        path: path.strip_prefix(root).unwrap().to_string_lossy().into_owned(),
        text: fs::read_to_string(path).unwrap(),
    };
    let all: Vec<Source> = found.iter().filter(|path| path.to_string_lossy().ends_with(ending)).map(read).collect();
    assert!(!all.is_empty(), "{folder} has no {ending}");
    all
}

/// The lines of code, without comments and without the tests at the end of the file.
fn code(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    let end = source.text.find("#[cfg(test)]").unwrap_or(source.text.len());
    source.text[..end]
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Fails with every line outside `allowed` that names one of `words`.
fn only(allowed: &[&str], words: &[&str], reason: &str) {
    let mut broken = Vec::new();
    for source in sources("src", ".rs") {
        if allowed.iter().any(|prefix| source.path.starts_with(prefix)) {
            continue;
        }
        for (number, line) in code(&source) {
            if words.iter().any(|word| line.contains(word)) {
                broken.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "{reason}:\n{}", broken.join("\n"));
}

/// Fails with every line of the files that `concerns` which names one of `words`.
fn never(concerns: impl Fn(&str) -> bool, words: &[&str], reason: &str) {
    let mut broken = Vec::new();
    for source in sources("src", ".rs").iter().filter(|source| concerns(&source.path)) {
        for (number, line) in code(source) {
            if words.iter().any(|word| line.contains(word)) {
                broken.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "{reason}:\n{}", broken.join("\n"));
}

#[test]
fn files_stay_under_300_lines() {
    let long: Vec<String> = sources("src", ".rs")
        .iter()
        .filter(|source| source.path != "src/schema.rs")
        .map(|source| (source.text.lines().count(), &source.path))
        .filter(|(lines, _)| *lines > 300)
        .map(|(lines, path)| format!("{path}: {lines}"))
        .collect();
    assert!(long.is_empty(), "split by noun, never into helpers:\n{}", long.join("\n"));
}

#[test]
fn functions_stay_under_60_lines() {
    let mut long = Vec::new();
    for source in sources("src", ".rs").iter().filter(|source| !source.path.starts_with("src/routes")) {
        let lines: Vec<&str> = source.text.lines().collect();
        for (start, line) in lines.iter().enumerate() {
            let bare = line.trim_start();
            let is_function =
                ["fn ", "pub fn ", "pub(super) fn ", "pub(crate) fn ", "async fn ", "pub async fn ", "pub(super) async fn "]
                    .iter()
                    .any(|begin| bare.starts_with(begin));
            let indent = line.len() - bare.len();
            let end = lines[start..].iter().position(|end| end.trim_end() == format!("{}}}", " ".repeat(indent)));
            if let (true, Some(length)) = (is_function && !bare.ends_with(';'), end)
                && length > 60
            {
                long.push(format!("{}:{}: {length} lines", source.path, start + 1));
            }
        }
    }
    assert!(long.is_empty(), "a function is one thought:\n{}", long.join("\n"));
}

#[test]
fn only_db_names_a_backend() {
    only(&["src/db/"], &["SqliteConnection", "PgConnection"], "take &mut Conn; db/ chooses the backend");
}

#[test]
fn only_the_client_speaks_http_to_the_state() {
    only(&["src/biotrack/client.rs"], &["reqwest"], "every word to the state goes through biotrack/client.rs");
}

#[test]
fn only_config_reads_the_environment() {
    only(&["src/config.rs", "src/config/", "src/main.rs"], &["env::var", "env = \""], "settings are one checked struct");
}

#[test]
fn only_the_ledger_writes_stock() {
    let words = [
        "insert_into(moves",
        "update(moves",
        "delete(moves",
        "insert_into(stock",
        "update(stock",
        "delete(stock",
        "insert_into(holds",
        "update(holds",
        "delete(holds",
        "insert_into(supply_moves",
        "insert_into(supply_stock",
        "update(supply_stock",
        "delete(supply_stock",
        "insert_into(supply_holds",
        "update(supply_holds",
        "delete(supply_holds",
    ];
    only(&["src/stock/"], &words, "quantities change through stock::post and the holds");
    never(
        |_| true,
        &["update(moves", "delete(moves", "update(supply_moves", "delete(supply_moves"],
        "moves are insert-only; correct by adding",
    );
}

#[test]
fn the_event_log_is_written_by_its_chain_and_never_rewritten() {
    only(
        &["src/event/chain.rs"],
        &["insert_into(events::", "update(event_heads", "event_heads::table"],
        "an event is sealed by event::seal",
    );
    never(|_| true, &["update(events::", "delete(events::"], "events are insert-only, for as long as the law's records are kept");
}

#[test]
fn only_a_pin_just_tried_approves() {
    only(&["src/features/pins/approvals.rs", "src/may/"], &["by_pin("], "a handler asks pins::approved, which tries the PIN");
}

#[test]
fn there_is_no_float_in_this_program() {
    never(|_| true, &["f64", "f32"], "money, goods and medicine are whole numbers with types");
}

#[test]
fn models_know_no_web_and_web_knows_no_sql() {
    never(
        |path| path.starts_with("src/features/") && path.ends_with("model.rs"),
        &["use actix", "use askama", "reqwest"],
        "model.rs: diesel and values",
    );
    never(
        |path| path.starts_with("src/features/") && path.ends_with("filings.rs"),
        &["use actix", "use askama", "reqwest"],
        "filings.rs: its model, stock and messages",
    );
    never(
        |path| path.starts_with("src/features/") && path.ends_with("web.rs"),
        &["use diesel", "diesel::", "crate::schema"],
        "web.rs: actix, askama, App; queries are the model's",
    );
}

#[test]
fn the_arrows_only_point_up() {
    let foundations =
        ["values", "db", "biotrack", "rules", "stock", "filing", "web", "sandbox", "may.rs", "app.rs", "error.rs", "config.rs"];
    never(
        |path| foundations.iter().any(|name| path.starts_with(&format!("src/{name}"))),
        &["crate::features"],
        "foundations import no feature",
    );
    never(
        |path| path.starts_with("src/values/"),
        &["use crate::db", "use crate::error", "use crate::biotrack"],
        "values import nothing of ours",
    );
    never(|path| path.starts_with("src/rules/"), &["use crate::db", "crate::schema", "use crate::biotrack"], "rules are pure");
    let shop = ["crate::biotrack", "crate::filing", "crate::app", "crate::web", "crate::stock", "crate::schema"];
    never(|path| path.starts_with("src/sandbox/"), &shop, "the sandbox knows nothing of the shop");
    never(|path| path.starts_with("src/biotrack/"), &["crate::schema", "diesel", "crate::db"], "the client knows no tables");
}

#[test]
fn features_import_anothers_model_and_acts_but_never_its_pages() {
    let mut broken = Vec::new();
    for source in sources("src/features", ".rs") {
        let own = source.path.split('/').nth(2).unwrap_or_default().to_owned();
        for (number, line) in code(&source) {
            let foreign = line.contains("::web::")
                && line.trim_start().starts_with("use ")
                && !line.contains("crate::web::")
                && !line.contains("super::web");
            if foreign && !line.contains(&format!("::{own}::web")) {
                broken.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "pages are nobody else's:\n{}", broken.join("\n"));
}

#[test]
fn nothing_is_swallowed_and_nothing_is_left_for_later() {
    never(|_| true, &[".ok();", "todo!(", "unimplemented!(", "TODO", "FIXME", "XXX", "#[ignore"], "say it, or do it");
}

#[test]
fn templates_have_no_inline_script_or_style() {
    let mut broken = Vec::new();
    for source in sources("templates", ".html") {
        for (index, line) in source.text.lines().enumerate() {
            let inline = ["hx-on", "onclick", "onchange", "onsubmit", " style=\"", "<style", "js:", "javascript:"];
            if inline.iter().any(|word| line.contains(word)) || (line.contains("<script") && !line.contains(" src=")) {
                broken.push(format!("{}:{}: {}", source.path, index + 1, line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "the content security policy allows none:\n{}", broken.join("\n"));
}

#[test]
fn every_vendored_file_is_listed_with_its_hash() {
    use sha2::{Digest, Sha256};
    let vendor = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/vendor");
    let list = fs::read_to_string(vendor.join("VENDOR.md")).unwrap();
    let mut files = 0;
    for entry in fs::read_dir(&vendor).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name == "VENDOR.md" {
            continue;
        }
        let hash: String = Sha256::digest(fs::read(&path).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(list.contains(&name) && list.contains(&hash), "{name} with sha256 {hash} is not in VENDOR.md");
        files += 1;
    }
    assert!(files >= 2);
}

#[test]
fn no_one_calls_things_by_vague_names() {
    let vague = ["Manager", "Service", "Helper", "Util", "Handler", "Info"];
    let mut broken = Vec::new();
    for source in sources("src", ".rs") {
        for (number, line) in code(&source) {
            let bare =
                line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(super) ").trim_start_matches("pub(crate) ");
            let Some(name) =
                bare.strip_prefix("struct ").or_else(|| bare.strip_prefix("trait ")).or_else(|| bare.strip_prefix("enum "))
            else {
                continue;
            };
            let name: String = name.chars().take_while(|letter| letter.is_alphanumeric()).collect();
            // r2d2's own word for what makes its connections.
            if source.path != "src/db/connect.rs" && vague.iter().any(|word| name.ends_with(word)) {
                broken.push(format!("{}:{number}: {name}", source.path));
            }
        }
    }
    assert!(broken.is_empty(), "name what it is:\n{}", broken.join("\n"));
}

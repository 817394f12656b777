//! `sync_check`: whether a client's copy of a table is the state's, by the sum of its transactions (biotrack-api §3).

use super::tables::{self, Table};
use super::window;
use crate::sandbox::actions::{Action, Answer, Call, Provenance::Documented, read};
use crate::sandbox::ask::Ask;
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::ApiUser;
use crate::sandbox::{privileges, texts};
use serde_json::{Value, json};

pub const ACTIONS: &[Action] = &[read("sync_check", Documented, check)];

/// Lines of one question: each is a whole table to read and, with `download`, to send.
const MOST_LINES: usize = 200;

/// A line for each table that is asked about, without `data` for every table; with `download` 1 what differs comes along.
fn check(call: &mut Call) -> Result<Answer> {
    let download = call.ask.flag("download");
    let mut answer = Answer::new();
    let mut summary: Vec<Value> = Vec::new();
    for (table, line) in asked(call)? {
        let parts = table.read(call, window(&line)?)?;
        let own = parts.first().map(|part| part.entries.as_slice()).unwrap_or_default();
        let sum: i64 = own.iter().map(|entry| entry.transaction_id).sum();
        let sum = sum.to_string();
        // As text: the sum of a large table has more digits than any other number of the wire.
        let same = line.text("sum").is_some_and(|theirs| theirs.trim() == sum);
        summary.push(json!({"table": table.name, "match": i64::from(same), "sum": sum}));
        if same || !download {
            continue;
        }
        for part in &parts {
            // A table may be asked about in several windows.
            let rows = answer.entry(part.name).or_insert_with(|| json!([]));
            if let Some(rows) = rows.as_array_mut() {
                rows.extend(table.shown(part, call.books.profile)?);
            }
        }
    }
    answer.insert("summary".into(), summary.into());
    Ok(answer)
}

/// The tables that are asked about; every one that the caller may read, when none is named.
fn asked(call: &mut Call) -> Result<Vec<(&'static Table, Ask)>> {
    let user = call.books.get::<ApiUser>(&ApiUser::key(call.ubi, call.username))?;
    let profile = call.books.profile;
    let may = |table: &Table| {
        let granted = user.as_ref().is_some_and(|user| privileges::may(user, table.action.name));
        granted && privileges::offered(profile, &table.action)
    };
    let lines = call.ask.lines("data")?;
    if lines.is_empty() {
        return Ok(tables::all().filter(|table| may(table)).map(|table| (table, Ask::default())).collect());
    }
    if lines.len() > MOST_LINES {
        return refuse(texts::too_many_values());
    }
    let mut asked = Vec::with_capacity(lines.len());
    for line in lines {
        let name = line.needed("table")?;
        let Some(table) = tables::all().find(|table| table.name == name) else { return refuse(texts::unknown_table(&name)) };
        if !may(table) {
            return refuse(refusal::no_privilege(table.action.name));
        }
        asked.push((table, line));
    }
    Ok(asked)
}

//! Blocks of identifiers ahead of need (biotrack-api §1.8). Known from one state and one period only: how it answered is our guess.

use super::{Action, Answer, Call, Provenance::Inferred, with, write};
use crate::sandbox::refusal::{Result, refuse};
use crate::sandbox::rows::Preassigned;
use crate::sandbox::texts;

pub const ACTIONS: &[Action] = &[write("id_preassign", Inferred, preassign)];

/// The most that one call hands out.
const LARGEST_BLOCK: i64 = 1000;

fn preassign(call: &mut Call) -> Result<Answer> {
    let location = call.location()?.location;
    let count = call.ask.needed_int("count")?;
    if !(1..=LARGEST_BLOCK).contains(&count) {
        return refuse(texts::block_size(LARGEST_BLOCK));
    }
    let mut identifiers = Vec::new();
    for _ in 0..count {
        let id = call.books.new_identifier()?;
        call.books.put(&Preassigned { id: id.clone(), location: location.clone() })?;
        identifiers.push(id);
    }
    with("barcode_id", identifiers)
}

//! Who may touch what while the state thinks (architecture §7.2).
//!
//! A subject is a word for a thing (`package:…`, `sale:…`) or for a name that must stay free (`plate:ABC123`). Acts that change a
//! thing as a whole claim it alone; acts that hold a part of it share it. Claims end with the filing, whatever its outcome, so a name
//! that `open` claimed and found free is still free when `accept` writes it: no pending rows are needed to reserve it.
//!
//! **Order.** Several calls to the state may be under way at once, and the network may swap them. What is about one package reaches the
//! state in order all the same, because of when a claim ends: with the commit that knows the outcome, and not before.
//!
//! * *Alone, then anything* (or anything, then alone): the second act cannot open while the first is open, so its bytes leave after the
//!   first one's outcome is known. "Refused" is known only when the state said no, when nothing left, or when the nonce and the ledger
//!   were searched after the settle time, which is longer than a message may still be on its way: a late first can never overtake.
//! * *Shared* (sales, the void of a sale, splits): they may arrive in any order, and any order ends the same. Each takes a part that
//!   `open` has held, and the parts together are at most what was on hand, so the state has enough for each whichever comes first; each
//!   adds or takes a number of its own, and sums commute. What a shared act needs of another (a void its sale, a sale the goods that a
//!   void brought back) exists here only after that other was accepted. An absolute quantity, a room, a schedule would not commute:
//!   therefore those are alone.
//! * *A follow-up* is opened after what it follows was accepted.
//! * A package that leaves here and is received here again has two subjects, of the package and of its barcode: an act that sends it
//!   away claims both.

use super::record::Row;
use crate::db::{Conn, on_each};
use crate::error::{Error, Result};
use crate::schema::{claimed, claims, filing_subjects};
use crate::values::FilingId;
use diesel::prelude::*;

/// Claims `subjects` for this filing alone. Sorted first, so that two acts never wait for each other in a ring.
pub fn alone(tx: &mut Conn, filing: FilingId, subjects: &[String]) -> Result<()> {
    each_sorted(tx, filing, subjects, true)
}

/// Claims `subjects` together with others that share.
pub fn share(tx: &mut Conn, filing: FilingId, subjects: &[String]) -> Result<()> {
    each_sorted(tx, filing, subjects, false)
}

fn each_sorted(tx: &mut Conn, filing: FilingId, subjects: &[String], is_alone: bool) -> Result<()> {
    let mut sorted = subjects.to_vec();
    sorted.sort();
    sorted.dedup();
    sorted.iter().try_for_each(|subject| one(tx, filing, subject, is_alone))
}

/// Whether some filing has `subject`. If not, none can claim it before this write ends.
pub fn is_claimed(tx: &mut Conn, subject: &str) -> Result<bool> {
    make_row(tx, subject)?;
    let free = claimed::table.find(subject).filter(claimed::alone_id.is_null()).filter(claimed::sharers.eq(0_i64));
    // An update that changes nothing: on PostgreSQL it waits for whoever is just claiming, and keeps others waiting.
    Ok(diesel::update(free).set(claimed::sharers.eq(0_i64)).execute(tx)? == 0)
}

/// Whether some filing has `subject` alone. If not, none can have it alone before this write ends.
pub fn is_claimed_alone(tx: &mut Conn, subject: &str) -> Result<bool> {
    make_row(tx, subject)?;
    let free = claimed::table.find(subject).filter(claimed::alone_id.is_null());
    // As in `is_claimed`.
    Ok(diesel::update(free).set(claimed::sharers.eq(claimed::sharers)).execute(tx)? == 0)
}

/// Whether any filing that was opened ever claimed `subject`, whatever became of it.
pub fn was_ever_claimed(conn: &mut Conn, subject: &str) -> Result<bool> {
    Ok(claimed::table.find(subject).select(claimed::subject).first::<String>(conn).optional()?.is_some())
}

/// The row is only a place to stand; whoever makes it, a guarded update decides.
fn make_row(tx: &mut Conn, subject: &str) -> Result<()> {
    on_each!(tx, |c| diesel::insert_into(claimed::table)
        .values((claimed::subject.eq(subject), claimed::sharers.eq(0_i64)))
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

fn one(tx: &mut Conn, filing: FilingId, subject: &str, is_alone: bool) -> Result<()> {
    make_row(tx, subject)?;
    let free = claimed::table.find(subject).filter(claimed::alone_id.is_null());
    let taken = if is_alone {
        diesel::update(free.filter(claimed::sharers.eq(0_i64))).set(claimed::alone_id.eq(filing.as_str())).execute(tx)?
    } else {
        diesel::update(free).set(claimed::sharers.eq(claimed::sharers + 1)).execute(tx)?
    };
    if taken == 0 {
        return Err(taken_by_another(tx, subject)?);
    }
    diesel::insert_into(claims::table)
        .values((claims::filing_id.eq(filing), claims::subject.eq(subject), claims::alone.eq(is_alone)))
        .execute(tx)?;
    note(tx, filing, subject)
}

/// Remembers that a filing is about `subject`, so that the subject's page can list it.
pub fn note(tx: &mut Conn, filing: FilingId, subject: &str) -> Result<()> {
    on_each!(tx, |c| diesel::insert_into(filing_subjects::table)
        .values((filing_subjects::filing_id.eq(filing), filing_subjects::subject.eq(subject)))
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

fn taken_by_another(tx: &mut Conn, subject: &str) -> Result<Error> {
    let holder: Option<FilingId> =
        claims::table.filter(claims::subject.eq(subject)).select(claims::filing_id).first(tx).optional()?;
    let Some(holder) = holder else {
        return Ok(Error::Rule("Something else is being done with it right now. Please try again in a moment.".into()));
    };
    let row = Row::find(tx, holder)?;
    Ok(Error::Rule(match row.contradiction {
        Some(_) => format!(
            "Frozen: the state accepted “{}”, which was taken for refused here. Compliance must settle that filing first.",
            row.summary
        ),
        None => format!("“{}” is still waiting for the state's answer. Please try again when that is settled.", row.summary),
    }))
}

/// The filing has ended: what it claimed is free.
pub fn release(tx: &mut Conn, filing: FilingId) -> Result<()> {
    let held: Vec<(String, bool)> = claims::table
        .filter(claims::filing_id.eq(filing))
        .order(claims::subject)
        .select((claims::subject, claims::alone))
        .load(tx)?;
    for (subject, was_alone) in held {
        let row = diesel::update(claimed::table.find(&subject));
        if was_alone {
            row.set(claimed::alone_id.eq(None::<String>)).execute(tx)?;
        } else {
            row.set(claimed::sharers.eq(claimed::sharers - 1)).execute(tx)?;
        }
    }
    diesel::delete(claims::table.filter(claims::filing_id.eq(filing))).execute(tx)?;
    Ok(())
}

/// A contradiction: nobody touches what this filing was about until a person has settled it. Takes what is free; what somebody else
/// has at this moment is theirs, and the contradiction itself stays on the list.
pub fn freeze(tx: &mut Conn, filing: FilingId) -> Result<()> {
    let subjects: Vec<String> = filing_subjects::table
        .filter(filing_subjects::filing_id.eq(filing))
        .order(filing_subjects::subject)
        .select(filing_subjects::subject)
        .load(tx)?;
    for subject in subjects {
        let free = claimed::table.find(&subject).filter(claimed::alone_id.is_null()).filter(claimed::sharers.eq(0_i64));
        if diesel::update(free).set(claimed::alone_id.eq(filing.as_str())).execute(tx)? == 1 {
            diesel::insert_into(claims::table)
                .values((claims::filing_id.eq(filing), claims::subject.eq(&subject), claims::alone.eq(true)))
                .execute(tx)?;
        }
    }
    Ok(())
}

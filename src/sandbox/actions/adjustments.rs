//! Corrected counts and weights (biotrack-api §2.2). In Florida an adjustment has a type and a reason; elsewhere both may be left out:
//! it is then an audit's, without words.

use super::inventory::{amount, in_grams};
use super::{Action, Answer, Call, Provenance::Documented, Provenance::Observed, lots, plain, write};
use crate::sandbox::ask::Ask;
use crate::sandbox::florida;
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Adjustment, Item};
use crate::sandbox::texts;
use crate::values::Quantity;

pub const ACTIONS: &[Action] =
    &[write("inventory_adjust", Documented, adjust), write("inventory_adjust_usable", Observed, adjust_usable)];

/// One ledger row for each line.
fn adjust(call: &mut Call) -> Result<Answer> {
    for line in call.data()? {
        let barcode = line.needed("barcodeid")?;
        let item = call.usable(&barcode)?;
        let new_quantity = new_quantity(&item, &line)?;
        if new_quantity > item.remaining_quantity {
            lots::within_caps(call, item.inventorytype, new_quantity)?;
        }
        let adjustment = Adjustment {
            key: call.books.ledger_key(),
            inventoryid: barcode,
            atype: adjustment_type(call, &line)?,
            previous_quantity: item.remaining_quantity,
            new_quantity,
            reason: reason(call, &line)?,
            location: item.location.clone(),
        };
        call.books.put(&adjustment)?;
        call.books.put(&Item { remaining_quantity: new_quantity, ..item })?;
    }
    plain()
}

/// `quantity` is the new amount, `remove_quantity` what to take off; with both, the latter wins.
fn new_quantity(item: &Item, line: &Ask) -> Result<Quantity> {
    match (amount(item, line, "remove_quantity")?, amount(item, line, "quantity")?) {
        (Some(off), _) if off < Quantity::ZERO => refuse(texts::unreadable_field("remove_quantity")),
        (Some(off), _) if off > item.remaining_quantity => refuse(texts::not_enough(&item.id)),
        (Some(off), _) => Ok(item.remaining_quantity.minus(off)),
        (None, Some(quantity)) if quantity < Quantity::ZERO => refuse(texts::unreadable_field("quantity")),
        (None, Some(quantity)) => Ok(quantity),
        (None, None) => refuse(texts::missing("quantity")),
    }
}

/// What an adjustment is without a type: a General Inventory Audit.
const AUDIT: i64 = 1;

fn reason(call: &Call, line: &Ask) -> Result<String> {
    let given = line.needed("reason").or_else(|_| call.ask.needed("reason"));
    if call.books.profile.florida_additions { given } else { Ok(given.unwrap_or_default()) }
}

fn adjustment_type(call: &Call, line: &Ask) -> Result<i64> {
    let given = match line.int("type")? {
        Some(given) => given,
        None if call.books.profile.florida_additions => call.ask.needed_int("type")?,
        None => call.ask.int("type")?.unwrap_or(AUDIT),
    };
    let known = florida::ADJUST_REASONS.iter().any(|(id, _)| *id == given);
    if known { Ok(given) } else { refuse(texts::unknown_adjustment()) }
}

/// The usable weight of one package. A fraction is what the one captured refusal of this action was about, so all are refused.
fn adjust_usable(call: &mut Call) -> Result<Answer> {
    let item = call.usable(&call.barcode()?)?;
    let Some(weight) = in_grams(call.ask, "quantity")? else { return refuse(texts::missing("quantity")) };
    if weight.whole().is_none() {
        return refuse(refusal::not_whole());
    }
    if weight < Quantity::ZERO {
        return refuse(texts::unreadable_field("quantity"));
    }
    call.books.put(&Item { usable_weight: weight.wire(), ..item })?;
    plain()
}

//! Making one thing of others, and taking that back (biotrack-api §2.6). What may be made of what: `inventory_types.rs`.

use super::inventory::{amount_of, in_grams};
use super::lots::{self, Taken};
use super::{Action, Answer, Call, Provenance::Documented, plain, with, write};
use crate::sandbox::inventory_types::{self, INFUSED_MIX, USABLE, WASTE};
use crate::sandbox::profile::{in_stored_unit, unit_based};
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Conversion, Item};
use crate::sandbox::state::Row;
use crate::sandbox::texts;
use crate::values::{OrderType, Quantity};
use serde_json::json;

pub const ACTIONS: &[Action] =
    &[write("inventory_convert", Documented, convert), write("inventory_convert_undo", Documented, undo)];

/// What comes out of a conversion.
struct Output {
    inventory_type: i64,
    quantity: Quantity,
    /// In one package, of what is counted.
    usable: Option<Quantity>,
    waste: Quantity,
}

fn convert(call: &mut Call) -> Result<Answer> {
    let inventory_type = call.ask.needed_int("derivative_type")?;
    let (_, taken) = lots::take_all(call)?;
    allowed(&taken, inventory_type)?;
    let output = output(call, inventory_type)?;
    if output.grams() > lots::sum(&taken).plus(Quantity::units(call.books.profile.conversion_excess_grams)) {
        return refuse(refusal::more_out_than_in());
    }
    let derivative = derivative(call, &taken, &output)?;
    call.books.put(&derivative)?;
    let mut made = vec![json!({"barcode_id": derivative.id, "barcode_type": inventory_type.to_string()})];
    let mut conversion = Conversion {
        derivative: derivative.id,
        waste: None,
        sources: taken.iter().map(|taken| (taken.item.id.clone(), taken.part)).collect(),
        location: derivative.location,
        undone: false,
    };
    if output.waste.is_positive() {
        let waste = Item { remaining_quantity: output.waste, ..lots::made_of(call, WASTE, &taken)? };
        call.books.put(&waste)?;
        made.push(json!({"barcode_id": waste.id, "barcode_type": WASTE.to_string()}));
        conversion.waste = Some(waste.id);
    }
    call.books.put(&conversion)?;
    with("derivatives", made)
}

/// Refuses a pair of types that the state does not know, and an infused mix without flower or without an extract.
fn allowed(taken: &[Taken], inventory_type: i64) -> Result<()> {
    let types: Vec<i64> = taken.iter().map(|taken| taken.item.inventorytype).collect();
    let infused = inventory_type != INFUSED_MIX || inventory_types::infuses(&types);
    for source in types {
        if !infused || !inventory_types::may_become(source, inventory_type) {
            return refuse(lots::not_convertible(source, inventory_type));
        }
    }
    Ok(())
}

fn output(call: &Call, inventory_type: i64) -> Result<Output> {
    let Some(quantity) = amount_of(inventory_type, call.ask, "derivative_quantity")? else {
        return refuse(texts::missing("derivative_quantity"));
    };
    let usable = in_grams(call.ask, "derivative_usable")?;
    let waste = in_grams(call.ask, "waste")?.unwrap_or(Quantity::ZERO);
    let negative = |quantity: Quantity| quantity < Quantity::ZERO;
    if !quantity.is_positive() || usable.is_some_and(negative) || negative(waste) {
        return refuse(texts::unreadable_field("the amounts"));
    }
    let an_ounce = in_stored_unit(Quantity::ONE.0, Some("oz")).map(Quantity);
    if inventory_type == USABLE && usable > an_ounce {
        return refuse(refusal::over_an_ounce());
    }
    Ok(Output { inventory_type, quantity, usable, waste })
}

impl Output {
    /// All of it by weight; what is counted weighs what is usable in it.
    fn grams(&self) -> Quantity {
        let product = match (unit_based(self.inventory_type), self.usable) {
            (false, _) => self.quantity,
            (true, Some(usable)) => Quantity(usable.0.saturating_mul(self.quantity.0 / 100)),
            (true, None) => Quantity::ZERO,
        };
        product.plus(self.waste)
    }
}

fn derivative(call: &mut Call, taken: &[Taken], output: &Output) -> Result<Item> {
    let made = lots::made_of(call, output.inventory_type, taken)?;
    let product = call.ask.text("derivative_product");
    if inventory_types::is_named(output.inventory_type) && product.is_none() {
        return refuse(texts::missing("derivative_product"));
    }
    let low_thc = taken.iter().all(|taken| taken.item.order_type == OrderType::LowThc);
    let new = Item {
        remaining_quantity: output.quantity,
        productname: product.unwrap_or_default(),
        strain: call.ask.text("derivative_strain").unwrap_or(made.strain),
        usable_weight: output.usable.map(Quantity::wire).unwrap_or_default(),
        net_package: in_grams(call.ask, "net_package")?.map(Quantity::wire),
        order_type: if low_thc { OrderType::LowThc } else { made.order_type },
        ..made
    };
    if !call.ask.flag("no_modification") {
        return Ok(new); // it is to be tested anew
    }
    match (new.inventoryparentid.as_slice(), taken.first()) {
        ([_], Some(taken)) => call.books.with_results_of(&taken.item, new),
        _ => refuse(texts::one_source()),
    }
}

/// While nothing has touched what was made, it and its waste are unmade and the sources have back what was taken from them.
fn undo(call: &mut Call) -> Result<Answer> {
    let (barcode, licenses) = (call.barcode()?, call.licenses()?);
    let conversion = call.books.get::<Conversion>(&barcode)?;
    let conversion = conversion.filter(|conversion| !conversion.undone && licenses.contains(&conversion.location));
    let Some(conversion) = conversion else { return refuse(refusal::no_conversion()) };
    for made in std::iter::once(&conversion.derivative).chain(&conversion.waste) {
        let entry = call.books.entry(Item::KIND, made)?;
        let untouched = entry.filter(|entry| entry.transaction_id == entry.transaction_original);
        let Some(entry) = untouched else { return refuse(refusal::conversion_touched()) };
        call.books.put(&Item { remaining_quantity: Quantity::ZERO, destroyed: true, ..entry.row::<Item>()? })?;
    }
    for (source, part) in &conversion.sources {
        let item = call.usable(source)?;
        call.books.put(&Item { remaining_quantity: item.remaining_quantity.plus(*part), ..item })?;
    }
    call.books.put(&Conversion { undone: true, ..conversion })?;
    plain()
}

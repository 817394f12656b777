//! New packages, as the state's yes names them.

use super::{Decode, Undecodable};
use crate::biotrack::loose::{self, Row};
use crate::biotrack::trace::plain_number;
use crate::values::Barcode;
use serde_json::Value;

/// The type that what is lost in a conversion gets (biotrack-api §4.1).
const WASTE: i64 = 27;

/// New identifiers, one for each line of the message in its order; `None` for a line that made no new package.
/// Empty when the state named none. From rows it needs a trace of the lines, for a refund one `with_new_items`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBarcodes(pub Vec<Option<Barcode>>);

impl Decode for NewBarcodes {
    fn from_answer(answer: &Value) -> Result<Self, Undecodable> {
        loose::list(answer.get("barcode_id")).iter().map(optional_barcode).collect::<Result<_, _>>().map(Self)
    }

    fn from_rows(rows: &[Value]) -> Result<Self, Undecodable> {
        let rows: Vec<Row> = rows.iter().filter_map(Value::as_object).map(Row).collect();
        let (mut items, lines): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.text("id").is_some());
        if lines.is_empty() {
            return items.into_iter().map(|item| Ok(Some(item_barcode(item)?))).collect::<Result<_, _>>().map(Self);
        }
        let mut made = Vec::new();
        for line in lines {
            let place = items.iter().position(|item| is_made_from(*item, line));
            made.push(place.map(|place| item_barcode(items.remove(place))).transpose()?);
        }
        if items.is_empty() { Ok(Self(made)) } else { Err(Undecodable("a new package belongs to none of the lines".into())) }
    }
}

/// New packages, one for each line of the message in its order, none missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPackages(pub Vec<Barcode>);

impl NewPackages {
    fn none_missing(all: NewBarcodes) -> Result<Self, Undecodable> {
        match all.0.iter().copied().collect::<Option<Vec<_>>>() {
            Some(barcodes) if !barcodes.is_empty() => Ok(Self(barcodes)),
            _ => Err(Undecodable("it should name a new package for each line and does not".into())),
        }
    }
}

impl Decode for NewPackages {
    fn from_answer(answer: &Value) -> Result<Self, Undecodable> {
        Self::none_missing(NewBarcodes::from_answer(answer)?)
    }

    fn from_rows(rows: &[Value]) -> Result<Self, Undecodable> {
        Self::none_missing(NewBarcodes::from_rows(rows)?)
    }
}

/// Exactly one new package: of a split of one line, or of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneBarcode(pub Barcode);

impl Decode for OneBarcode {
    fn from_answer(answer: &Value) -> Result<Self, Undecodable> {
        one(NewBarcodes::from_answer(answer)?)
    }

    fn from_rows(rows: &[Value]) -> Result<Self, Undecodable> {
        one(NewBarcodes::from_rows(rows)?)
    }
}

fn one(all: NewBarcodes) -> Result<OneBarcode, Undecodable> {
    match all.0.as_slice() {
        [Some(barcode)] => Ok(OneBarcode(*barcode)),
        other => Err(Undecodable(format!("it should name one new identifier and names {}", other.iter().flatten().count()))),
    }
}

fn optional_barcode(value: &Value) -> Result<Option<Barcode>, Undecodable> {
    loose::text(Some(value)).map(|text| barcode(&text)).transpose()
}

fn item_barcode(item: Row) -> Result<Barcode, Undecodable> {
    barcode(&item.text("id").unwrap_or_default())
}

fn barcode(text: &str) -> Result<Barcode, Undecodable> {
    text.parse().map_err(|_| Undecodable(format!("“{text}” is not an identifier")))
}

/// A package made by this line of a sale or refund: its parent is the line's package and its quantity the line's, without the sign.
fn is_made_from(item: Row, line: Row) -> bool {
    let sold = line.text("inventoryid");
    let parents = loose::list(item.get("inventoryparentid"));
    let quantity = |text: Option<String>| text.map(|text| plain_number(text.trim_start_matches('-')));
    sold.is_some()
        && parents.iter().any(|parent| loose::text(Some(parent)) == sold)
        && quantity(item.text("remaining_quantity")) == quantity(line.text("quantity"))
}

/// The new package of a lot, and the type that the state gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewLot {
    pub barcode: Barcode,
    pub inventory_type: Option<i64>,
}

impl Decode for NewLot {
    fn from_answer(answer: &Value) -> Result<Self, Undecodable> {
        let OneBarcode(barcode) = OneBarcode::from_answer(answer)?;
        Ok(Self { barcode, inventory_type: loose::whole(answer.get("barcode_type")) })
    }

    fn from_rows(rows: &[Value]) -> Result<Self, Undecodable> {
        let OneBarcode(barcode) = OneBarcode::from_rows(rows)?;
        Ok(Self { barcode, inventory_type: rows.first().and_then(|row| loose::whole(row.get("inventorytype"))) })
    }
}

/// What a conversion made, the thing itself first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derivatives(pub Vec<Derivative>);

/// One package out of a conversion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Derivative {
    pub barcode: Barcode,
    pub inventory_type: i64,
}

impl Derivatives {
    /// What the conversion was for: all that is not waste.
    pub fn main(&self) -> Option<Barcode> {
        self.0.iter().find(|made| made.inventory_type != WASTE).map(|made| made.barcode)
    }

    /// What was lost in it, if any.
    pub fn waste(&self) -> Option<Barcode> {
        self.0.iter().find(|made| made.inventory_type == WASTE).map(|made| made.barcode)
    }

    fn of(rows: &[Value], barcode_field: &str, type_field: &str) -> Result<Self, Undecodable> {
        let made: Vec<Derivative> = rows
            .iter()
            .filter_map(Value::as_object)
            .map(|row| {
                let Some(inventory_type) = Row(row).whole(type_field) else {
                    return Err(Undecodable(format!("a derivative has no “{type_field}”")));
                };
                Ok(Derivative { barcode: barcode(&Row(row).text(barcode_field).unwrap_or_default())?, inventory_type })
            })
            .collect::<Result<_, _>>()?;
        let made = Self(made);
        match made.main() {
            Some(_) => Ok(made),
            None => Err(Undecodable("it should name a derivative and names none".into())),
        }
    }
}

impl Decode for Derivatives {
    fn from_answer(answer: &Value) -> Result<Self, Undecodable> {
        Self::of(loose::list(answer.get("derivatives")), "barcode_id", "barcode_type")
    }

    fn from_rows(rows: &[Value]) -> Result<Self, Undecodable> {
        Self::of(rows, "id", "inventorytype")
    }
}

//! Making goods out of nothing: an item where it lies, with its sample and what the laboratory said.

use super::file::{Fields, File};
use super::sections::{foreign, merge};
use crate::sandbox::quality::set_result;
use crate::sandbox::refusal::Result;
use crate::sandbox::rows::{Item, Sample};
use crate::sandbox::state::Books;
use crate::values::{OrderType, Quantity};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One package.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goods {
    pub name: String,
    pub inventorytype: i64,
    #[serde(default)]
    pub strain: String,
    #[serde(with = "crate::sandbox::state::as_text")]
    pub quantity: Quantity,
    #[serde(default)]
    pub usable_weight: String,
    pub med_usableweight: Option<String>,
    /// −1 failed, 0 pending, 1 passed; none when there is no sample.
    pub result: Option<i64>,
    /// The laboratory's licence.
    pub lab: Option<String>,
    /// What the laboratory found; a plausible certificate if it is not said.
    pub tests: Option<Vec<Value>>,
    /// The kind of order it is for, when its type does not say.
    pub order_type: Option<OrderType>,
}

/// Where goods lie.
#[derive(Debug, Clone, Default)]
pub struct Place {
    pub location: String,
    pub room: Option<i64>,
    /// Their identifier, if it is not to be a new one.
    pub id: Option<String>,
}

/// Goods of a world file that lie somewhere.
#[derive(Debug, Clone)]
pub struct Placed {
    pub goods: Goods,
    pub place: Place,
}

pub fn make(books: &mut Books, goods: &Goods, place: Place) -> Result<Item> {
    let id = match place.id {
        Some(id) => id,
        None => books.new_identifier()?,
    };
    let made = Item::new(id, goods.inventorytype, &place.location);
    let mut item = Item {
        strain: goods.strain.clone(),
        productname: goods.name.clone(),
        remaining_quantity: goods.quantity,
        usable_weight: goods.usable_weight.clone(),
        currentroom: place.room,
        is_medical: 1,
        order_type: goods.order_type.unwrap_or(made.order_type),
        ..made
    };
    let Some(result) = goods.result else {
        books.put(&item)?;
        return Ok(item);
    };
    set_result(books, &mut item, result, goods.med_usableweight.as_deref())?;
    let sample = match &item.sample {
        Some(id) => books.get::<Sample>(id)?,
        None => None,
    };
    if let Some(mut sample) = sample
        && (goods.lab.is_some() || goods.tests.is_some())
    {
        sample.lab_license = goods.lab.clone().unwrap_or(sample.lab_license);
        sample.tests = goods.tests.clone().unwrap_or(sample.tests);
        books.put(&sample)?;
    }
    Ok(item)
}

/// Goods of the file: the name of a product, a product with what differs, or all of it.
pub fn read(file: &File, given: &Value) -> Result<Goods, String> {
    let given = match given {
        Value::String(name) => Fields::from_iter([("product".to_owned(), Value::from(name.as_str()))]),
        Value::Object(fields) => fields.clone(),
        _ => return Err("goods are the name of a product or an object".into()),
    };
    let mut fields = Value::Object(Fields::new());
    let mut over = given;
    if let Some(name) = over.remove("product") {
        let product = file.products.iter().find(|product| product.get("name") == Some(&name));
        let product = product.ok_or_else(|| format!("there is no product {name} in `products`"))?;
        fields = Value::Object(product.clone());
    }
    merge(&mut fields, Value::Object(over));
    let goods: Goods = serde_json::from_value(fields.clone()).map_err(|error| error.to_string())?;
    let kept = serde_json::to_value(&goods).map_err(|error| error.to_string())?;
    foreign(&fields, &kept).map_or(Ok(goods), |name| Err(format!("there is no field `{name}`")))
}

/// An item of the file: goods and where they lie.
pub fn placed(file: &File, given: &Value) -> Result<Placed, String> {
    let Some(mut fields) = given.as_object().cloned() else { return Err("an item is an object".into()) };
    let text = |value: Option<Value>| value.and_then(|value| value.as_str().map(str::to_owned));
    let location = text(fields.remove("location")).ok_or("`location` is missing")?;
    let place = Place { location, room: fields.remove("room").and_then(|room| room.as_i64()), id: text(fields.remove("id")) };
    if place.id.as_ref().is_some_and(|id| id.len() != 16 || !id.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err("`id` is not 16 digits".into());
    }
    Ok(Placed { goods: read(file, &Value::Object(fields))?, place })
}

//! What a row of the shelf's spreadsheet says of the goods themselves: which product, of which inventory type, of which strain.

use super::columns::{Cells, Column};
use super::judge::Remarks;
use super::known::Known;
use crate::features::inventory::type_name;
use crate::features::products::{Goods, Product, RETAIL_TYPES};
use crate::values::Amount;

/// The product that the row names: of the catalog, in use, cannabis and mapped.
pub fn product<'k>(row: &Cells, known: &'k Known, remarks: &mut Remarks) -> Option<&'k Product> {
    let product = if row.sku.is_empty() { by_name(row, known, remarks)? } else { by_sku(row, known, remarks)? };
    let at = if row.sku.is_empty() { Column::Product } else { Column::Sku };
    let name = &product.name;
    if !product.active {
        return remarks.wrong(at, format!("{name} is retired. Restore it in the catalog, or name another product."));
    }
    if product.goods == Goods::Bulk {
        let words = format!("{name} is bulk cannabis: a lot or an extract comes with a manifest. Leave the row out.");
        return remarks.wrong(at, words);
    }
    if product.goods != Goods::Cannabis {
        let words =
            format!("{name} is not cannabis ({}): the state takes no stock of it. Leave the row out.", product.goods.label());
        return remarks.wrong(at, words);
    }
    let unmapped = unmapped(product);
    if !unmapped.is_empty() {
        return remarks
            .wrong(at, format!("{name} is not mapped: {} is missing. Fill it in in the catalog.", unmapped.join(", ")));
    }
    Some(product)
}

/// What of the state's and the registry's terms a cannabis product still lacks.
pub fn unmapped(product: &Product) -> Vec<&'static str> {
    let lacking = [
        (product.inventory_type.is_none(), "External category"),
        (product.order_type.is_none(), "Order type"),
        (product.route.is_none(), "Route"),
        (product.posted_amount == Amount::ZERO, "Takes from the order"),
    ];
    lacking.into_iter().filter(|(lacks, _)| *lacks).map(|(_, words)| words).collect()
}

fn by_sku<'k>(row: &Cells, known: &'k Known, remarks: &mut Remarks) -> Option<&'k Product> {
    let Some(product) = known.by_sku(&row.sku) else {
        let words = format!("“{}” is not in the catalog. Add the product, or correct the SKU.", row.sku);
        return remarks.wrong(Column::Sku, words);
    };
    if !row.product.is_empty() && row.product.to_lowercase() != product.name.to_lowercase() {
        let words = format!("says “{}”; {} is {}. Correct the one that is wrong.", row.product, product.sku, product.name);
        return remarks.wrong(Column::Product, words);
    }
    Some(product)
}

fn by_name<'k>(row: &Cells, known: &'k Known, remarks: &mut Remarks) -> Option<&'k Product> {
    let at = Column::Product;
    if row.product.is_empty() {
        return remarks.wrong(Column::Sku, "is empty. Type the product's SKU, or its name under Product.");
    }
    match known.by_name(&row.product).as_slice() {
        [only] => Some(only),
        [] => {
            let words = format!("“{}” is not in the catalog. Add the product, or correct the name.", row.product);
            remarks.wrong(at, words)
        }
        several => {
            let skus: Vec<&str> = several.iter().map(|product| product.sku.as_str()).collect();
            remarks.wrong(at, format!("“{}” is the name of {}. Say which by its SKU.", row.product, skus.join(" and ")))
        }
    }
}

/// The row's inventory type; it must be the product's.
pub fn inventory_type(row: &Cells, product: Option<&Product>, remarks: &mut Remarks) -> Option<i64> {
    let (typed, at) = (row.inventory_type.as_str(), Column::InventoryType);
    let own = product.and_then(|product| product.inventory_type);
    let called = |number: i64| format!("{number}, {}", type_name(number));
    if typed.is_empty() {
        if let Some(own) = own {
            remarks.odd(at, format!("is empty. The product's is taken: {}.", called(own)));
        }
        return own;
    }
    let meant = RETAIL_TYPES.iter().find(|(number, name)| {
        let begins = typed.split([' ', ',']).next().unwrap_or_default();
        begins == number.to_string() || typed.eq_ignore_ascii_case(name)
    });
    match (meant, own) {
        (None, Some(own)) => {
            remarks.wrong(at, format!("“{typed}” is none that is sold to patients. The product's is {}.", called(own)))
        }
        (None, None) => remarks.wrong(at, format!("“{typed}” is none that is sold to patients. Type its number, like 28.")),
        (Some((number, _)), Some(own)) if *number != own => {
            let words = format!("says {}; the product's is {}. Correct the row or the catalog.", called(*number), called(own));
            remarks.wrong(at, words)
        }
        (Some((number, _)), _) => Some(*number),
    }
}

/// The row's strain, else the product's.
pub fn strain(row: &Cells, product: Option<&Product>, remarks: &mut Remarks) -> Option<String> {
    let own = product.map_or("", |product| product.strain.as_str());
    if row.strain.chars().count() > 80 {
        return remarks.wrong(Column::Strain, "is longer than 80 characters.");
    }
    if row.strain.is_empty() {
        return Some(own.to_owned());
    }
    if !own.is_empty() && own.to_lowercase() != row.strain.to_lowercase() {
        remarks.odd(Column::Strain, format!("says {}; the catalog says {own}. The row's will be reported.", row.strain));
    }
    Some(row.strain.clone())
}

//! The goods on their way to the demonstration dispensary.

use super::shipments::{Goods, Shipment};
use crate::values::{OrderType, Quantity};

struct Product {
    name: &'static str,
    inventory_type: i64,
    strain: &'static str,
    usable_grams: &'static str,
    /// Ounces for smoking, else milligrams.
    debit: &'static str,
}

const fn product(
    name: &'static str,
    inventory_type: i64,
    strain: &'static str,
    usable_grams: &'static str,
    debit: &'static str,
) -> Product {
    Product { name, inventory_type, strain, usable_grams, debit }
}

const PRODUCTS: &[Product] = &[
    product("Blue Dream 3.5 g", 28, "Blue Dream", "3.5", "0.125"),
    product("Northern Lights 3.5 g", 28, "Northern Lights", "3.5", "0.123"),
    product("Sour Diesel Pre-Roll 1 g", 28, "Sour Diesel", "1", "0.035"),
    product("Sunset Sherbet Cartridge 0.5 g", 24, "Sunset Sherbet", "0.5", "400.00"),
    product("Granddaddy Purple Live Rosin 1 g", 24, "Granddaddy Purple", "1", "700.00"),
    product("Mango Gummies 100 mg", 22, "", "0.1", "100.00"),
    product("Calm Capsules 100 mg", 34, "", "0.1", "100.00"),
    product("Clear Day Tincture 300 mg", 35, "", "0.3", "300.00"),
    product("Relief Balm 200 mg", 25, "", "0.2", "200.00"),
    product("Ease Suppositories 100 mg", 37, "", "0.1", "100.00"),
    product(LOW_THC, 35, "Charlotte", "0.25", "250.00"),
];

/// The one product for low-THC orders, counted in milligrams of CBD.
const LOW_THC: &str = "Charlotte Oil 250 mg CBD";

/// Four shipments that await their arrival: one of each product; a dozen; one with a package untested and one failed; a small one.
pub fn shipments() -> [Shipment; 4] {
    let passed = |indexes: &[usize]| indexes.iter().filter_map(|index| goods(*index, Some(1))).collect::<Vec<_>>();
    let mut mixed = passed(&[0, 3, 5, 6]);
    mixed.extend(goods(1, Some(0)));
    mixed.extend(goods(4, Some(-1)));
    [
        of(passed(&(0..PRODUCTS.len()).collect::<Vec<_>>())),
        of(passed(&[0, 0, 1, 2, 2, 3, 4, 5, 5, 7, 8, 10])),
        of(mixed),
        of(passed(&[0, 5, 3])),
    ]
}

fn of(items: Vec<Goods>) -> Shipment {
    Shipment { to: None, from: None, items }
}

fn goods(index: usize, result: Option<i64>) -> Option<Goods> {
    let product = PRODUCTS.get(index)?;
    Some(Goods {
        name: product.name.into(),
        inventorytype: product.inventory_type,
        strain: product.strain.into(),
        quantity: Quantity::units(24 + 12 * i64::try_from(index % 4).unwrap_or(0)),
        usable_weight: product.usable_grams.into(),
        med_usableweight: Some(product.debit.into()),
        result,
        order_type: (product.name == LOW_THC).then_some(OrderType::LowThc),
    })
}

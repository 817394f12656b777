//! What the state is told of a cart, and what the filing keeps of it for the answer.

use super::super::inventory::Package;
use super::super::products::Product;
use super::super::register::{Candidate, CartSupply, Line};
use super::super::rooms::Room;
use super::checkout::Checkout;
use super::filings::{Goods, terminal};
use super::supplies::Supply;
use crate::biotrack::{Fulfilment, Message, messages};
use crate::filing::Opening;
use crate::values;

impl Checkout {
    /// Other sales may take from the same packages: what each takes is held.
    pub fn subjects(&self) -> Vec<String> {
        self.lines.iter().map(|(line, _)| Package::subject(line.package_id)).collect()
    }

    pub fn goods(&self) -> Vec<Goods> {
        let goods = |(line, goods): &(Line, Candidate)| Goods {
            package: line.package_id,
            barcode: goods.package.barcode,
            room: goods.package.room_id,
            quantity: line.quantity,
        };
        self.lines.iter().map(goods).collect()
    }

    pub fn devices_and_merchandise(&self) -> Vec<Supply> {
        let supply = |(line, product, _): &(CartSupply, Product, Room)| Supply {
            product: line.product_id,
            room: line.room_id,
            quantity: line.quantity,
            goods: product.goods,
            price: self.price_of(line, product).before_tax(),
        };
        self.supplies.iter().map(supply).collect()
    }

    pub fn message(&self, opening: &Opening<'_>) -> Message {
        let line = |(item, (line, goods)): (i64, &(Line, Candidate))| messages::SaleLine {
            barcodeid: goods.package.barcode,
            quantity: line.units(),
            price: line.price().before_tax(),
            item_number: Some(item),
            from: messages::DispensedFrom { order_id: Some(line.order_id.clone()), route: Some(line.route) },
        };
        messages::SaleDispense {
            card_id: self.reading.snapshot.card_id.clone(),
            card_key: self.reading.snapshot.card_key.clone(),
            terminal_id: terminal(opening.filing),
            sale_time: opening.now,
            data: (0..).zip(&self.lines).map(line).collect(),
            florida: messages::DispenseAs {
                caregiver_card_id: self.cart.caregiver_card_id.clone(),
                fulfilment: Some(Fulfilment::WalkIn),
                devices: self.devices(),
                ..messages::DispenseAs::default()
            },
        }
        .into()
    }

    fn devices(&self) -> Vec<messages::SoldDevice> {
        let devices = self.supplies.iter().filter(|(_, product, _)| product.goods == values::Goods::Device);
        devices
            .map(|(line, product, _)| messages::SoldDevice {
                name: product.name.clone(),
                quantity: line.units(),
                price: self.price_of(line, product).before_tax(),
                order_id: line.order_id.clone().unwrap_or_default(),
            })
            .collect()
    }
}

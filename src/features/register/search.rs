//! `/register/search`: products by name, for shops that do not sell by scan alone.

use super::super::locations::Location;
use super::super::pre_orders;
use super::beside::Beside;
use super::cart::{Cart, Status};
use super::goods::Candidate;
use super::supply;
use crate::db::Conn;
use crate::values::{At, CartId, Cents, Quantity, clock};
use crate::web::prelude::*;
use serde::Deserialize;

const MOST: usize = 20;

#[derive(Template)]
#[template(path = "register/search.html", blocks = ["results"])]
struct Results {
    shell: Shell,
    q: String,
    cart: Option<CartId>,
    products: Vec<Found>,
}

/// A product, and what of it may be sold.
struct Found {
    name: String,
    sku: String,
    price: Cents,
    available: Quantity,
    /// `3 promised to pre-orders`, of others; empty: none.
    promised: String,
    /// None of a device or of merchandise.
    packages: i64,
    /// How many fit the patient's orders beside the cart, or from when; empty without a cart.
    fits: String,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

/// GET /register/search?q=
pub async fn index(app: Data<App>, may: May<may::Sell>, shell: Shell, ask: Ask, asked: Query<Asked>) -> Result<Html> {
    let (clerk, q, now) = (Clerk::clone(&may), asked.into_inner().q.trim().to_owned(), app.clock.now());
    let words = q.clone();
    let (cart, products) = app.read(move |conn| look(conn, &clerk, &words, now)).await?;
    let results = Results { shell, q, cart, products };
    if ask.wants("results") { fragment(results.as_results()) } else { page(results) }
}

fn look(conn: &mut Conn, clerk: &Clerk, words: &str, now: At) -> Result<(Option<CartId>, Vec<Found>)> {
    if Location::find(conn, clerk.location)?.scan_only {
        return rule("This shop sells by scan only. Scan the label with the 16-digit package id.");
    }
    let mine = Cart::at_hand(conn, clerk)?.filter(|cart| cart.status == Status::Open);
    let (cart, whose) = (mine.as_ref().map(|cart| cart.id), mine.as_ref().map(|cart| cart.patient_id));
    if words.chars().count() < 2 {
        return Ok((cart, Vec::new()));
    }
    let beside = cart.map(|cart| Beside::of(conn, cart, clerk, now)).transpose()?;
    let mut products: Vec<Found> = Vec::new();
    for one in Candidate::named(conn, clerk.location, words, clock::local_date(now, clerk.zone))? {
        match products.iter_mut().find(|found| found.sku == one.product.sku) {
            Some(found) => {
                found.available = found.available.plus(one.available);
                found.packages += 1;
            }
            None => products.push(Found {
                fits: beside.as_ref().map(|cart| cart.fits(&one)).unwrap_or_default(),
                name: one.product.name,
                sku: one.product.sku,
                price: one.product.price_cents,
                available: one.available,
                promised: pre_orders::promised_words(pre_orders::promised(conn, clerk.location, one.product.id, whose)?),
                packages: 1,
            }),
        }
    }
    for (product, available) in supply::named(conn, clerk.location, words)? {
        products.push(Found {
            fits: product.goods.label().to_owned(),
            name: product.name,
            sku: product.sku,
            price: product.price_cents,
            available,
            promised: String::new(),
            packages: 0,
        });
    }
    products.sort_by(|a, b| a.name.cmp(&b.name));
    products.truncate(MOST);
    Ok((cart, products))
}

//! `POST /register/carts/{id}/sales`: the registry is read once more, then the state is told; of merchandise alone neither.

use super::super::drawers::{Debit, wrong_reference};
use super::super::register::{Cart, renew};
use super::filings::Sell;
use super::untold::SellUntold;
use crate::values::{CartId, Cents, DrawerSessionId, FormKey};
use crate::web::prelude::*;

/// POST /register/carts/{id}/sales
pub async fn create(app: Data<App>, may: May<may::Sell>, id: Path<CartId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (cart, id_checked) = (id.into_inner(), fields.ticked("id_checked"));
    let (paid, drawer, due) = (Paying::read(&fields), fields.optional::<DrawerSessionId>("drawer"), fields.optional_money("due"));
    let (Paying { tendered, debit }, drawer, due) = fields.done((paid, drawer, due))?;
    let sale = if app.read(move |conn| Cart::is_told(conn, cart)).await? {
        // A number of its own: this reading is no second press of the last one.
        renew(&app, &may, cart, FormKey::new()).await?;
        app.file(&may, key, Sell::new(cart, tendered, id_checked).paid(debit, drawer).if_it_costs(due)).await?
    } else {
        app.record(&may, key, SellUntold { cart, tendered, due, debit, drawer }).await?
    };
    Ok(see_other(format!("/sales/{sale}?sold=1")))
}

/// What the pressed button says of the payment.
struct Paying {
    tendered: Cents,
    debit: Option<Debit>,
}

impl Paying {
    /// `pay` is the button: all by debit, or split. Every other one is for cash: a note, the exact amount, or what was typed.
    fn read(fields: &Fields<'_>) -> Option<Self> {
        match fields.raw("pay") {
            // The amount is the page's: when the cart has changed since, the parts do not add up, and that is said.
            "debit" => Some(Self { tendered: Cents::ZERO, debit: Some(debit(fields, "due")?) }),
            "split" => {
                let (tendered, debit) = (fields.money("split_cash"), debit(fields, "debit"));
                Some(Self { tendered: tendered?, debit: Some(debit?) })
            }
            // Enter in one of their fields presses the first button, which is for cash.
            _ if !fields.raw("debit").is_empty() || !fields.raw("reference").is_empty() => {
                fields.problem(
                    "debit",
                    "A debit is typed here, and the button was for cash alone. Press Debit or Split, or clear its fields.",
                );
                None
            }
            _ => {
                let tendered = if fields.raw("note").is_empty() { fields.money("tendered") } else { fields.money("note") };
                Some(Self { tendered: tendered?, debit: None })
            }
        }
    }
}

/// A debit with its reference: never a card's number.
fn debit(fields: &Fields<'_>, amount: &str) -> Option<Debit> {
    let (cents, reference) = (fields.money(amount), fields.text("reference", 4..=20));
    let reference = reference?;
    if let Some(words) = wrong_reference(&reference) {
        fields.problem("reference", words);
        return None;
    }
    let cents = cents?;
    if cents == Cents::ZERO {
        fields.problem(amount, "Type how much the terminal has taken.");
        return None;
    }
    Some(Debit { cents, reference })
}

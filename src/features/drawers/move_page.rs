//! The one page on which cash is moved for a reason: a drop, a pay-in, a pay-out, an adjustment.

use super::ledger::Kind;
use super::model::Drawer;
use super::reason::Reason;
use super::records::MoveCash;
use crate::may::Permission;
use crate::values::{Cents, DrawerSessionId, text_enum};
use crate::web::prelude::*;
use std::marker::PhantomData;

text_enum! {
    /// Which way an adjustment goes.
    Direction {
        More = "more", "There is more in the drawer than the books say";
        Less = "less", "There is less";
    }
}

#[derive(Template)]
#[template(path = "drawers/move.html")]
struct New {
    shell: Shell,
    drawer: Drawer,
    register: String,
    kind: Kind,
    reasons: Vec<String>,
    may_edit: bool,
}

impl New {
    fn title(&self) -> &'static str {
        match self.kind {
            Kind::PayIn => "Pay cash in",
            Kind::PayOut => "Pay cash out",
            Kind::Adjust => "Adjust the balance",
            _ => "Drop cash",
        }
    }

    fn sentence(&self) -> &'static str {
        match self.kind {
            Kind::PayIn => "Cash that comes into the drawer without a sale.",
            Kind::PayOut => "Cash that leaves the shop from the drawer without a sale.",
            Kind::Adjust => "Only when you know that the books are wrong. What a count finds is its own line: count, and close.",
            _ => "Cash goes from the drawer into the safe, so that little lies at the counter.",
        }
    }

    fn noun(&self) -> &'static str {
        match self.kind {
            Kind::PayIn => "pay_ins",
            Kind::PayOut => "pay_outs",
            Kind::Adjust => "adjustments",
            _ => "drops",
        }
    }

    fn choices(&self) -> Vec<(&str, &str)> {
        self.reasons.iter().map(|reason| (reason.as_str(), reason.as_str())).collect()
    }

    fn is_adjustment(&self) -> bool {
        self.kind == Kind::Adjust
    }
}

/// The page.
pub async fn form<P: Permission>(app: &App, may: &May<P>, id: DrawerSessionId, shell: Shell, kind: Kind) -> Result<Html> {
    let clerk = Clerk::clone(may);
    let may_edit = clerk.may::<may::EditRegisters>();
    let new = app
        .read(move |conn| {
            let drawer = Drawer::find(conn, clerk.location, id)?;
            let (register, reasons) = (drawer.register_name(conn)?, Reason::choices(conn, clerk.location, kind)?);
            Ok(New { shell, drawer, register, kind, reasons, may_edit })
        })
        .await?;
    page(new)
}

/// Its button.
pub async fn send<P: Permission>(app: &App, may: &May<P>, drawer: DrawerSessionId, form: &Form, kind: Kind) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let direction = match kind {
        Kind::Adjust => fields.choice::<Direction>("direction"),
        Kind::PayIn => Some(Direction::More),
        _ => Some(Direction::Less),
    };
    // An adjustment says why in words of its own too.
    let note = if kind == Kind::Adjust { fields.text("note", 3..=200) } else { fields.text("note", 0..=200) };
    let amount = fields.money("amount");
    if amount == Some(Cents::ZERO) {
        fields.problem("amount", "Type how much.");
    }
    let (amount, reason, note, direction) = fields.done((amount, fields.text("reason", 1..=60), note, direction))?;
    let cents = if direction == Direction::More { amount } else { Cents::ZERO.minus(amount) };
    app.record(may, key, MoveCash::<P> { drawer, kind, cents, reason, note, by: PhantomData }).await?;
    Ok(see_other(format!("/drawers/{drawer}")).notice(format!("{}: {amount}. Written down.", kind.label())))
}

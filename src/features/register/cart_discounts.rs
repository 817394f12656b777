//! `/register/discounts` and `/register/carts/{id}/discounts`: a discount is chosen for the cart or for one line, or its code is typed.

use super::super::discounts::{Discount, Gives, Wish};
use super::super::pins::{Approval, approved};
use super::cart::Cart;
use super::line::Line;
use super::supply::CartSupply;
use super::till::Till;
use super::web::{Answer, changed};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::values::{CartDiscountId, CartId, CartLineId, DiscountId};
use crate::web::prelude::*;
use actix_web::{Either, HttpRequest};
use serde::Serialize;

#[derive(Template)]
#[template(path = "register/discounts.html")]
struct New {
    shell: Shell,
    till: Till,
    choices: Vec<Discount>,
    approval: Approval,
}

impl New {
    /// Value and words of each line that a discount may be for.
    fn lines(&self) -> Vec<(String, String)> {
        self.till.lines.iter().map(|line| (line.id.to_string(), format!("{} × {}", line.units, line.name))).collect()
    }

    /// Somebody without the permission needs a manager's PIN for one of these.
    fn may_need_approval(&self) -> bool {
        self.approval.is_needed && self.choices.iter().any(|one| one.needs_approval)
    }
}

/// GET /register/discounts
pub async fn new(app: Data<App>, may: May<may::Sell>, shell: Shell) -> Result<Either<Html, Redirect>> {
    let (clerk, now) = (Clerk::clone(&may), app.clock.now());
    let (till, choices, approval) = app
        .read(move |conn| {
            let choices = Discount::to_choose(conn, clerk.location)?;
            Ok((Till::at_hand(conn, &clerk, now)?, choices, Approval::of::<may::ApproveDiscount>(conn, &clerk)?))
        })
        .await?;
    match till.filter(|till| till.is_open() && !till.lines.is_empty()) {
        Some(till) => page(New { shell, till, choices, approval }).map(Either::Left),
        None => Ok(Either::Right(see_other("/register"))),
    }
}

/// POST /register/carts/{id}/discounts
pub async fn create(app: Data<App>, may: May<may::Sell>, id: Path<CartId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let read =
        (fields.optional::<DiscountId>("discount"), fields.optional_text("code", 20), fields.optional::<CartLineId>("line"));
    let (discount, code, line) = fields.done(read)?;
    let cart = id.into_inner();
    let (location, typed) = (may.location, code.clone());
    let discount = app
        .read(move |conn| match (discount, typed) {
            (_, Some(code)) => Discount::of_code(conn, location, &code),
            (Some(id), None) => Discount::find(conn, location, id),
            (None, None) => Err(Error::Invalid(Problems::one("discount", "Choose a discount, or type its code."))),
        })
        .await?;
    let act = AddDiscountToCart { cart, discount: discount.terms.id, code, line };
    let notice = format!("“{}” is on the cart.", discount.terms.name);
    if discount.needs_approval {
        let approved = approved::<may::ApproveDiscount>(&app, &may, &fields).await?;
        app.record(&approved, key, AddApprovedDiscount(act)).await?;
    } else {
        app.record(&may, key, act).await?;
    }
    Ok(see_other("/register").notice(notice))
}

/// POST /register/discounts/{id}/removals
pub async fn delete(
    app: Data<App>,
    may: May<may::Sell>,
    id: Path<CartDiscountId>,
    request: HttpRequest,
    asked: Ask,
    form: Form,
) -> Result<Answer> {
    let key = form.fields().form_key()?;
    app.record(&may, key, RemoveDiscountFromCart { choice: id.into_inner() }).await?;
    changed(&app, &may, &request, &asked, None).await
}

/// A discount is chosen for a cart, or for one line of it.
#[derive(Serialize)]
pub struct AddDiscountToCart {
    pub cart: CartId,
    pub discount: DiscountId,
    /// As it was typed; none: it was chosen.
    pub code: Option<String>,
    pub line: Option<CartLineId>,
}

/// The lines of a cart and their units, in the order of scanning.
fn contents(tx: &mut Conn, cart: CartId) -> Result<Vec<(String, i64)>> {
    let packages = Line::of_cart(tx, cart)?.into_iter().map(|line| (line.id.to_string(), line.units()));
    let supplies = CartSupply::of_cart(tx, cart)?.into_iter().map(|line| (line.id.to_string(), line.units()));
    Ok(packages.chain(supplies).collect())
}

impl AddDiscountToCart {
    fn add(&self, tx: &mut Conn, by: &By<'_>, is_approved: bool) -> Result<()> {
        let cart = Cart::take(tx, by.clerk, self.cart, by.now)?;
        let discount = Discount::find(tx, by.clerk.location, self.discount)?;
        discount.must_be_askable(self.code.as_deref())?;
        let (name, gives) = (discount.terms.name, discount.terms.gives);
        if !discount.active {
            return rule(format!("“{name}” is no longer in use. Choose another discount."));
        }
        let (contents, line) = (contents(tx, cart.id)?, self.line.map(|line| line.to_string()));
        if line.as_ref().is_some_and(|line| !contents.iter().any(|(one, _)| one == line)) {
            return rule("That line is no longer in the cart. Open the page of discounts again.");
        }
        if line.is_some() && matches!(gives, Gives::OffTheCart(_)) {
            return rule(format!("“{name}” is an amount off the whole cart, not off one line. Choose it for the whole cart."));
        }
        if discount.needs_approval && !is_approved {
            return rule(format!("A manager says yes to each use of “{name}”. Choose it again with their PIN."));
        }
        let wish = Wish {
            id: CartDiscountId::new(),
            discount: self.discount,
            name,
            line,
            approved_by: is_approved.then(|| by.approver.unwrap_or(by.clerk.user)),
            approved_for: if is_approved { Some(serde_json::to_string(&contents)?) } else { None },
        };
        Wish::add(tx, cart.id, &wish, by.clerk.user, by.now)
    }
}

impl Record for AddDiscountToCart {
    const ACT: &'static str = "add_discount_to_cart";
    type Needs = may::Sell;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        self.add(tx, by, false)
    }
}

/// The same, where a manager says yes to each use.
#[derive(Serialize)]
pub struct AddApprovedDiscount(pub AddDiscountToCart);

impl Record for AddApprovedDiscount {
    const ACT: &'static str = "add_approved_discount_to_cart";
    type Needs = may::ApproveDiscount;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        self.0.add(tx, by, true)
    }
}

/// A discount is taken off a cart again.
#[derive(Serialize)]
pub struct RemoveDiscountFromCart {
    pub choice: CartDiscountId,
}

impl Record for RemoveDiscountFromCart {
    const ACT: &'static str = "remove_discount_from_cart";
    type Needs = may::Sell;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let cart = Wish::cart_of(tx, self.choice)?;
        Cart::take(tx, by.clerk, cart, by.now)?;
        Wish::remove(tx, self.choice)
    }
}

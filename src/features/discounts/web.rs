//! `/discounts`: what takes something off a cart, and when.

use super::exempt::Exempt;
use super::model::Discount;
use super::records::{AddDiscount, ChangeDiscount};
use super::terms::{Method, Weekdays};
use super::typed::{Kind, said};
use crate::db::Conn;
use crate::features::products::Product;
use crate::values::DiscountId;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "discounts/index.html")]
struct Index {
    shell: Shell,
    discounts: Vec<Discount>,
    /// SKU and name.
    exempt: Vec<(String, String)>,
    may_edit: bool,
}

impl Index {
    fn exempt_skus(&self) -> String {
        self.exempt.iter().map(|(sku, _)| sku.as_str()).collect::<Vec<_>>().join("\n")
    }
}

/// The form, for a new discount or for one that exists.
#[derive(Template)]
#[template(path = "discounts/form.html")]
struct FormPage {
    shell: Shell,
    /// None: a new one.
    discount: Option<Discount>,
    /// Of the products that it is for.
    skus: String,
}

/// GET /discounts
pub async fn index(app: Data<App>, clerk: May<may::SeeDiscounts>, shell: Shell) -> Result<Html> {
    let (location, may_edit) = (clerk.location, clerk.may::<may::EditDiscounts>());
    let (discounts, exempt) = app.read(move |conn| Ok((Discount::all(conn, location)?, Exempt::listed(conn, location)?))).await?;
    page(Index { shell, discounts, exempt, may_edit })
}

/// GET /discounts/new
pub async fn new(_: May<may::EditDiscounts>, shell: Shell) -> Result<Html> {
    page(FormPage { shell, discount: None, skus: String::new() })
}

/// POST /discounts
pub async fn create(app: Data<App>, may: May<may::EditDiscounts>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let said = said(&fields)?;
    let notice = format!("“{}” was added: {}.", said.terms.name, said.terms.gives.words());
    app.record(&may, key, AddDiscount(said)).await?;
    Ok(see_other("/discounts").notice(notice))
}

/// GET /discounts/{id}/edit
pub async fn edit(app: Data<App>, may: May<may::EditDiscounts>, id: Path<DiscountId>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, id.into_inner());
    let (discount, skus) = app
        .read(move |conn| {
            let discount = Discount::find(conn, location, id)?;
            let skus = skus(conn, &discount)?;
            Ok((discount, skus))
        })
        .await?;
    page(FormPage { shell, discount: Some(discount), skus })
}

/// POST /discounts/{id}
pub async fn update(app: Data<App>, may: May<may::EditDiscounts>, id: Path<DiscountId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let said = said(&fields)?;
    let notice = format!("“{}” was changed. It counts at once, in carts that are open too.", said.terms.name);
    app.record(&may, key, ChangeDiscount { discount: id.into_inner(), said }).await?;
    Ok(see_other("/discounts").notice(notice))
}

fn skus(conn: &mut Conn, discount: &Discount) -> Result<String> {
    let mut skus = Vec::new();
    for product in &discount.terms.scope.products {
        skus.push(Product::find(conn, *product)?.sku);
    }
    Ok(skus.join("\n"))
}

impl FormPage {
    fn title(&self) -> &str {
        self.discount.as_ref().map_or("Add discount", |discount| discount.terms.name.as_str())
    }

    fn action(&self) -> String {
        self.discount.as_ref().map_or_else(|| "/discounts".to_owned(), |discount| format!("/discounts/{}", discount.terms.id))
    }

    /// What stands in a field of the form.
    fn value(&self, field: &str) -> String {
        let Some(discount) = &self.discount else {
            return if field == "method" { Method::Automatic.as_str().to_owned() } else { String::new() };
        };
        let terms = &discount.terms;
        match field {
            "name" => terms.name.clone(),
            "method" => discount.method.as_str().to_owned(),
            "code" => discount.code.clone().unwrap_or_default(),
            "kind" => terms.gives.kind().as_str().to_owned(),
            "value" => terms.gives.number(),
            "categories" => terms.scope.categories.join(", "),
            "brands" => terms.scope.brands.join(", "),
            "tags" => terms.scope.tags.join(", "),
            "least_units" if terms.least_units > 0 => terms.least_units.to_string(),
            "least_spend" if terms.least_spend.0 > 0 => terms.least_spend.plain(),
            "starts_on" => terms.starts_on.map(|day| day.to_string()).unwrap_or_default(),
            "ends_on" => terms.ends_on.map(|day| day.to_string()).unwrap_or_default(),
            "from_minute" => discount.hours().0,
            "to_minute" => discount.hours().1,
            _ => String::new(),
        }
    }

    fn stacks(&self) -> bool {
        self.discount.as_ref().is_some_and(|discount| discount.terms.stacks)
    }

    fn needs_approval(&self) -> bool {
        self.discount.as_ref().is_some_and(|discount| discount.needs_approval)
    }

    fn active(&self) -> bool {
        self.discount.as_ref().is_none_or(|discount| discount.active)
    }

    /// Each weekday and whether it is chosen.
    fn weekdays(&self) -> Vec<(&'static str, bool)> {
        self.discount.as_ref().map_or_else(Weekdays::default, |discount| discount.terms.weekdays).chosen()
    }
}

//! `/products/{id}/combinations`: a duplicate is combined with the product that stays, after a look at what that means.

use super::combine::{Combine, Pair};
use super::model::Product;
use crate::values::ProductId;
use crate::web::prelude::*;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "products/combination.html")]
struct New {
    shell: Shell,
    product: Product,
    others: Vec<Product>,
    /// None: nothing is chosen yet.
    pair: Option<Pair>,
    /// Why the chosen one will not do.
    refusal: String,
}

/// `?into=<id>`
#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    into: String,
}

impl New {
    fn is_chosen(&self, other: &Product) -> bool {
        self.pair.as_ref().is_some_and(|pair| pair.into.id == other.id)
    }

    fn packages(&self) -> usize {
        self.pair.as_ref().map_or(0, |pair| pair.packages.len())
    }

    /// `1 package`, `3 packages`.
    fn packages_in_words(&self) -> String {
        if self.packages() == 1 { "1 package".to_owned() } else { format!("{} packages", self.packages()) }
    }
}

/// GET /products/{id}/combinations/new
pub async fn new(
    app: Data<App>,
    _: May<may::EditProducts>,
    id: Path<ProductId>,
    chosen: Query<Chosen>,
    shell: Shell,
) -> Result<Html> {
    let (id, into) = (id.into_inner(), chosen.into.parse::<ProductId>());
    let (product, others, pair) = app
        .read(move |conn| {
            let product = Product::find(conn, id)?;
            let others = product.alike(conn)?;
            Ok((product, others, into.map(|into| Pair::find(conn, id, into))))
        })
        .await?;
    let (pair, refusal) = match pair {
        Ok(Ok(pair)) => (Some(pair), String::new()),
        Ok(Err(Error::Rule(words))) => (None, words),
        Ok(Err(error)) => return Err(error),
        Err(_) => (None, String::new()),
    };
    page(New { shell, product, others, pair, refusal })
}

/// POST /products/{id}/combinations
pub async fn create(app: Data<App>, may: May<may::EditProducts>, id: Path<ProductId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (into, packages) = fields.done((fields.choice::<ProductId>("into"), fields.whole("packages", 0..=i64::MAX)))?;
    let words = app.record(&may, key, Combine { from: id.into_inner(), into, packages }).await?;
    Ok(see_other(format!("/products/{into}")).notice(words))
}

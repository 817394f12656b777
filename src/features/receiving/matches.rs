//! `/receiving/{manifest}/matches`: which product of the catalog each of the sender's is. Asked once for a name, however many packages
//! have it; the receipt makes the answer lasting.

use super::delivery::Delivery;
use super::model::Line;
use super::saves::NameProducts;
use crate::values::ProductId;
use crate::web::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// One product of the sender's.
struct Match {
    /// Of its first line: stands for all of them.
    line: Line,
    packages: i64,
    product: String,
    /// Why none is known, if none is.
    trouble: String,
}

#[derive(Template)]
#[template(path = "receiving/matches.html")]
struct Index {
    shell: Shell,
    delivery: Delivery,
    matches: Vec<Match>,
    /// Products of the catalog by the state's inventory type: only these fit.
    products: HashMap<i64, Vec<(ProductId, String)>>,
    may_add: bool,
}

impl Index {
    fn options(&self, line: &Line) -> &[(ProductId, String)] {
        self.products.get(&line.inventory_type).map(Vec::as_slice).unwrap_or_default()
    }

    fn missing(&self) -> i64 {
        i64::try_from(self.matches.iter().filter(|one| one.product.is_empty()).count()).unwrap_or(i64::MAX)
    }
}

/// What is not known first, then by name.
fn matches(delivery: &Delivery) -> Vec<Match> {
    let mut by_name: BTreeMap<(String, i64), Match> = BTreeMap::new();
    for line in &delivery.lines {
        let fits = delivery.product_of(line).filter(|product| product.inventory_type == Some(line.inventory_type));
        let problems = delivery.problems_of(line);
        let one = by_name.entry((line.state_name.clone(), line.inventory_type)).or_insert_with(|| Match {
            line: line.clone(),
            packages: 0,
            product: fits.map(|product| product.id.to_string()).unwrap_or_default(),
            trouble: problems.of(&format!("product-{}", line.id)).unwrap_or_default().to_owned(),
        });
        one.packages += 1;
    }
    let mut all: Vec<Match> = by_name.into_values().collect();
    all.sort_by_key(|one| !one.product.is_empty());
    all
}

/// GET /receiving/{manifest}/matches
pub async fn index(app: Data<App>, may: May<may::Receive>, shell: Shell, code: Path<String>) -> Result<Html> {
    let (location, code, now) = (may.location, code.into_inner(), app.clock.now());
    let delivery = app.read(move |conn| Delivery::find(conn, location, &code, now)).await?;
    delivery.manifest.must_be_receivable(may.zone)?;
    let mut products: HashMap<i64, Vec<(ProductId, String)>> = HashMap::new();
    for product in &delivery.products {
        if let Some(inventory_type) = product.inventory_type {
            products.entry(inventory_type).or_default().push((product.id, format!("{} ({})", product.name, product.sku)));
        }
    }
    let matches = matches(&delivery);
    page(Index { shell, matches, products, delivery, may_add: may.may::<may::EditProducts>() })
}

/// POST /receiving/{manifest}/matches
pub async fn create(app: Data<App>, may: May<may::Receive>, code: Path<String>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (location, code, now) = (may.location, code.into_inner(), app.clock.now());
    let delivery = app.read(move |conn| Delivery::find(conn, location, &code, now)).await?;
    let mut chosen = Vec::new();
    for one in matches(&delivery) {
        let name = format!("product-{}", one.line.id);
        if fields.raw(&name) != one.product {
            chosen.push(fields.optional::<ProductId>(&name).map(|product| product.map(|product| (one.line.id, product))));
        }
    }
    let products = fields.done(chosen)?.into_iter().flatten().collect();
    let manifest = delivery.manifest;
    app.record(&may, key, NameProducts { manifest: manifest.id, products }).await?;
    let words = "Kept for this manifest. When it is received, the next delivery finds these products by itself.";
    Ok(see_other(format!("/receiving/{}", manifest.number)).notice(words))
}

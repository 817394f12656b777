//! `/products`: the catalog.

use super::draft::{self, SaveProduct};
use super::model::{Goods, Product, RETAIL_TYPES};
use super::search::Search;
use crate::values::{OrderType, ProductId, Route};
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "products/index.html")]
struct Index {
    shell: Shell,
    products: Paged<Product>,
    search: Search,
    may_edit: bool,
}

/// The form, for a new product or for one that exists.
#[derive(Template)]
#[template(path = "products/form.html")]
struct FormPage {
    shell: Shell,
    /// None: a new one.
    product: Option<Product>,
}

/// GET /products
pub async fn index(
    app: Data<App>,
    clerk: May<may::SeeProducts>,
    search: Query<Search>,
    cursor: Query<Cursor>,
    shell: Shell,
) -> Result<Html> {
    let (search, may_edit, asked) = (search.into_inner(), clerk.may::<may::EditProducts>(), cursor.into_inner());
    let found = search.clone();
    let products = app.read(move |conn| found.run(conn, &asked)).await?;
    page(Index { shell, products, search, may_edit })
}

/// GET /products/new
pub async fn new(_: May<may::EditProducts>, shell: Shell) -> Result<Html> {
    page(FormPage { shell, product: None })
}

/// POST /products
pub async fn create(app: Data<App>, may: May<may::EditProducts>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let says = draft::read(&fields)?;
    let notice = format!("{} was added to the catalog.", says.name);
    app.record(&may, key, SaveProduct { product: None, says }).await?;
    Ok(see_other("/products").notice(notice))
}

/// GET /products/{id}/edit
pub async fn edit(app: Data<App>, _: May<may::EditProducts>, id: Path<ProductId>, shell: Shell) -> Result<Html> {
    let id = id.into_inner();
    let product = app.read(move |conn| Product::find(conn, id)).await?;
    page(FormPage { shell, product: Some(product) })
}

/// POST /products/{id}
pub async fn update(app: Data<App>, may: May<may::EditProducts>, id: Path<ProductId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let says = draft::read(&fields)?;
    if says.sku.is_empty() {
        return Err(Error::Invalid(Problems::one("sku", "Please fill this in: labels and lists refer to it.")));
    }
    let notice = if says.active {
        format!("{} was saved.", says.name)
    } else {
        format!("{} is retired. Its packages stay as they are.", says.name)
    };
    app.record(&may, key, SaveProduct { product: Some(id.into_inner()), says }).await?;
    Ok(see_other("/products").notice(notice))
}

impl Product {
    /// What one unit takes from an order: `0.125 oz`.
    pub fn posts(&self) -> String {
        self.order_type.map_or_else(String::new, |order_type| {
            let unit = order_type.unit();
            format!("{} {}", self.posted_amount.with_unit_decimals(unit), unit.label())
        })
    }

    pub fn order_words(&self) -> &'static str {
        self.order_type.map_or("", |order_type| order_type.label())
    }

    pub fn route_words(&self) -> &'static str {
        self.route.map_or("", |route| route.label())
    }

    /// BioTrack's words for what it is.
    pub fn type_words(&self) -> &'static str {
        let known = RETAIL_TYPES.iter().find(|(number, _)| Some(*number) == self.inventory_type);
        known.map_or("", |(_, words)| words)
    }
}

impl Index {
    /// The search as the query of an address.
    fn query(&self) -> String {
        let retired = if self.search.is_retired() { "&retired=1" } else { "" };
        format!("q={}{retired}", escaped(&self.search.q))
    }
}

fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

impl FormPage {
    fn action(&self) -> String {
        self.product.as_ref().map_or_else(|| "/products".to_owned(), |product| format!("/products/{}", product.id))
    }

    /// What a field shows first: of the product, or nothing.
    fn of(&self, read: impl Fn(&Product) -> String) -> String {
        self.product.as_ref().map_or_else(String::new, read)
    }

    fn name(&self) -> String {
        self.of(|product| product.name.clone())
    }

    fn sku(&self) -> String {
        self.of(|product| product.sku.clone())
    }

    fn category(&self) -> String {
        self.of(|product| product.category.clone())
    }

    fn brand(&self) -> String {
        self.of(|product| product.brand.clone())
    }

    fn strain(&self) -> String {
        self.of(|product| product.strain.clone())
    }

    fn state_name(&self) -> String {
        self.of(|product| product.state_name.clone().unwrap_or_default())
    }

    fn price(&self) -> String {
        self.of(|product| product.price_cents.plain())
    }

    fn goods(&self) -> &'static str {
        self.product.as_ref().map_or(Goods::Cannabis, |product| product.goods).as_str()
    }

    fn types(&self) -> Vec<(String, &'static str)> {
        RETAIL_TYPES.iter().map(|(number, words)| (number.to_string(), *words)).collect()
    }

    fn inventory_type(&self) -> String {
        self.of(|product| product.inventory_type.map_or_else(String::new, |number| number.to_string()))
    }

    fn order_type(&self) -> &'static str {
        self.product.as_ref().and_then(|product| product.order_type).map_or("", |order_type| order_type.as_str())
    }

    fn route(&self) -> &'static str {
        self.product.as_ref().and_then(|product| product.route).map_or("", |route| route.as_str())
    }

    fn is_alternate(&self, route: &Route) -> bool {
        self.product
            .as_ref()
            .is_some_and(|product| product.alternate_routes.split_whitespace().any(|word| word == route.as_str()))
    }

    fn posted_amount(&self) -> String {
        self.of(|product| {
            product.order_type.map_or_else(String::new, |kind| product.posted_amount.with_unit_decimals(kind.unit()))
        })
    }

    fn on_register(&self) -> bool {
        self.product.as_ref().is_none_or(|product| product.on_register)
    }

    fn statuses(&self) -> [(&'static str, &'static str); 2] {
        [("active", "In the catalog"), ("retired", "Retired")]
    }

    fn status(&self) -> &'static str {
        if self.product.as_ref().is_none_or(|product| product.active) { "active" } else { "retired" }
    }
}

//! `/products`: the catalog, and the page and the form of each product.

use super::amounts::{Differing, OnShelf};
use super::columns::{Column, pairs, values};
use super::draft;
use super::model::{BULK_TYPES, Goods, Product, RETAIL_TYPES};
use super::records::SaveProduct;
use super::search::Search;
use super::term::Offered;
use crate::values::{Amount, OrderType, ProductId, Route};
use crate::web::prelude::*;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "products/index.html", blocks = ["rows"])]
struct Index {
    shell: Shell,
    products: Paged<Product>,
    search: Search,
    offered: Offered,
    may_edit: bool,
}

#[derive(Template)]
#[template(path = "products/show.html")]
struct Show {
    shell: Shell,
    product: Product,
    /// Others with the same six attributes, or the same name.
    twins: Vec<Product>,
    differing: Vec<Differing>,
    shelf: OnShelf,
    may_edit: bool,
}

/// The form, for a new product or for one that exists.
#[derive(Template)]
#[template(path = "products/form.html")]
struct FormPage {
    shell: Shell,
    /// None: a new one.
    product: Option<Product>,
    /// What the new one is a copy of.
    copied: Option<String>,
    /// What stands in each field.
    values: Vec<(&'static str, String)>,
    offered: Offered,
}

/// `?copy=<id>`
#[derive(Deserialize)]
pub struct Copied {
    copy: Option<ProductId>,
}

/// GET /products
pub async fn index(
    app: Data<App>,
    clerk: May<may::SeeProducts>,
    search: Query<Search>,
    cursor: Query<Cursor>,
    ask: Ask,
    shell: Shell,
) -> Result<Html> {
    let (search, may_edit, asked) = (search.into_inner(), clerk.may::<may::EditProducts>(), cursor.into_inner());
    let (found, location) = (search.clone(), clerk.location);
    let (products, offered) = app.read(move |conn| Ok((found.run(conn, location, &asked)?, Offered::load(conn)?))).await?;
    let index = Index { shell, products, search, offered, may_edit };
    if ask.wants("rows") { fragment(index.as_rows()) } else { page(index) }
}

/// GET /products/{id}
pub async fn show(app: Data<App>, clerk: May<may::SeeProducts>, id: Path<ProductId>, shell: Shell) -> Result<Html> {
    let (id, location, may_edit) = (id.into_inner(), clerk.location, clerk.may::<may::EditProducts>());
    let (product, twins, differing, shelf) = app
        .read(move |conn| {
            let product = Product::find(conn, id)?;
            let (twins, shelf) = (product.twins(conn)?, OnShelf::of(conn, location, &product)?);
            Ok((product, twins, Differing::of_product(conn, location, id)?, shelf))
        })
        .await?;
    page(Show { shell, product, twins, differing, shelf, may_edit })
}

/// GET /products/new
pub async fn new(app: Data<App>, _: May<may::EditProducts>, copied: Query<Copied>, shell: Shell) -> Result<Html> {
    let copy = copied.into_inner().copy;
    let (original, offered) =
        app.read(move |conn| Ok((copy.map(|id| Product::find(conn, id)).transpose()?, Offered::load(conn)?))).await?;
    let mut values = original.as_ref().map_or_else(first_values, values);
    // What only one product can have.
    values.retain(|(field, _)| !["sku", "upc", "external_id", "state_name"].contains(field));
    page(FormPage { shell, product: None, copied: original.map(|product| product.name), values, offered })
}

fn first_values() -> Vec<(&'static str, String)> {
    vec![("goods", Goods::Cannabis.as_str().to_owned()), ("on_register", "1".to_owned())]
}

/// POST /products
pub async fn create(app: Data<App>, may: May<may::EditProducts>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let says = draft::read(&fields)?;
    let added = format!("{} was added to the catalog.", says.name);
    let product = app.record(&may, key, SaveProduct { product: None, says, seen: Vec::new() }).await?;
    let twins = app.read(move |conn| Product::find(conn, product)?.twins(conn)).await?;
    let notice = if twins.is_empty() { added } else { format!("{added} It is not the only one like it: look below.") };
    Ok(see_other(format!("/products/{product}")).notice(notice))
}

/// GET /products/{id}/edit
pub async fn edit(app: Data<App>, _: May<may::EditProducts>, id: Path<ProductId>, shell: Shell) -> Result<Html> {
    let id = id.into_inner();
    let (product, offered) = app.read(move |conn| Ok((Product::find(conn, id)?, Offered::load(conn)?))).await?;
    page(FormPage { shell, values: values(&product), product: Some(product), copied: None, offered })
}

/// POST /products/{id}
pub async fn update(app: Data<App>, may: May<may::EditProducts>, id: Path<ProductId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let says = draft::read(&fields)?;
    if says.sku.is_empty() {
        return Err(Error::Invalid(Problems::one("sku", "Please fill this in: labels and lists refer to it.")));
    }
    // Without it, nobody could tell what somebody else changed meanwhile.
    let Ok(seen) = serde_json::from_str(fields.raw("seen")) else {
        return rule("This form does not say what it showed when it was opened. Nothing was saved. Open the product again.");
    };
    let notice = format!("{} was saved.", says.name);
    let product = app.record(&may, key, SaveProduct { product: Some(id.into_inner()), says, seen }).await?;
    Ok(see_other(format!("/products/{product}")).notice(notice))
}

impl Product {
    /// What one unit takes from an order: `0.125 oz`.
    pub fn posts(&self) -> String {
        self.in_unit(self.posted_amount)
    }

    /// An amount in the unit of its order type.
    pub fn in_unit(&self, amount: Amount) -> String {
        self.order_type.map_or_else(String::new, |order_type| {
            let unit = order_type.unit();
            format!("{} {}", amount.with_unit_decimals(unit), unit.label())
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
        let known = RETAIL_TYPES.iter().chain(&BULK_TYPES).find(|(number, _)| Some(*number) == self.inventory_type);
        known.map_or("", |(_, words)| words)
    }
}

impl Index {
    fn is_chosen(&self, value: &str, option: &str) -> bool {
        value == option
    }
}

impl Show {
    /// Everything said of it, in the order of the spreadsheet.
    fn facts(&self) -> Vec<(&'static str, String)> {
        let mut facts = Vec::new();
        for (field, value) in values(&self.product) {
            let Some(column) = Column::of_field(field).filter(|column| column.field != "name" && !value.is_empty()) else {
                continue;
            };
            let words = match field {
                "posted_amount" => self.product.posts(),
                "price" => self.product.price_cents.to_string(),
                _ => column.words(&value),
            };
            facts.push((column.heading, words));
        }
        facts
    }

    fn is_low(&self) -> bool {
        let whole = self.shelf.on_hand.minus(self.shelf.held).0 / 100;
        self.product.active && self.product.low_threshold.is_some_and(|low| whole < low)
    }

    fn amount_of(&self, differing: &Differing) -> String {
        differing.amount.map_or_else(String::new, |amount| self.product.in_unit(amount))
    }
}

impl FormPage {
    fn action(&self) -> String {
        self.product.as_ref().map_or_else(|| "/products".to_owned(), |product| format!("/products/{}", product.id))
    }

    fn back(&self) -> String {
        self.action()
    }

    fn title(&self) -> String {
        match (&self.product, &self.copied) {
            (Some(product), _) => product.name.clone(),
            (None, Some(copied)) => format!("Copy of {copied}"),
            (None, None) => "Add product".to_owned(),
        }
    }

    /// All that the form shows of a product that exists, to be told what changed meanwhile.
    fn seen(&self) -> Result<String> {
        Ok(serde_json::to_string(&self.values)?)
    }

    /// What a field shows first.
    fn value(&self, name: &str) -> String {
        self.values.iter().find(|(field, _)| *field == name).map_or_else(String::new, |(_, value)| value.clone())
    }

    fn types(&self) -> Vec<(String, String)> {
        let sold = RETAIL_TYPES.iter().map(|(number, words)| (number.to_string(), (*words).to_owned()));
        sold.chain(BULK_TYPES.iter().map(|(number, words)| (number.to_string(), format!("{words} (bulk)")))).collect()
    }

    fn is_alternate(&self, route: &Route) -> bool {
        pairs(&self.values).iter().any(|(field, value)| field == "alternate_routes" && value == route.as_str())
    }

    fn on_register(&self) -> bool {
        !self.value("on_register").is_empty()
    }
}

//! The columns of a product: the fields of its form, the columns of its spreadsheet and the cells of a preview are the same list.

use super::model::{BULK_TYPES, Goods, Product, RETAIL_TYPES};
use crate::db::Conn;
use crate::error::Result;
use crate::event::{Category, Picture, Watched};
use crate::values::{Amount, LocationId, OrderType, ProductId, Route};

/// A cell that empties what it stands for: an empty cell says nothing.
pub const CLEAR: &str = "Clear";

/// One column: its field in the form, and its heading in a spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub field: &'static str,
    pub heading: &'static str,
}

const fn column(field: &'static str, heading: &'static str) -> Column {
    Column { field, heading }
}

/// In the order of the spreadsheet; the SKU says which product a row is about.
pub const COLUMNS: [Column; 34] = [
    column("sku", "SKU"),
    column("name", "Name"),
    column("goods", "Goods"),
    column("category", "Category"),
    column("brand", "Brand"),
    column("vendor", "Vendor"),
    column("strain", "Strain"),
    column("tags", "Tags"),
    column("inventory_type", "External category"),
    column("order_type", "Order type"),
    column("route", "Route"),
    column("alternate_routes", "Other routes"),
    column("posted_amount", "Takes from the order"),
    column("size", "Size"),
    column("volume", "Volume"),
    column("flavor", "Flavor"),
    column("ratio", "THC:CBD ratio"),
    column("servings", "Servings"),
    column("serving_amount", "mg THC a serving"),
    column("thc_content", "mg THC"),
    column("cbd_content", "mg CBD"),
    column("net_weight", "Net weight g"),
    column("price", "Price"),
    column("cost", "Cost"),
    column("expiration_days", "Expires after days"),
    column("low_threshold", "Low below"),
    column("most_per_sale", "Most per sale"),
    column("upc", "UPC"),
    column("external_id", "External id"),
    column("state_name", "State's name"),
    column("on_register", "On the register"),
    column("description", "Description"),
    column("ingredients", "Ingredients"),
    column("allergens", "Allergens"),
];

impl Column {
    /// By its heading, however it is cased.
    pub fn headed(heading: &str) -> Option<Self> {
        COLUMNS.into_iter().find(|column| column.heading.eq_ignore_ascii_case(heading.trim()))
    }

    pub fn of_field(field: &str) -> Option<Self> {
        COLUMNS.into_iter().find(|column| column.field == field)
    }

    /// What the form's field holds for this product.
    pub fn value(self, product: &Product) -> String {
        let whole = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
        let amount = |amount: Option<Amount>| amount.map_or_else(String::new, |amount| amount.to_string());
        match self.field {
            "sku" => product.sku.clone(),
            "name" => product.name.clone(),
            "goods" => product.goods.as_str().to_owned(),
            "category" => product.category.clone(),
            "brand" => product.brand.clone(),
            "vendor" => product.vendor.clone(),
            "strain" => product.strain.clone(),
            "tags" => product.tags.clone(),
            "inventory_type" => whole(product.inventory_type),
            "order_type" => product.order_type.map_or("", |order_type| order_type.as_str()).to_owned(),
            "route" => product.route.map_or("", |route| route.as_str()).to_owned(),
            "alternate_routes" => product.alternate_routes.clone(),
            "posted_amount" => {
                product.order_type.map_or_else(String::new, |kind| product.posted_amount.with_unit_decimals(kind.unit()))
            }
            "size" => product.size.clone(),
            "volume" => product.volume.clone(),
            "flavor" => product.flavor.clone(),
            "ratio" => product.thc_cbd_ratio.clone(),
            "servings" => whole(product.servings),
            "serving_amount" => amount(product.serving_amount),
            "thc_content" => amount(product.thc_content),
            "cbd_content" => amount(product.cbd_content),
            "net_weight" => amount(product.net_weight),
            "price" => product.price_cents.plain(),
            "cost" => product.cost_cents.map_or_else(String::new, |cost| cost.plain()),
            "expiration_days" => whole(product.expiration_days),
            "low_threshold" => whole(product.low_threshold),
            "most_per_sale" => whole(product.most_per_sale),
            "upc" => product.upc.clone(),
            "external_id" => product.external_id.clone(),
            "state_name" => product.state_name.clone().unwrap_or_default(),
            "on_register" => if product.on_register { "1" } else { "" }.to_owned(),
            "description" => product.description.clone(),
            "ingredients" => product.ingredients.clone(),
            _ => product.allergens.clone(),
        }
    }

    /// The field's value in the words of a spreadsheet.
    pub fn words(self, value: &str) -> String {
        match self.field {
            "on_register" => if value.is_empty() { "No" } else { "Yes" }.to_owned(),
            "alternate_routes" => value.split_whitespace().map(|word| self.word(word)).collect::<Vec<_>>().join(", "),
            _ => self.word(value),
        }
    }

    /// [`Column::words`], where what is really called `Clear` is not taken for the order to empty it.
    pub fn exported(self, value: &str) -> String {
        let words = self.words(value);
        if words.eq_ignore_ascii_case(CLEAR) { format!("'{words}") } else { words }
    }

    /// A cell without what [`Column::exported`] put before it.
    pub fn unguarded(self, cell: &str) -> &str {
        cell.strip_prefix('\'').filter(|word| word.eq_ignore_ascii_case(CLEAR)).unwrap_or(cell)
    }

    fn word(self, value: &str) -> String {
        let choices = self.choices();
        choices.into_iter().find(|(code, _)| code == value).map_or_else(|| value.to_owned(), |(_, words)| words.to_owned())
    }

    /// What a cell says, as the form would send it: `Smoking` becomes `smoking`.
    pub fn typed(self, cell: &str) -> String {
        match self.field {
            "on_register" => match cell.to_lowercase().as_str() {
                "yes" | "y" | "1" | "true" => "1".to_owned(),
                "no" | "n" | "0" | "false" => String::new(),
                _ => cell.to_owned(),
            },
            "alternate_routes" => {
                cell.split([',', ';']).map(|word| self.code(word.trim())).collect::<Vec<_>>().join(" ").trim().to_owned()
            }
            "sku" => cell.to_uppercase(),
            _ => self.code(cell),
        }
    }

    fn code(self, cell: &str) -> String {
        let choices = self.choices();
        let same = |(code, words): &(String, &str)| code.eq_ignore_ascii_case(cell) || words.eq_ignore_ascii_case(cell);
        choices.into_iter().find(same).map_or_else(|| cell.to_owned(), |(code, _)| code)
    }

    /// The only values it may have, with their words; empty: any.
    pub fn choices(self) -> Vec<(String, &'static str)> {
        let words = |code: &'static str, label: &'static str| (code.to_owned(), label);
        match self.field {
            "goods" => Goods::ALL.iter().map(|one| words(one.as_str(), one.label())).collect(),
            "order_type" => OrderType::ALL.iter().map(|one| words(one.as_str(), one.label())).collect(),
            "route" | "alternate_routes" => Route::ALL.iter().map(|one| words(one.as_str(), one.label())).collect(),
            "inventory_type" => {
                RETAIL_TYPES.iter().chain(&BULK_TYPES).map(|(number, label)| (number.to_string(), *label)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Every field of the form, with what it holds for this product.
pub fn values(product: &Product) -> Vec<(&'static str, String)> {
    COLUMNS.into_iter().map(|column| (column.field, column.value(product))).collect()
}

/// As a form sends them: a box for each route.
pub fn pairs(values: &[(&'static str, String)]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (field, value) in values {
        if *field == "alternate_routes" {
            pairs.extend(value.split_whitespace().map(|route| ((*field).to_owned(), route.to_owned())));
        } else {
            pairs.push(((*field).to_owned(), value.clone()));
        }
    }
    pairs
}

/// The columns are what is watched, as a spreadsheet shows them.
impl Watched for Product {
    const CATEGORY: Category = Category::Products;
    type Id = ProductId;

    fn picture(conn: &mut Conn, _: LocationId, id: &ProductId) -> Result<Picture> {
        let product = Self::find(conn, *id)?;
        let picture = Picture::of(id, format!("{} ({})", product.name, product.sku));
        let picture = COLUMNS
            .into_iter()
            .fold(picture, |picture, column| picture.with(column.heading, column.words(&column.value(&product))));
        Ok(picture.yes("Offered", product.active).gone(!product.active))
    }
}

//! `/inventory/supplies`: devices and merchandise by product and room, and the page of each product.

use super::filter::{Filter, URL};
use super::history::{SupplyMove, Told};
use super::model::{Shelf, SupplyLine};
use crate::features::products::Product;
use crate::features::rooms::Room;
use crate::values::{Cents, Goods, ProductId};
use crate::web::paging::PAGE_AND_ONE;
use crate::web::prelude::*;
use crate::web::query::Chip;

#[derive(Template)]
#[template(path = "supplies/index.html", blocks = ["rows"])]
struct Index {
    shell: Shell,
    filter: Filter,
    lines: Paged<SupplyLine>,
    rooms: Vec<Room>,
    may_purchase: bool,
    may_edit: bool,
}

impl Index {
    fn query(&self) -> String {
        self.filter.pairs().query()
    }

    fn chips(&self) -> Vec<Chip> {
        self.filter.chips(&self.rooms)
    }

    fn is_filtered(&self) -> bool {
        !self.filter.pairs().is_empty()
    }

    fn is_chosen(&self, value: &str, option: &str) -> bool {
        value == option
    }

    /// Those that are kept here.
    fn goods(&self) -> Vec<&'static Goods> {
        Goods::ALL.iter().filter(|goods| goods.is_supply()).collect()
    }

    /// As a file: the same filter.
    fn file(&self) -> String {
        format!("{URL}.csv?{}", self.query())
    }
}

/// GET /inventory/supplies
pub async fn index(
    app: Data<App>,
    may: May<may::SeeInventory>,
    ask: Ask,
    shell: Shell,
    asked: Query<Vec<(String, String)>>,
    cursor: Query<Cursor>,
) -> Result<Html> {
    let filter = Filter::of(&Fields::of(&asked));
    let (location, cursor, wanted) = (may.location, cursor.into_inner(), filter.clone());
    let (lines, rooms) = app
        .read(move |conn| {
            let rows = SupplyLine::listed(conn, location, &wanted, &cursor, PAGE_AND_ONE)?;
            Ok((Paged::new(rows, &cursor, SupplyLine::key), Room::all(conn, location)?))
        })
        .await?;
    let (may_purchase, may_edit) = (may.may::<may::Purchase>(), may.may::<may::EditSupplies>());
    let index = Index { shell, filter, lines, rooms, may_purchase, may_edit };
    if ask.wants("rows") { fragment(index.as_rows()) } else { page(index) }
}

#[derive(Template)]
#[template(path = "supplies/show.html")]
struct Show {
    shell: Shell,
    product: Product,
    shelf: Shelf,
    moves: Paged<Told>,
    may_edit: bool,
    may_see_products: bool,
    may_see_purchases: bool,
}

impl Show {
    fn cost(&self) -> Option<Cents> {
        self.shelf.last_cost.or(self.product.cost_cents)
    }

    fn value(&self) -> Option<Cents> {
        self.cost().map(|cost| cost.times(self.shelf.balance().on_hand.whole().unwrap_or_default()))
    }

    fn url(&self) -> String {
        format!("{URL}/{}", self.product.id)
    }
}

/// GET /inventory/supplies/{id}
pub async fn show(
    app: Data<App>,
    may: May<may::SeeInventory>,
    id: Path<String>,
    cursor: Query<Cursor>,
    shell: Shell,
) -> Result<Html> {
    let (location, id, cursor) = (may.location, readable(&id)?, cursor.into_inner());
    let (product, shelf, moves) = app
        .read(move |conn| {
            let product = supply(conn, id)?;
            let rows = SupplyMove::of_product(conn, location, id, &cursor)?;
            let moves = Paged::new(rows, &cursor, |told| told.line.id.to_string());
            Ok((product, Shelf::of(conn, location, id)?, moves))
        })
        .await?;
    let (may_edit, may_see_products) = (may.may::<may::EditSupplies>(), may.may::<may::SeeProducts>());
    page(Show { shell, product, shelf, moves, may_edit, may_see_products, may_see_purchases: may.may::<may::SeeReceiving>() })
}

/// A product that is kept here; cannabis is kept as packages, and is not found.
pub fn supply(conn: &mut crate::db::Conn, id: ProductId) -> Result<Product> {
    let product = Product::find(conn, id)?;
    if product.goods.is_supply() { Ok(product) } else { not_found() }
}

/// The id in an address; what is none leads nowhere.
pub fn readable(id: &str) -> Result<ProductId> {
    match id.parse() {
        Ok(id) => Ok(id),
        Err(_) => not_found(),
    }
}

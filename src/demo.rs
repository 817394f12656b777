//! The demonstration world's shop: people, catalog and rooms that fit the sandbox's own world (`sandbox/world`). Loaded once, on the
//! first start, when nothing real is reported. Its hours never close, so that it works at any hour.

use crate::app::App;
use crate::features::products::{Goods, NewProduct};
use crate::may::Role;
use crate::setup::{FirstBooks, FirstPurchase, Person, new_location};
use crate::start::NotAllowed;
use crate::values::{Amount, Cents, License, OrderType, Quantity, Route};

/// The company in the sandbox's world, and its sign-in to the state's interface.
pub const UBI: &str = "600000100";
pub const STATE_USER: &str = "lotbook@demo.example";
pub const STATE_PASSWORD: &str = "demo-state-password";

/// [`UBI`], [`STATE_USER`] and [`STATE_PASSWORD`].
pub fn sign_in() -> [String; 3] {
    [UBI, STATE_USER, STATE_PASSWORD].map(str::to_owned)
}

const LICENSE: &str = "MMTC-2019-0016-R1";
/// Everybody's, in the demonstration only.
pub const PASSWORD: &str = crate::features::sign_in::DEMONSTRATION_PASSWORD;
/// The managers' and budtenders', in the demonstration only.
pub const PIN: &str = crate::features::pins::DEMONSTRATION_PIN;

/// Login ID, name, role. Bea is registered as `Bea.Budtender@…`: by case alone she may not sell.
pub const PEOPLE: [(&str, &str, Role); 8] = [
    ("maria.manager@demo.example", "Maria Alvarez", Role::Manager),
    ("ben.budtender@demo.example", "Ben Carter", Role::Budtender),
    ("bea.budtender@demo.example", "Bea Novak", Role::Budtender),
    ("ines.inventory@demo.example", "Ines Duarte", Role::Inventory),
    ("carla.compliance@demo.example", "Carla Weiss", Role::Compliance),
    ("dan.driver@demo.example", "Dan Oyelaran", Role::Driver),
    ("alex.admin@demo.example", "Alex Kim", Role::Admin),
    ("audrey.auditor@demo.example", "Audrey Blanc", Role::Auditor),
];

/// What the demonstration sells: state's name, SKU, category, inventory type, order type, route, posted thousandths, price in cents.
type Entry = (&'static str, &'static str, &'static str, i64, OrderType, Route, i64, i64);

const CATALOG: [Entry; 11] = [
    ("Blue Dream 3.5 g", "FLW-BD-35", "Flower", 28, OrderType::Smoking, Route::Smoking, 125, 4000),
    ("Northern Lights 3.5 g", "FLW-NL-35", "Flower", 28, OrderType::Smoking, Route::Smoking, 123, 3800),
    ("Sour Diesel Pre-Roll 1 g", "PRE-SD-10", "Pre-rolls", 28, OrderType::Smoking, Route::Smoking, 35, 1200),
    ("Sunset Sherbet Cartridge 0.5 g", "VAP-SS-05", "Vape", 24, OrderType::Medical, Route::Inhalation, 400_000, 4500),
    ("Granddaddy Purple Live Rosin 1 g", "CON-GP-10", "Concentrate", 24, OrderType::Medical, Route::Inhalation, 700_000, 6000),
    ("Mango Gummies 100 mg", "EDI-MG-100", "Edibles", 22, OrderType::Medical, Route::Edible, 100_000, 2200),
    ("Calm Capsules 100 mg", "CAP-CC-100", "Capsules", 34, OrderType::Medical, Route::Oral, 100_000, 2800),
    ("Clear Day Tincture 300 mg", "TIN-CD-300", "Tinctures", 35, OrderType::Medical, Route::Sublingual, 300_000, 4000),
    ("Relief Balm 200 mg", "TOP-RB-200", "Topicals", 25, OrderType::Medical, Route::Topical, 200_000, 3500),
    ("Ease Suppositories 100 mg", "SUP-ES-100", "Suppositories", 37, OrderType::Medical, Route::Suppository, 100_000, 3200),
    ("Charlotte Oil 250 mg CBD", "TIN-CO-250", "Tinctures", 35, OrderType::LowThc, Route::Sublingual, 250_000, 3000),
];

/// Goods that the state gives no identifier: name, SKU, category, what they are, price and cost in cents, how many.
type Supply = (&'static str, &'static str, &'static str, Goods, i64, i64, i64);

const SUPPLIES: [Supply; 4] = [
    ("Slim Battery 510", "DEV-SB-510", "Delivery devices", Goods::Device, 2400, 900, 24),
    ("Tabletop Vaporizer", "DEV-TV-1", "Delivery devices", Goods::Device, 14_900, 8200, 4),
    ("Lotbook Cap", "MER-CAP", "Merchandise", Goods::Merchandise, 2200, 700, 12),
    ("Rolling Tray", "MER-TRAY", "Merchandise", Goods::Merchandise, 1500, 450, 30),
];

/// Loads it. Of what the state knows the shelves are empty: four shipments wait for whoever opens *Receive inventory*.
pub async fn load(app: &App) -> anyhow::Result<()> {
    let license: License = LICENSE.parse()?;
    let of_state = app.biotrack.licenses().await;
    if of_state.is_ok_and(|licenses| !licenses.contains(&license)) {
        let words = "set LOTBOOK_DEMO=0, and LOTBOOK_ADMIN_LOGIN and LOTBOOK_ADMIN_PASSWORD for the first admin";
        return Err(
            NotAllowed(format!("the state has no rooms of ours at {LICENSE}, where the demonstration is; {words}")).into()
        );
    }
    let mut shop = new_location(license);
    shop.name = "Lotbook Demo Dispensary".into();
    shop.address = "120 Example Street, Tallahassee, FL 32301".into();
    shop.phone = "(850) 555-0100".into();
    shop.opens_minute = 0;
    shop.closes_minute = 0;
    shop.schedule_returns = Some(4);
    shop.law_hours = false;
    shop.receipt_footer = "Keep out of reach of children and pets. For the patient named on the label only.".into();
    let mut books = FirstBooks::default();
    let location = books.add_location(app, shop).await?;
    for (login, name, role) in PEOPLE {
        let pin = matches!(role, Role::Manager | Role::Budtender).then(|| PIN.to_owned());
        let person = Person { name: name.into(), login: login.into(), role, password: PASSWORD.into(), pin };
        books.add_person(app, location, person).await?;
    }
    CATALOG.iter().map(product).for_each(|product| books.add_product(product));
    books.add_purchase(FirstPurchase {
        location,
        vendor: "Suncoast Supply".into(),
        invoice_number: "SC-1001".into(),
        goods: SUPPLIES.iter().map(supply).collect(),
    });
    books.write(app).await
}

fn supply(&(name, sku, category, goods, price, cost, count): &Supply) -> (NewProduct, Quantity, Cents) {
    let product = NewProduct {
        category: category.into(),
        vendor: "Suncoast Supply".into(),
        price_cents: Cents(price),
        cost_cents: Some(Cents(cost)),
        ..NewProduct::named(name, sku, goods)
    };
    (product, Quantity::units(count), Cents(cost))
}

fn product(&(name, sku, category, inventory_type, order_type, route, posted, price): &Entry) -> NewProduct {
    let is_edible = route == Route::Edible;
    NewProduct {
        category: category.into(),
        brand: "Lotbook Demo".into(),
        inventory_type: Some(inventory_type),
        order_type: Some(order_type),
        route: Some(route),
        posted_amount: Amount(posted),
        servings: is_edible.then_some(10),
        serving_amount: is_edible.then_some(Amount(10_000)),
        price_cents: Cents(price),
        state_name: Some(name.into()),
        ..NewProduct::named(name, sku, Goods::Cannabis)
    }
}

/// For the terminal, at start.
pub fn print_sign_ins() {
    println!("demonstration sign-ins (password for all: {PASSWORD}; PIN of managers and budtenders: {PIN})");
    for (login, _, role) in PEOPLE {
        println!("  {:<12}{login}", role.label());
    }
}

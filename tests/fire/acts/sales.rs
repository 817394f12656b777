//! At the register, and voids of what was sold there.

use crate::browser::{Lost, Outcome, Page, Person};
use crate::stage::Stage;

/// Devices and merchandise: tickets are mixed, and some have nothing that the state is told.
const SUPPLIES: [&str; 4] = ["DEV-SB-510", "DEV-TV-1", "MER-CAP", "MER-TRAY"];

/// The page of a ticket ends with its id; the list links to its corrections too.
fn tickets(list: &Page) -> Vec<String> {
    list.links("/sales/", "").into_iter().filter(|path| path.len() == "/sales/".len() + 36).collect()
}

pub async fn sell(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let mut till = person.get("/register").await?;
    if let Some(opening) = till.form("/register/carts", "/carts") {
        let Some(card) = person.chance.pick(&stage.cards).cloned() else { return Ok(Outcome::Nothing) };
        person.submit(&opening.set("card_id", &card), "/register").await?;
        till = person.get("/register").await?;
    }
    let filled = till.has("form[action$='/removals']");
    let scans = if filled && person.chance.percent(70) { 0 } else { person.chance.between(1, 3) };
    for _ in 0..scans {
        let Some(scan) = till.form("/register/carts/", "/lines") else { return Ok(Outcome::Nothing) };
        let supply = person.chance.percent(12);
        let code = if supply {
            person.chance.pick(&SUPPLIES).map(|sku| (*sku).to_owned())
        } else {
            stage.any_barcode(&mut person.chance)
        };
        let Some(code) = code else { return Ok(Outcome::Nothing) };
        person.submit(&scan.set("code", &code), "/register").await?;
        till = person.get("/register").await?;
    }
    if person.chance.percent(5)
        && let Some(cancel) = till.form("/register/carts/", "/cancellations")
    {
        return person.submit(&cancel, "/register").await.map(|_| Outcome::Nothing);
    }
    // The registry may be silent: the cart stays for the next try.
    let Some(selling) = person.get("/register/tender").await?.form("/register/carts/", "/sales") else {
        return Ok(Outcome::Nothing);
    };
    let outcome = person.submit(&selling.set("id_checked", "on"), "/sales/").await?;
    if outcome != Outcome::Done && person.chance.percent(20) {
        stage.sales.fill(tickets(&person.get("/sales").await?));
    }
    Ok(outcome)
}

pub async fn void(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let sale = match stage.sales.draw(&mut person.chance) {
        Some(sale) => sale,
        None => {
            stage.sales.fill(tickets(&person.get("/sales").await?));
            return Ok(Outcome::Nothing);
        }
    };
    let sale = sale.split('?').next().unwrap_or_default().to_owned();
    let page = person.get(&format!("{sale}/voids/new")).await?;
    let Some(form) = page.form(&sale, "/voids") else { return Ok(Outcome::Nothing) };
    person.submit(&form.set("reason", "rung up under fire"), &sale).await
}

/// One unit of a ticket's first line comes back, mostly to stock.
pub async fn take_back(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some(sale) = stage.sales.draw(&mut person.chance) else {
        stage.sales.fill(tickets(&person.get("/sales").await?));
        return Ok(Outcome::Nothing);
    };
    let sale = sale.split('?').next().unwrap_or_default().to_owned();
    let page = person.get(&format!("{sale}/returns/new")).await?;
    let Some(mut form) = page.form(&sale, "/returns") else { return Ok(Outcome::Nothing) };
    let Some(quantity) = form.named("quantity-").into_iter().next() else { return Ok(Outcome::Nothing) };
    let goods = if person.chance.percent(70) { "stock" } else { "gone" };
    form = form.set(&quantity, "1").set(&quantity.replace("quantity-", "goods-"), goods);
    form = form.set("left_store", "yes").set("refund", "cash").set("reason", "brought back under fire");
    person.submit(&form, &sale).await
}

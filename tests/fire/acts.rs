//! Everything the clerks do. A new kind of act is a function, and a line in [`ACTS`].

use super::browser::{Form, Lost, Outcome, Page, Person};
use super::stage::Stage;
use std::collections::BTreeMap;
use std::pin::Pin;

type Doing<'a> = Pin<Box<dyn Future<Output = Result<Outcome, Lost>> + Send + 'a>>;

/// One kind of act: how often, and how it is done by the pages.
pub struct Act {
    pub name: &'static str,
    pub weight: u64,
    pub run: for<'a> fn(&'a mut Person, &'a Stage) -> Doing<'a>,
}

macro_rules! acts {
    ($($name:ident $weight:literal;)+) => {
        pub const ACTS: &[Act] = &[$(Act { name: stringify!($name), weight: $weight, run: |person, stage| Box::pin($name(person, stage)) }),+];
    };
}

acts! {
    sell 40;
    void 8;
    receive 10;
    move_package 12;
    adjust 10;
    schedule 6;
    undo 4;
    complete 5;
    add_driver 3;
    change_driver 3;
    retire_driver 2;
    add_vehicle 3;
    change_vehicle 3;
    retire_vehicle 2;
    read_lab 3;
}

/// Does one act, drawn by weight.
pub async fn any(person: &mut Person, stage: &Stage) -> (&'static str, Outcome) {
    let mut drawn = person.chance.between(1, ACTS.iter().map(|act| act.weight).sum());
    let act = ACTS.iter().find(|act| {
        let hit = drawn <= act.weight;
        drawn = drawn.saturating_sub(act.weight);
        hit
    });
    let act = act.unwrap_or(&ACTS[0]);
    let outcome = (act.run)(person, stage).await.unwrap_or_else(|Lost(why)| {
        person.words.push(format!("{} got no answer: {why}", act.name));
        Outcome::Lost
    });
    (act.name, outcome)
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
        let Some(barcode) = stage.any_barcode(&mut person.chance) else { return Ok(Outcome::Nothing) };
        person.submit(&scan.set("code", &barcode), "/register").await?;
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
        stage.sales.fill(person.get("/sales").await?.links("/sales/", ""));
    }
    Ok(outcome)
}

async fn void(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let sale = match stage.sales.draw(&mut person.chance) {
        Some(sale) => sale,
        None => {
            stage.sales.fill(person.get("/sales").await?.links("/sales/", ""));
            return Ok(Outcome::Nothing);
        }
    };
    let sale = sale.split('?').next().unwrap_or_default().to_owned();
    let page = person.get(&format!("{sale}/voids/new")).await?;
    let Some(form) = page.form(&sale, "/voids") else { return Ok(Outcome::Nothing) };
    person.submit(&form.set("reason", "rung up under fire"), &sale).await
}

async fn receive(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let list = person.get("/receiving").await?;
    // What is still to be received has a button beside its name; what was received has the name alone.
    let mut named = BTreeMap::<String, usize>::new();
    list.links("/receiving/", "").into_iter().for_each(|path| *named.entry(path).or_default() += 1);
    let manifests: Vec<String> = named.into_iter().filter(|(_, links)| *links > 1).map(|(path, _)| path).collect();
    if manifests.len() < 8 && person.chance.percent(50) {
        stage.ship(&mut person.chance).await;
        if let Some(pull) = list.form("/receiving/pulls", "") {
            person.submit(&pull, "/receiving").await?;
        }
    }
    let Some(manifest) = person.chance.pick(&manifests).cloned() else { return Ok(Outcome::Nothing) };
    receive_one(person, stage, &manifest).await
}

/// Confirms the arrival, then takes all, a part or nothing of it.
pub async fn receive_one(person: &mut Person, stage: &Stage, manifest: &str) -> Result<Outcome, Lost> {
    let mut page = person.get(manifest).await?;
    if let Some(arrival) = page.form(manifest, "/arrivals") {
        let outcome = person.submit(&arrival, manifest).await?;
        if outcome != Outcome::Done {
            return Ok(outcome);
        }
        page = person.get(manifest).await?;
    }
    let Some(draft) = page.form(manifest, "/drafts") else { return Ok(Outcome::Nothing) };
    let draft = match person.chance.between(0, 9) {
        0 => draft.set("reject_reason", "Wrong shop").set("all", "reject"),
        1..=3 => in_part(person, draft),
        _ => draft.set("all", "accept"),
    };
    let Some(confirm) = person.submit_for_page(&draft).await? else { return Ok(Outcome::Refused) };
    let Some(receipt) = confirm.form(manifest, "/receipts") else { return Ok(Outcome::Refused) };
    let outcome = person.submit(&receipt, manifest).await?;
    stage.received(manifest);
    Ok(outcome)
}

fn in_part(person: &mut Person, draft: Form) -> Form {
    draft.named("accepted-").into_iter().fold(draft, |draft, field| {
        if person.chance.percent(50) {
            return draft;
        }
        let left = if person.chance.percent(30) { 0 } else { person.chance.between(1, 60) };
        draft.set(&field, &left.to_string()).set(&field.replace("accepted-", "reason-"), "crushed on the way")
    })
}

/// The page of a package: its number is drawn, its address found by the search.
async fn package(person: &mut Person, stage: &Stage) -> Result<Option<String>, Lost> {
    let Some(barcode) = stage.any_barcode(&mut person.chance) else { return Ok(None) };
    if let Some(path) = stage.path_of(&barcode) {
        return Ok(Some(path));
    }
    let list = person.get(&format!("/inventory?q={barcode}&zero_quantity=1")).await?;
    // The page of a package ends with its id; the list links to other pages too.
    let path = list.links("/inventory/", "").into_iter().find(|path| path.len() == "/inventory/".len() + 36);
    if let Some(path) = &path {
        stage.is_at(&barcode, path);
    }
    Ok(path)
}

async fn move_package(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some(package) = package(person, stage).await? else { return Ok(Outcome::Nothing) };
    let page = person.get(&format!("{package}/moves/new")).await?;
    let Some(form) = page.form(&package, "/moves") else { return Ok(Outcome::Nothing) };
    let rooms = page.options("room");
    let floor =
        rooms.iter().find(|(_, name)| name.to_lowercase().contains("sales")).filter(|_| person.chance.percent(60)).cloned();
    let Some((room, _)) = floor.or_else(|| person.chance.pick(&rooms).cloned()) else { return Ok(Outcome::Nothing) };
    person.submit(&form.set("room", &room), "/inventory").await
}

async fn adjust(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some(package) = package(person, stage).await? else { return Ok(Outcome::Nothing) };
    let page = person.get(&format!("{package}/adjustments/new")).await?;
    let Some(form) = page.form(&package, "/adjustments") else { return Ok(Outcome::Nothing) };
    let Some((reason, _)) = person.chance.pick(&page.options("reason")).cloned() else { return Ok(Outcome::Nothing) };
    let counted = person.chance.between(20, 160).to_string();
    person.submit(&form.set("counted", &counted).set("reason", &reason).set("note", "counted under fire"), "/inventory").await
}

async fn schedule(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some(barcode) = stage.any_barcode(&mut person.chance) else { return Ok(Outcome::Nothing) };
    let page = person.get(&format!("/destructions/new?package={barcode}")).await?;
    let Some(form) = page.form("/destructions", "/destructions") else { return Ok(Outcome::Nothing) };
    let Some((reason, _)) = person.chance.pick(&page.options("reason")).cloned() else { return Ok(Outcome::Nothing) };
    person.submit(&form.set("reason", &reason).set("note", "mould"), "/destructions/").await
}

/// One of the destructions that the list of that status shows.
async fn destruction(person: &mut Person, status: &str) -> Result<Option<String>, Lost> {
    let list = person.get(&format!("/destructions?status={status}")).await?;
    let all = list.links("/destructions/", "");
    let path = person.chance.pick(&all).map(|path| path.trim_end_matches("/completions/new").to_owned());
    Ok(path.filter(|path| !path.ends_with("/new")))
}

async fn undo(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    let Some(destruction) = destruction(person, "waiting").await? else { return Ok(Outcome::Nothing) };
    let page = person.get(&destruction).await?;
    let Some(form) = page.form(&destruction, "/undos") else { return Ok(Outcome::Nothing) };
    person.submit(&form, &destruction).await
}

async fn complete(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    let Some(destruction) = destruction(person, "due").await? else { return Ok(Outcome::Nothing) };
    let page = person.get(&format!("{destruction}/completions/new")).await?;
    let Some(form) = page.form(&destruction, "/completions") else { return Ok(Outcome::Nothing) };
    let people = page.options("witness_one");
    let [one, two, ..] = people.as_slice() else { return Ok(Outcome::Nothing) };
    let form = form.set("method", "ground and mixed").set("witness_one", &one.0).set("witness_two", &two.0);
    person.submit(&form, &destruction).await
}

async fn add_driver(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some(form) = person.get("/drivers/new").await?.form("/drivers", "/drivers") else { return Ok(Outcome::Nothing) };
    let number = stage.number();
    let form = form.set("name", &format!("Driver {number}")).set("born_on", "1990-02-01").set("hired_on", "2020-12-23");
    person.submit(&form.set("license_number", &format!("S{number:07}")).set("phone", "850 555 0142"), "/drivers").await
}

async fn change_driver(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some((driver, page)) = edited(person, "/drivers").await? else { return Ok(Outcome::Nothing) };
    let Some(form) = page.form(&driver, &driver) else { return Ok(Outcome::Nothing) };
    person.submit(&form.set("name", &format!("Driver {}", stage.number())), "/drivers").await
}

async fn retire_driver(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    retire(person, "/drivers").await
}

async fn add_vehicle(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some(form) = person.get("/vehicles/new").await?.form("/vehicles", "/vehicles") else { return Ok(Outcome::Nothing) };
    let number = stage.number();
    let form = form.set("nickname", &format!("Van {number}")).set("make", "Ford").set("model", "Transit").set("year", "2019");
    let form = form.set("color", "white").set("plate", &format!("V{number:05}")).set("vin", &format!("1FTBW2CM5KK{number:06}"));
    person.submit(&form, "/vehicles").await
}

async fn change_vehicle(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    let Some((vehicle, page)) = edited(person, "/vehicles").await? else { return Ok(Outcome::Nothing) };
    let Some(form) = page.form(&vehicle, &vehicle) else { return Ok(Outcome::Nothing) };
    let color = person.chance.pick(&["white", "black", "red", "grey"]).copied().unwrap_or("blue");
    person.submit(&form.set("color", color), "/vehicles").await
}

async fn retire_vehicle(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    retire(person, "/vehicles").await
}

/// One of the list that can be changed, and its form's page.
async fn edited(person: &mut Person, list: &str) -> Result<Option<(String, Page)>, Lost> {
    let all = person.get(list).await?.links(&format!("{list}/"), "/edit");
    let Some(edit) = person.chance.pick(&all).cloned() else { return Ok(None) };
    let page = person.get(&edit).await?;
    Ok(Some((edit.trim_end_matches("/edit").to_owned(), page)))
}

async fn retire(person: &mut Person, list: &str) -> Result<Outcome, Lost> {
    let all = person.get(list).await?.links(&format!("{list}/"), "/edit");
    let Some(edit) = person.chance.pick(&all).cloned() else { return Ok(Outcome::Nothing) };
    let path = edit.replace("/edit", "/retirements");
    let Some(form) = person.get(&format!("{path}/new")).await?.form(&path, "") else { return Ok(Outcome::Nothing) };
    person.submit(&form, list).await
}

async fn read_lab(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some(package) = package(person, stage).await? else { return Ok(Outcome::Nothing) };
    let Some(form) = person.get(&package).await?.form(&package, "/lab_readings") else { return Ok(Outcome::Nothing) };
    person.submit(&form, &package).await
}

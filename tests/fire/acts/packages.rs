//! One package, or some of them: moved, counted, split, made into something else.

use crate::browser::{Lost, Outcome, Page, Person};
use crate::stage::Stage;

/// The page of the package with this number, found by the search.
pub async fn package(person: &mut Person, stage: &Stage, barcode: &str) -> Result<Option<String>, Lost> {
    if let Some(path) = stage.path_of(barcode) {
        return Ok(Some(path));
    }
    let list = person.get(&format!("/inventory?q={barcode}&zero_quantity=1")).await?;
    let path = pages_of_packages(&list).into_iter().next();
    if let Some(path) = &path {
        stage.is_at(barcode, path);
    }
    Ok(path)
}

/// The page of a package ends with its id; lists link to other pages too.
pub fn pages_of_packages(page: &Page) -> Vec<String> {
    let links = page.links("/inventory/", "").into_iter();
    links.filter(|path| path.len() == "/inventory/".len() + 36).collect()
}

pub async fn any_package(person: &mut Person, stage: &Stage) -> Result<Option<String>, Lost> {
    match stage.any_package(&mut person.chance) {
        Some(barcode) => package(person, stage, &barcode).await,
        None => Ok(None),
    }
}

/// Mostly a sales floor: otherwise soon nothing is left to sell.
fn room(person: &mut Person, rooms: &[(String, String)]) -> Option<String> {
    let floor = rooms.iter().find(|(_, name)| name.to_lowercase().contains("sales floor"));
    let chosen = floor.filter(|_| person.chance.percent(60)).or_else(|| person.chance.pick(rooms));
    chosen.map(|(room, _)| room.clone())
}

pub async fn move_package(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some(package) = any_package(person, stage).await? else { return Ok(Outcome::Nothing) };
    let page = person.get(&format!("{package}/moves/new")).await?;
    let Some(form) = page.form(&package, "/moves") else { return Ok(Outcome::Nothing) };
    let Some(room) = room(person, &page.options("room")) else { return Ok(Outcome::Nothing) };
    person.submit(&form.set("room", &room), "/inventory").await
}

/// A list is gathered by scanning, one after the other, and goes as a whole.
pub async fn move_by_scanning(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let mut page = person.get("/inventory/moves/new").await?;
    let Some(room) = room(person, &page.options("room")) else { return Ok(Outcome::Nothing) };
    for _ in 0..person.chance.between(2, 5) {
        let Some(form) = page.form("/inventory/moves/scans", "") else { return Ok(Outcome::Nothing) };
        let Some(code) = stage.any_package(&mut person.chance) else { return Ok(Outcome::Nothing) };
        person.submit(&form.set("room", &room).set("code", &code), "/inventory/moves/new").await?;
        page = person.get("/inventory/moves/new").await?;
    }
    let Some(form) = page.form("/inventory/moves/scans", "") else { return Ok(Outcome::Nothing) };
    person.submit(&form.to("/inventory/moves"), "/inventory").await
}

pub async fn adjust(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some(package) = any_package(person, stage).await? else { return Ok(Outcome::Nothing) };
    let page = person.get(&format!("{package}/adjustments/new")).await?;
    let Some(form) = page.form(&package, "/adjustments") else { return Ok(Outcome::Nothing) };
    let Some((reason, _)) = person.chance.pick(&page.options("reason")).cloned() else { return Ok(Outcome::Nothing) };
    // All that is there, or so much more or less: the state is told the sum either way.
    let (how, quantity) = match person.chance.between(0, 3) {
        0 => ("more", person.chance.between(1, 40)),
        1 => ("less", person.chance.between(1, 20)),
        _ => ("counted", person.chance.between(20, 160)),
    };
    let form = form.set("how", how).set("quantity", &quantity.to_string()).set("reason", &reason);
    person.submit(&form.set("note", "counted under fire"), "/inventory").await
}

/// Two or three parts of a package; sometimes they go to another room at once. Their numbers are known to the clerks from then on.
pub async fn sublot(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some(package) = any_package(person, stage).await? else { return Ok(Outcome::Nothing) };
    let page = person.get(&format!("{package}/sublots/new")).await?;
    let Some(mut form) = page.form(&package, "/sublots") else { return Ok(Outcome::Nothing) };
    let parts = person.chance.between(2, 3);
    for row in 1..=5 {
        let part = if row <= parts { person.chance.between(1, 9).to_string() } else { String::new() };
        form = form.set(&format!("quantity-{row}"), &part).set(&format!("labels-{row}"), "0");
    }
    if parts == 3
        && let Some(room) = room(person, &page.options("room"))
    {
        form = form.set("room", &room);
    }
    if person.chance.percent(60) {
        form = form.set("untested", "1");
    }
    let outcome = person.submit(&form, "/inventory").await?;
    if outcome == Outcome::Done {
        stage.made_of(&person.get(&package).await?);
    }
    Ok(outcome)
}

/// The page of a lot of flower.
async fn lot(person: &mut Person, stage: &Stage) -> Result<Option<String>, Lost> {
    match stage.lots.any(&mut person.chance) {
        Some(barcode) => package(person, stage, &barcode).await,
        None => Ok(None),
    }
}

/// Some grams of a lot become packages of 3.5 g, with waste or without.
pub async fn convert(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some(package) = lot(person, stage).await? else { return Ok(Outcome::Nothing) };
    let page = person.get(&format!("{package}/conversions/new")).await?;
    let Some(form) = page.form(&package, "/conversions") else { return Ok(Outcome::Nothing) };
    let Some((becomes, _)) = person.chance.pick(&page.options("becomes")).cloned() else { return Ok(Outcome::Nothing) };
    let made = person.chance.between(1, 5);
    let form = form.set("becomes", &becomes).set("from", &(4 * made).to_string()).set("to", &made.to_string());
    let mut form = form.set("in_each", "3.5").set("waste", if person.chance.percent(50) { "0.5" } else { "" });
    if person.chance.percent(60) {
        form = form.set("as_it_is", "1");
    }
    let outcome = person.submit(&form, "/inventory").await?;
    if matches!(outcome, Outcome::Done | Outcome::Waiting) {
        stage.converted.add(package.clone());
    }
    // Left alone, it can still be taken back.
    if outcome == Outcome::Done && person.chance.percent(30) {
        stage.made_of(&person.get(&package).await?);
    }
    Ok(outcome)
}

/// Of something that was made of a lot; what was touched since stays.
pub async fn undo_conversion(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some(lot) = stage.converted.any(&mut person.chance) else { return Ok(Outcome::Nothing) };
    let mut made = pages_of_packages(&person.get(&lot).await?);
    // The newest were touched least.
    made.drain(..made.len().saturating_sub(4));
    let Some(made) = person.chance.pick(&made).cloned() else { return Ok(Outcome::Nothing) };
    let page = person.get(&format!("{made}/conversion_undos/new")).await?;
    let Some(form) = page.form(&made, "/conversion_undos") else { return Ok(Outcome::Nothing) };
    person.submit(&form, "/inventory").await
}

//! Samples, what laboratories find in them, and what becomes of what failed.

use super::packages::{any_package, pages_of_packages};
use crate::browser::{Lost, Outcome, Person};
use crate::stage::Stage;

/// One of the packages that a part of the worklist shows.
async fn from_worklist(person: &mut Person, which: &str) -> Result<Option<String>, Lost> {
    let all = pages_of_packages(&person.get(&format!("/labs?which={which}")).await?);
    Ok(person.chance.pick(&all).cloned())
}

pub async fn send_sample(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    let Some(package) = from_worklist(person, "none").await? else { return Ok(Outcome::Nothing) };
    let page = person.get(&format!("{package}/samples/new")).await?;
    let Some(form) = page.form(&package, "/samples") else { return Ok(Outcome::Nothing) };
    let Some((lab, _)) = person.chance.pick(&page.options("lab")).cloned() else { return Ok(Outcome::Nothing) };
    let quantity = person.chance.between(1, 3).to_string();
    person.submit(&form.set("lab", &lab).set("quantity", &quantity), &package).await
}

pub async fn void_sample(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    let Some(package) = from_worklist(person, "pending").await? else { return Ok(Outcome::Nothing) };
    let Some(form) = person.get(&package).await?.form(&package, "/voids") else { return Ok(Outcome::Nothing) };
    person.submit(&form, &package).await
}

/// A laboratory has found something, and a clerk reads it. Sometimes what is being sold fails.
pub async fn hear_laboratory(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let of_goods = person.chance.percent(3);
    let package = if of_goods { any_package(person, stage).await? } else { from_worklist(person, "pending").await? };
    let Some(package) = package else { return Ok(Outcome::Nothing) };
    let page = person.get(&package).await?;
    let Some(barcode) = page.code() else { return Ok(Outcome::Nothing) };
    let result = if person.chance.percent(35) && !of_goods { 1 } else { -1 };
    stage.state.lab(&barcode, result).await;
    if result == 1 && person.chance.percent(20) {
        stage.goods.add(barcode);
    }
    let Some(form) = page.form(&package, "/lab_readings") else { return Ok(Outcome::Nothing) };
    person.submit(&form, &package).await
}

pub async fn retest(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    let Some(package) = from_worklist(person, "failed").await? else { return Ok(Outcome::Nothing) };
    let page = person.get(&format!("{package}/retests/new")).await?;
    let Some(form) = page.form(&package, "/retests") else { return Ok(Outcome::Nothing) };
    let Some((lab, _)) = person.chance.pick(&page.options("lab")).cloned() else { return Ok(Outcome::Nothing) };
    let (first, second) = (person.chance.between(1, 3).to_string(), person.chance.between(1, 3).to_string());
    let form = form.set("lab", &lab).set("first_quantity", &first).set("second_quantity", &second);
    person.submit(&form, &package).await
}

pub async fn remediate(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some(package) = from_worklist(person, "failed").await? else { return Ok(Outcome::Nothing) };
    let page = person.get(&format!("{package}/remediations/new")).await?;
    let Some(form) = page.form(&package, "/remediations") else { return Ok(Outcome::Nothing) };
    let note = format!("treated under fire, {}", stage.number());
    person.submit(&form.set("method", "Ozone").set("note", &note), &package).await
}

/// The whole worklist at once.
pub async fn read_all(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    let Some(form) = person.get("/labs?which=pending").await?.form("/labs/readings", "") else { return Ok(Outcome::Nothing) };
    person.submit(&form.set("all", "1"), "/labs").await
}

pub async fn read_lab(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some(package) = any_package(person, stage).await? else { return Ok(Outcome::Nothing) };
    let Some(form) = person.get(&package).await?.form(&package, "/lab_readings") else { return Ok(Outcome::Nothing) };
    person.submit(&form, &package).await
}

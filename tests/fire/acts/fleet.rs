//! Drivers and vehicles.

use crate::browser::{Lost, Outcome, Page, Person};
use crate::stage::Stage;

pub async fn add_driver(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some(form) = person.get("/drivers/new").await?.form("/drivers", "/drivers") else { return Ok(Outcome::Nothing) };
    let number = stage.number();
    let form = form.set("name", &format!("Driver {number}")).set("born_on", "1990-02-01").set("hired_on", "2020-12-23");
    person.submit(&form.set("license_number", &format!("S{number:07}")).set("phone", "850 555 0142"), "/drivers").await
}

pub async fn change_driver(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some((driver, page)) = edited(person, "/drivers").await? else { return Ok(Outcome::Nothing) };
    let Some(form) = page.form(&driver, &driver) else { return Ok(Outcome::Nothing) };
    person.submit(&form.set("name", &format!("Driver {}", stage.number())), "/drivers").await
}

pub async fn retire_driver(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    retire(person, "/drivers").await
}

pub async fn add_vehicle(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some(form) = person.get("/vehicles/new").await?.form("/vehicles", "/vehicles") else { return Ok(Outcome::Nothing) };
    let number = stage.number();
    let form = form.set("nickname", &format!("Van {number}")).set("make", "Ford").set("model", "Transit").set("year", "2019");
    let form = form.set("color", "white").set("plate", &format!("V{number:05}")).set("vin", &format!("1FTBW2CM5KK{number:06}"));
    person.submit(&form, "/vehicles").await
}

pub async fn change_vehicle(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    let Some((vehicle, page)) = edited(person, "/vehicles").await? else { return Ok(Outcome::Nothing) };
    let Some(form) = page.form(&vehicle, &vehicle) else { return Ok(Outcome::Nothing) };
    let color = person.chance.pick(&["white", "black", "red", "grey"]).copied().unwrap_or("blue");
    person.submit(&form.set("color", color), "/vehicles").await
}

pub async fn retire_vehicle(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    retire(person, "/vehicles").await
}

/// One of the list that can be changed, and its form's page.
pub async fn edited(person: &mut Person, list: &str) -> Result<Option<(String, Page)>, Lost> {
    let all = person.get(list).await?.links(&format!("{list}/"), "/edit");
    let Some(edit) = person.chance.pick(&all).cloned() else { return Ok(None) };
    let page = person.get(&edit).await?;
    Ok(Some((edit.trim_end_matches("/edit").to_owned(), page)))
}

pub async fn retire(person: &mut Person, list: &str) -> Result<Outcome, Lost> {
    let all = person.get(list).await?.links(&format!("{list}/"), "/edit");
    let Some(edit) = person.chance.pick(&all).cloned() else { return Ok(Outcome::Nothing) };
    let path = edit.replace("/edit", "/retirements");
    let Some(form) = person.get(&format!("{path}/new")).await?.form(&path, "") else { return Ok(Outcome::Nothing) };
    person.submit(&form, list).await
}

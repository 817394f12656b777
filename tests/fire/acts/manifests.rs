//! What leaves for our own plant: drafted, filed, shipped, and called off again.

use crate::browser::{Lost, Outcome, Page, Person};
use crate::stage::Stage;
use lotbook::values::OutgoingId;

const PLANT: &str = "MMTC-2019-0016-P1";

/// A draft with one package and its crew, filed.
pub async fn file_manifest(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some(manifest) = draft(person, stage).await? else { return Ok(Outcome::Nothing) };
    let page = person.get(&format!("{manifest}/submissions/new")).await?;
    let Some(form) = page.form(&manifest, "/submissions") else { return Ok(Outcome::Nothing) };
    person.submit(&form, &manifest).await
}

async fn draft(person: &mut Person, stage: &Stage) -> Result<Option<String>, Lost> {
    let mut page = person.get("/manifests/new").await?;
    if page.options("facility").is_empty() {
        let known = person.get(&format!("/facilities/new?license={PLANT}")).await?;
        let Some(form) = known.form("/facilities", "/facilities") else { return Ok(None) };
        person.submit(&form, "/facilities").await?;
        page = person.get("/manifests/new").await?;
    }
    let (Some((plant, _)), Some(form)) = (page.options("facility").first().cloned(), page.form("/manifests", "/manifests"))
    else {
        return Ok(None);
    };
    let title = format!("Fire {}", stage.number());
    let day = (chrono::Utc::now().date_naive() + chrono::TimeDelta::days(3)).to_string();
    let form = form.set("title", &title).set("facility", &plant).set("route", "US-90").set("departs_on", &day);
    let form = form.set("departs_time", "09:00").set("arrives_on", &day).set("arrives_time", "11:00");
    person.submit(&form, "/manifests/").await?;
    let list = person.get("/manifests?status=draft").await?;
    let Some(manifest) = manifests(&list).into_iter().next() else { return Ok(None) };
    let edit = person.get(&format!("{manifest}/edit")).await?;
    let (drivers, vans) = (edit.options("driver"), edit.options("vehicle"));
    let ([(first, _), (second, _), ..], [(van, _), ..]) = (drivers.as_slice(), vans.as_slice()) else { return Ok(None) };
    let Some(form) = edit.form(&manifest, &manifest) else { return Ok(None) };
    let form = form.set("driver", first).set("second_driver", second).set("vehicle", van);
    person.submit(&form, &manifest).await?;
    let page = person.get(&manifest).await?;
    let Some(form) = page.form(&manifest, "/items") else { return Ok(None) };
    let Some(code) = stage.any_barcode(&mut person.chance) else { return Ok(None) };
    let Some(field) = form.named("code-").into_iter().next() else { return Ok(None) };
    person.submit(&form.set(&field, &code), &manifest).await?;
    Ok(Some(manifest))
}

/// The pages of manifests end with their ids.
fn manifests(page: &Page) -> Vec<String> {
    let is_one = |path: &String| path.trim_start_matches("/manifests/").parse::<OutgoingId>().is_ok();
    page.links("/manifests/", "").into_iter().filter(is_one).collect()
}

async fn any_that_is(person: &mut Person, status: &str) -> Result<Option<String>, Lost> {
    let all = manifests(&person.get(&format!("/manifests?status={status}")).await?);
    Ok(person.chance.pick(&all).cloned())
}

pub async fn ship_manifest(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    let Some(manifest) = any_that_is(person, "filed").await? else { return Ok(Outcome::Nothing) };
    let page = person.get(&format!("{manifest}/shipments/new")).await?;
    let Some(form) = page.form(&manifest, "/shipments") else { return Ok(Outcome::Nothing) };
    person.submit(&form, &manifest).await
}

/// Before it left.
pub async fn void_manifest(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    void(person, "filed").await
}

/// After it left: the goods are called back first.
pub async fn recall_shipment(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    void(person, "shipped").await
}

async fn void(person: &mut Person, status: &str) -> Result<Outcome, Lost> {
    let Some(manifest) = any_that_is(person, status).await? else { return Ok(Outcome::Nothing) };
    let page = person.get(&format!("{manifest}/voids/new")).await?;
    let Some(form) = page.form(&manifest, "/voids") else { return Ok(Outcome::Nothing) };
    person.submit(&form.set("void_reason", "called off under fire"), &manifest).await
}

pub async fn void_stop(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    let Some(manifest) = any_that_is(person, "filed").await? else { return Ok(Outcome::Nothing) };
    let page = person.get(&manifest).await?;
    let stop = page.body.split("id=\"stop-").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
    let Some(stop) = stop else { return Ok(Outcome::Nothing) };
    let page = person.get(&format!("{manifest}/stops/{stop}/voids/new")).await?;
    let Some(form) = page.form(&manifest, "/voids") else { return Ok(Outcome::Nothing) };
    person.submit(&form.set("void_reason", "called off under fire"), &manifest).await
}

//! Packages set aside, taken back, destroyed.

use crate::browser::{Lost, Outcome, Person};
use crate::stage::Stage;

/// One package, or several together: all of them or none.
pub async fn schedule(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let several = if person.chance.percent(40) { person.chance.between(2, 4) } else { 1 };
    let codes: Vec<String> = (0..several).filter_map(|_| stage.any_package(&mut person.chance)).collect();
    if codes.is_empty() {
        return Ok(Outcome::Nothing);
    }
    let page = person.get(&format!("/destructions/new?package={}", codes.join("&package="))).await?;
    let Some(form) = page.form("/destructions", "/destructions") else { return Ok(Outcome::Nothing) };
    let Some((reason, _)) = person.chance.pick(&page.options("reason")).cloned() else { return Ok(Outcome::Nothing) };
    person.submit(&form.set("reason", &reason).set("note", "mould"), "/destructions").await
}

/// One of the destructions that the list of that status shows.
pub async fn destruction(person: &mut Person, status: &str) -> Result<Option<String>, Lost> {
    let list = person.get(&format!("/destructions?status={status}")).await?;
    let all = list.links("/destructions/", "");
    let path = person.chance.pick(&all).map(|path| path.trim_end_matches("/completions/new").to_owned());
    Ok(path.filter(|path| !path.ends_with("/new")))
}

pub async fn undo(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    // While its hours run, and when they are over and nobody has destroyed it.
    let state = if person.chance.percent(50) { "waiting" } else { "due" };
    let Some(destruction) = destruction(person, state).await? else { return Ok(Outcome::Nothing) };
    let page = person.get(&format!("{destruction}/undos/new")).await?;
    let Some(form) = page.form(&destruction, "/undos") else { return Ok(Outcome::Nothing) };
    person.submit(&form.set("reason", "scheduled by mistake"), &destruction).await
}

pub async fn complete(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    let Some(destruction) = destruction(person, "due").await? else { return Ok(Outcome::Nothing) };
    let page = person.get(&format!("{destruction}/completions/new")).await?;
    let Some(form) = page.form(&destruction, "/completions") else { return Ok(Outcome::Nothing) };
    let people = page.options("witness_one");
    let [one, two, ..] = people.as_slice() else { return Ok(Outcome::Nothing) };
    let form = form.set("method", "ground and mixed").set("witness_one", &one.0).set("witness_two", &two.0);
    person.submit(&form, &destruction).await
}

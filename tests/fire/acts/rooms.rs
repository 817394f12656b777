//! Rooms of the fire's own, beside those that the shop had before: the sales floor stays what it is.

use crate::browser::{Form, Lost, Outcome, Person};
use crate::stage::Stage;

const KINDS: [&str; 3] = ["sales_floor", "inventory", "quarantine"];

fn described(person: &mut Person, stage: &Stage, form: &Form) -> Form {
    let kind = person.chance.pick(&KINDS).copied().unwrap_or_default();
    form.set("name", &format!("Fire room {}", stage.number())).set("kind", kind)
}

pub async fn add_room(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let list = person.get("/rooms").await?;
    // Enough of them, and the goods lie nowhere together.
    if list.links("/rooms/", "/edit").len() > 14 {
        return Ok(Outcome::Nothing);
    }
    let Some(form) = person.get("/rooms/new").await?.form("/rooms", "/rooms") else { return Ok(Outcome::Nothing) };
    let form = described(person, stage, &form);
    person.submit(&form, "/rooms").await
}

/// One of the fire's own rooms, and the form that changes it.
async fn own(person: &mut Person) -> Result<Option<(String, Form)>, Lost> {
    let own = person.get("/rooms").await?.links_called("Fire room");
    let Some(edit) = person.chance.pick(&own).cloned() else { return Ok(None) };
    let room = edit.trim_end_matches("/edit").to_owned();
    let form = person.get(&edit).await?.form(&room, &room);
    Ok(form.map(|form| (room, form)))
}

pub async fn change_room(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let Some((_, form)) = own(person).await? else { return Ok(Outcome::Nothing) };
    let form = described(person, stage, &form);
    person.submit(&form, "/rooms").await
}

pub async fn retire_room(person: &mut Person, _: &Stage) -> Result<Outcome, Lost> {
    let Some((room, _)) = own(person).await? else { return Ok(Outcome::Nothing) };
    let path = format!("{room}/retirements");
    // Where something lies in it, the page says so instead.
    let Some(form) = person.get(&format!("{path}/new")).await?.form(&path, "") else { return Ok(Outcome::Nothing) };
    person.submit(&form, "/rooms").await
}

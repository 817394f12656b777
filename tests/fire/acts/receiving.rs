//! What arrives: confirmed, and taken wholly, in part or not at all.

use crate::browser::{Form, Lost, Outcome, Person};
use crate::stage::Stage;
use std::collections::BTreeMap;

pub async fn receive(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
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

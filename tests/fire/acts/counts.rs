//! Counts: begun by one, counted by several at once, completed by whoever comes, while everything else goes on.

use crate::browser::{Lost, Outcome, Page, Person};
use crate::stage::Stage;

/// One step of a count that is open, or a new one.
pub async fn count(person: &mut Person, stage: &Stage) -> Result<Outcome, Lost> {
    let open = person.get("/counts").await?.rows_without(&["Completed", "Cancelled"], "/counts/");
    let goes_on = open.len() > 4 || person.chance.percent(80);
    let known = person.chance.pick(&open).filter(|_| goes_on).cloned();
    let Some(path) = known else { return begin(person).await };
    let page = person.get(&path).await?;
    if page.form(&path, "/completions").is_some() {
        return decide(person, &path, &page).await;
    }
    enter_some(person, stage, &path, &page).await?;
    if person.chance.percent(50) {
        return Ok(Outcome::Nothing);
    }
    submit(person, &path).await
}

async fn begin(person: &mut Person) -> Result<Outcome, Lost> {
    let page = person.get("/counts/new").await?;
    let Some(form) = page.form("/counts", "/counts") else { return Ok(Outcome::Nothing) };
    let scope = person.chance.pick(&["room", "room", "brand", "category"]).copied().unwrap_or("room");
    let Some((value, _)) = person.chance.pick(&page.options(scope)).cloned() else { return Ok(Outcome::Nothing) };
    let review = if person.chance.percent(80) { "simple" } else { "advanced" };
    let sight = if person.chance.percent(50) { "open" } else { "blind" };
    let form = form.set(scope, &value).set("review", review).set("expected", sight);
    // Begun is not told to the state: it is nothing yet.
    person.submit(&form, "/counts/").await.map(|_| Outcome::Nothing)
}

async fn enter_some(person: &mut Person, stage: &Stage, path: &str, page: &Page) -> Result<(), Lost> {
    let uncounted = page.codes("uncounted-title");
    for _ in 0..person.chance.between(1, 4) {
        let from_list = person.chance.percent(85).then(|| person.chance.pick(&uncounted).cloned()).flatten();
        let Some(code) = from_list.or_else(|| stage.any_barcode(&mut person.chance)) else { return Ok(()) };
        // Each entry has a form of its own.
        let Some(form) = person.get(path).await?.form(path, "/entries") else { return Ok(()) };
        let counted = person.chance.between(10, 160).to_string();
        let carted = person.chance.pick(&["", "with", "without"]).copied().unwrap_or_default();
        person.submit(&form.set("code", &code).set("counted", &counted).set("in_a_cart", carted), path).await?;
    }
    Ok(())
}

async fn submit(person: &mut Person, path: &str) -> Result<Outcome, Lost> {
    let page = person.get(path).await?;
    let Some(form) = page.form(path, "/submissions") else { return Ok(Outcome::Nothing) };
    // What nobody counted is set to 0 only where it is little.
    let few = page.codes("uncounted-title").len() <= 4 && person.chance.percent(40);
    let outcome = person.submit(&form.set("uncounted", if few { "zero" } else { "leave" }), path).await?;
    if few {
        // Nothing is set to 0 before a second look.
        let page = person.get(&format!("{path}/submissions/new")).await?;
        if let Some(form) = page.form(path, "/submissions") {
            person.submit(&form, path).await?;
        }
    }
    Ok(if outcome == Outcome::Refused { Outcome::Refused } else { Outcome::Nothing })
}

async fn cancel(person: &mut Person, path: &str) -> Result<Outcome, Lost> {
    let page = person.get(&format!("{path}/cancellations/new")).await?;
    let Some(form) = page.form(path, "/cancellations") else { return Ok(Outcome::Nothing) };
    person.submit(&form.set("reason", "begun by mistake"), path).await
}

async fn decide(person: &mut Person, path: &str, page: &Page) -> Result<Outcome, Lost> {
    let (noun, chosen) = match person.chance.between(0, 9) {
        0 => ("/reopenings", None),
        1 => return cancel(person, path).await,
        _ => ("/completions", person.chance.pick(&page.options("reason")).cloned()),
    };
    let Some(mut form) = page.form(path, noun) else { return Ok(Outcome::Nothing) };
    if let Some((reason, _)) = chosen {
        form = form.set("reason", &reason);
    }
    if person.chance.percent(20)
        && let Some(line) = form.named("reason-").first()
    {
        form = form.set(line, "leave");
    }
    person.submit(&form, path).await
}

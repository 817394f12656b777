//! A destruction is completed. It cannot be undone, so it has a page of its own.

use super::closings::Destroy;
use super::line::DestructionLine;
use super::model::{Disposal, Person};
use super::web::readable;
use crate::values::UserId;
use crate::web::prelude::*;
use chrono::NaiveDate;

#[derive(Template)]
#[template(path = "destructions/completion.html")]
struct New {
    shell: Shell,
    filed: DestructionLine,
    people: Vec<Person>,
    today: NaiveDate,
    hours_left: i64,
}

impl New {
    fn witnesses(&self) -> Vec<(UserId, &str)> {
        self.people.iter().filter(|person| person.active).map(|person| (person.id, person.name.as_str())).collect()
    }
}

/// GET /destructions/{id}/completions/new
pub async fn new(app: Data<App>, may: May<may::Destroy>, shell: Shell, id: Path<String>) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let read =
        move |conn: &mut crate::db::Conn| Ok((DestructionLine::find(conn, location, id)?, Person::of_location(conn, location)?));
    let (line, people) = app.read(read).await?;
    let hours_left = line.destruction.hours_left(app.clock.state());
    let today = crate::values::clock::local_date(app.clock.now(), may.zone);
    page(New { shell, filed: line, people, today, hours_left })
}

/// POST /destructions/{id}/completions
pub async fn create(app: Data<App>, may: May<may::Destroy>, id: Path<String>, form: Form) -> Result<Redirect> {
    let id = readable(&id)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let (disposed_on, method, one, two) = fields.done((
        fields.date("disposed_on"),
        fields.text("method", 5..=300),
        fields.choice("witness_one"),
        fields.choice("witness_two"),
    ))?;
    let disposal = Disposal { disposed_on, method, witnesses: [one, two] };
    let destruction = app.file(&may, key, Destroy::new(id, disposal)).await?;
    Ok(see_other(format!("/destructions/{destruction}"))
        .notice("Destroyed, and reported to BioTrack. A photo of the disposal can be added to the record below."))
}

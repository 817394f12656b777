//! The counting is over; what was not counted is said. That it is not there has a page of its own, because stock goes with it.

use super::model::{Count, Uncounted};
use super::records::{Rest, SubmitCount};
use super::web::readable;
use crate::values::{PackageId, Quantity};
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "counts/zero.html")]
struct New {
    shell: Shell,
    count: Count,
    uncounted: Vec<Uncounted>,
    number: i64,
}

impl New {
    /// What the books say of all of them together.
    fn total(&self) -> Quantity {
        self.uncounted.iter().fold(Quantity::ZERO, |sum, one| sum.plus(one.on_hand))
    }
}

/// GET /counts/{id}/submissions/new
pub async fn new(app: Data<App>, may: May<may::Count>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let (count, uncounted) = app
        .read(move |conn| {
            let count = Count::find(conn, location, id)?;
            count.must_be_counting()?;
            count.must_be_few(conn)?;
            let uncounted = count.uncounted(conn)?;
            Ok((count, uncounted))
        })
        .await?;
    let number = i64::try_from(uncounted.len()).unwrap_or(i64::MAX);
    page(New { shell, count, uncounted, number })
}

/// POST /counts/{id}/submissions
pub async fn create(app: Data<App>, may: May<may::Count>, id: Path<String>, form: Form) -> Result<Redirect> {
    let (location, count) = (may.location, readable(&id)?);
    let fields = form.fields();
    let key = fields.form_key()?;
    let uncounted = app.read(move |conn| Count::find(conn, location, count)?.uncounted_number(conn)).await?;
    let rest = if uncounted == 0 && fields.raw("uncounted").is_empty() { Some(Rest::Leave) } else { fields.choice("uncounted") };
    let (rest, shown) = fields.done((rest, fields.choices::<PackageId>("left")))?;
    if rest == Rest::Zero && !fields.ticked("confirmed") {
        return Ok(see_other(format!("/counts/{count}/submissions/new")));
    }
    app.record(&may, key, SubmitCount { count, rest, shown }).await?;
    Ok(see_other(format!("/counts/{count}")).notice("Submitted. A manager looks at the differences and completes it."))
}

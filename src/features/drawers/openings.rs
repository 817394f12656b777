//! `/drawers/registers/{id}/openings`: a drawer is opened with what is in it.

use super::model::Drawer;
use super::places::{From, back_to, stand};
use super::records::OpenDrawer;
use super::register::Register;
use crate::features::locations::Location;
use crate::values::{Cents, RegisterId, clock};
use crate::web::prelude::*;
use actix_web::{HttpRequest, HttpResponse};

#[derive(Template)]
#[template(path = "drawers/opening.html")]
struct New {
    shell: Shell,
    register: Register,
    /// What the last closing left.
    left: Option<Cents>,
    from: &'static str,
    is_kept: bool,
    /// It is open already.
    drawer: Option<Drawer>,
}

impl New {
    fn opening(&self) -> String {
        self.left.unwrap_or_default().plain()
    }
}

/// GET /drawers/registers/{id}/openings/new
pub async fn new(
    app: Data<App>,
    may: May<may::UseDrawer>,
    id: Path<RegisterId>,
    from: Query<From>,
    shell: Shell,
) -> Result<Html> {
    let (location, id, from) = (may.location, id.into_inner(), from.known());
    let new = app
        .read(move |conn| {
            Ok(New {
                shell,
                register: Register::find(conn, location, id)?,
                left: Drawer::left_in(conn, id)?,
                from,
                is_kept: Location::find(conn, location)?.cash_in_drawers,
                drawer: Drawer::open_of(conn, id)?,
            })
        })
        .await?;
    page(new)
}

/// POST /drawers/registers/{id}/openings: whoever opens a drawer stands at it.
pub async fn create(
    app: Data<App>,
    may: May<may::UseDrawer>,
    id: Path<RegisterId>,
    form: Form,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (register, from) = (id.into_inner(), fields.raw("from").to_owned());
    let opening = fields.done(fields.money("opening"))?;
    let drawer = app.record(&may, key, OpenDrawer { register, opening }).await?;
    let to = if from.is_empty() { format!("/drawers/{drawer}") } else { back_to(&from).to_owned() };
    let today = clock::local_date(app.clock.now(), may.zone);
    stand(see_other(to).notice(format!("The drawer is open, with {opening} in it.")), &request, register, today)
}

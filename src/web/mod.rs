//! Plumbing for handlers; knows no business. A feature's `web.rs` begins with `use crate::web::prelude::*;`.
//!
//! # One screen, from the request to the page
//!
//! ```ignore
//! use crate::web::prelude::*;
//!
//! #[derive(Template)]
//! #[template(path = "drivers/index.html")]
//! struct Index { shell: Shell, drivers: Vec<DriverLine> }
//!
//! /// GET /drivers
//! pub async fn index(app: Data<App>, clerk: May<may::SeeFleet>, shell: Shell) -> Result<Html> {
//!     let location = clerk.location;
//!     let drivers = app.read(move |conn| Driver::listed(conn, location)).await?;
//!     page(Index { shell, drivers })
//! }
//!
//! /// POST /drivers
//! pub async fn create(app: Data<App>, may: May<may::EditFleet>, form: Form) -> Result<Redirect> {
//!     let fields = form.fields();
//!     let key = fields.form_key()?;
//!     let (name, born_on, note) = fields.done((
//!         fields.text("name", 1..=80),
//!         fields.date("born_on"),
//!         fields.optional_text("note", 200),       // Option<Option<String>>: the outer one is "readable"
//!     ))?;
//!     let driver = app.file(&may, key, AddDriver { name, born_on, note }).await?;
//!     Ok(see_other(format!("/drivers/{driver}")).notice("Added, and reported to BioTrack."))
//! }
//! ```
//!
//! * `Shell` is an extractor: the frame around a page (navigation, link health, notice, what was typed before). Take it only where a
//!   page is rendered, because it takes the notice and the kept form out of the session. A template that extends `layout.html` has a
//!   field named `shell`; the macros of `shared/*.html` use it silently.
//! * The template:
//!
//! ```html
//! {% extends "layout.html" %}
//! {% import "shared/forms.html" as forms %}
//! {% import "shared/show.html" as show %}
//! {% block title %}Drivers{% endblock %}
//! {% block main %}
//! {% call show::header("Drivers", "Who may carry orders; each is an employee in BioTrack.") %}
//!   <a class="button primary" href="/drivers/new">Add driver</a>
//! {% endcall %}
//! <form method="post" action="/drivers" class="form">
//!   {{ forms::form_key() }}
//!   {{ forms::text("name", "Name", value=driver.name, help="As on the driving licence.") }}
//!   {{ forms::date("born_on", "Date of birth") }}
//!   {{ forms::choose("role", "Role", Role::ALL, value=driver.role) }}
//!   {% call forms::actions() %}<button class="button primary">Add driver</button>{% endcall %}
//! </form>
//! {% endblock %}
//! ```
//!
//! * A write handler knows nothing of failure: `?` is enough. `problems.rs` keeps what was typed, goes back to the form and shows
//!   what is wrong at the top and beside each field. So every problem names the field exactly as the form does.
//! * There is no `hx-boost`: links and forms are ordinary, one path with and without script. `hx-*` only where it pays (the register's
//!   cart, search-as-you-type, a waiting page): see [`page::Ask`].
//!
//! Middleware, outermost first (`start.rs` registers them in the opposite order): `headers::add`, `away::answer`, `session::layer`,
//! `clerk::recognise`, `problems::answer`, `origin::same_site`, `inspected::read_only`.

pub mod assets;
pub mod away;
pub mod clerk;
pub mod device;
pub mod fields;
pub mod filters;
pub mod forms;
pub mod headers;
pub mod health;
pub mod inspected;
pub mod kept;
mod labels;
pub mod locked;
pub mod nav;
pub mod next;
pub mod origin;
pub mod outage;
pub mod page;
pub mod paging;
#[cfg(test)]
mod pieces;
pub mod problems;
pub mod query;
pub mod session;
pub mod sheets;
pub mod shell;
pub mod spans;
pub mod streams;
pub mod theme;
pub mod uploads;

/// What every `web.rs` of a feature needs.
pub mod prelude {
    pub use super::fields::Fields;
    pub use super::filters;
    pub use super::forms::Form;
    pub use super::page::{Ask, Html, Redirect, fragment, page, see_other};
    pub use super::paging::{Cursor, Paged};
    pub use super::shell::Shell;
    pub use crate::app::App;
    pub use crate::error::{Error, Problems, Result, not_found, rule};
    pub use crate::may::{self, Clerk, May};
    pub use actix_web::web::{Data, Path, Query};
    pub use askama::Template;
}

//! `/inventory/columns`: which columns of the list somebody sees, and in which order.

use super::columns::{ChooseColumns, Column};
use super::filter::Filter;
use super::view::View;
use super::views::shown;
use crate::values::SavedViewId;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "inventory/columns.html")]
struct Edit {
    shell: Shell,
    chosen: Vec<Column>,
    /// Whose columns these are; none: the list's as it usually is.
    view: Option<View>,
    /// The column that was just moved, as `up-room`.
    moved: String,
}

impl Edit {
    /// Those that are not shown, in the order of the alphabet.
    fn others(&self) -> Vec<Column> {
        let mut all: Vec<Column> = Column::ALL.iter().filter(|column| !self.chosen.contains(column)).copied().collect();
        all.sort_by_key(|column| column.label().to_lowercase());
        all
    }

    /// Who moved a column goes on from the same button; at an end of the list, from the other one.
    fn has_focus(&self, way: &str, column: &Column) -> bool {
        let Some((pressed, name)) = self.moved.split_once('-') else { return false };
        let is_end = match pressed {
            "up" => self.chosen.first() == Some(column),
            _ => self.chosen.last() == Some(column),
        };
        name == column.as_str() && (pressed == way) != is_end
    }

    fn back(&self) -> String {
        self.view.as_ref().map_or_else(|| "/inventory".to_owned(), View::address)
    }
}

/// GET /inventory/columns
pub async fn edit(
    app: Data<App>,
    may: May<may::SeeInventory>,
    asked: Query<Vec<(String, String)>>,
    shell: Shell,
) -> Result<Html> {
    let (user, fields) = (may.user, Fields::of(&asked));
    let (filter, moved) = (Filter::of(&fields), fields.raw("moved").to_owned());
    let (view, chosen) = app.read(move |conn| shown(conn, user, &filter)).await?;
    page(Edit { shell, chosen, view, moved })
}

/// POST /inventory/columns
pub async fn update(app: Data<App>, may: May<may::SeeInventory>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (mut names, view) = fields.done((fields.choices::<Column>("column"), fields.optional::<SavedViewId>("view")))?;
    let step = Step::read(&fields);
    if let Some(step) = &step {
        step.take(&mut names);
    }
    app.record(&may, key, ChooseColumns { names, view }).await?;
    let of = view.map(|view| format!("view={view}&")).unwrap_or_default();
    Ok(match (step, view) {
        (Some(step), _) => see_other(format!("/inventory/columns?{of}moved={}-{}", step.way(), step.column)),
        (None, Some(view)) => see_other(format!("/inventory/views/{view}")).notice("This view shows these columns from now on."),
        (None, None) => see_other("/inventory?view=all").notice("Your list shows these columns from now on."),
    })
}

/// One column goes one place up or down.
struct Step {
    is_up: bool,
    column: Column,
}

impl Step {
    fn read(fields: &Fields) -> Option<Self> {
        let pressed = |name: &str, is_up| fields.raw(name).parse().map(|column| Self { is_up, column });
        pressed("up", true).or_else(|_| pressed("down", false)).ok()
    }

    fn way(&self) -> &'static str {
        if self.is_up { "up" } else { "down" }
    }

    fn take(&self, names: &mut [Column]) {
        let Some(place) = names.iter().position(|column| *column == self.column) else { return };
        let other = if self.is_up { place.checked_sub(1) } else { Some(place + 1) };
        if let Some(other) = other.filter(|other| *other < names.len()) {
            names.swap(place, other);
        }
    }
}

//! `/groups`: who may do what, as one table, and the form of each group.

use super::records::{ChangeGroup, CopyGroup};
use crate::may::{Entry, Granted, Group};
use crate::web::prelude::*;
use serde::Deserialize;

/// What somebody looks for in the table.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    q: String,
}

#[derive(Template)]
#[template(path = "groups/index.html")]
struct Index {
    shell: Shell,
    search: Search,
    groups: Vec<(Group, Granted)>,
    may_edit: bool,
}

impl Index {
    /// Those whose name or meaning says what is looked for.
    fn entries(&self) -> Vec<&'static Entry> {
        let wanted = self.search.q.trim().to_lowercase();
        let says = |entry: &&Entry| format!("{} {}", entry.label(), entry.meaning()).to_lowercase().contains(&wanted);
        may::ALL.iter().filter(says).collect()
    }
}

#[derive(Template)]
#[template(path = "groups/new.html")]
struct New {
    shell: Shell,
    groups: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "groups/edit.html")]
struct Edit {
    shell: Shell,
    group: Group,
    granted: Granted,
}

impl Edit {
    fn entries(&self) -> &'static [Entry] {
        may::ALL
    }

    /// Ticked now: as it was sent, when the form came back.
    fn is_ticked(&self, entry: &Entry) -> bool {
        if self.shell.came_back() { self.shell.sent("permission", entry.name) } else { self.granted.has(entry.name) }
    }

    fn is_everybodys(&self, entry: &Entry) -> bool {
        entry.name == <may::ChangePassword as may::Permission>::NAME
    }
}

/// GET /groups
pub async fn index(app: Data<App>, may: May<may::SeeGroups>, shell: Shell, search: Query<Search>) -> Result<Html> {
    let groups = app
        .read(|conn| {
            let all = Group::all(conn)?.into_iter().filter(|group| group.active);
            all.map(|group| Ok((group.clone(), group.granted()?))).collect::<Result<Vec<_>>>()
        })
        .await?;
    let may_edit = may.may::<may::AssignPermissions>();
    page(Index { shell, search: search.into_inner(), groups, may_edit })
}

/// GET /groups/new
pub async fn new(app: Data<App>, _: May<may::AssignPermissions>, shell: Shell) -> Result<Html> {
    let all = app.read(Group::all).await?;
    let groups = all.into_iter().filter(|group| group.active).map(|group| (group.id, group.name)).collect();
    page(New { shell, groups })
}

/// POST /groups
pub async fn create(app: Data<App>, may: May<may::AssignPermissions>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (name, copy_of) = fields.done((fields.text("name", 1..=40), fields.text("copy_of", 1..=40)))?;
    let group = app.record(&may, key, CopyGroup { copy_of, name }).await?;
    Ok(see_other(format!("/groups/{group}/edit")).notice("The group was made. Nobody is in it yet: tick what it may do."))
}

/// GET /groups/{id}/edit
pub async fn edit(app: Data<App>, _: May<may::AssignPermissions>, id: Path<String>, shell: Shell) -> Result<Html> {
    let id = id.into_inner();
    let group = app.read(move |conn| Group::find(conn, &id)).await?;
    let granted = group.granted()?;
    page(Edit { shell, group, granted })
}

/// POST /groups/{id}
pub async fn update(app: Data<App>, may: May<may::AssignPermissions>, id: Path<String>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let ticked: Vec<String> = fields.all("permission").into_iter().map(str::to_owned).collect();
    if let Some(unknown) = ticked.iter().find(|name| Entry::named(name).is_none()) {
        fields.problem("permission", format!("There is no permission “{unknown}”. Open the page again."));
    }
    let name = fields.done(fields.text("name", 1..=40))?;
    let (group, needs_second_factor) = (id.into_inner(), fields.ticked("needs_second_factor"));
    let notice = format!("“{name}” was saved. It counts with everybody's next click.");
    app.record(&may, key, ChangeGroup { group, name, permissions: ticked, needs_second_factor }).await?;
    Ok(see_other("/groups").notice(notice))
}

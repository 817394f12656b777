//! `/users/{id}/registry_checks`: asks the state's staff registry about a person, byte for byte.

use super::model::{Registry, User};
use super::records::NoteRegistry;
use crate::values::UserId;
use crate::web::prelude::*;

/// What came of asking.
pub struct Asked {
    pub registry: Registry,
    /// Why there was no answer, if there was none.
    pub silence: Option<String>,
}

/// Asks the state; a silent state leaves the person unchecked, never stops the form.
pub async fn asked(app: &App, email: &str) -> Asked {
    match app.biotrack.staff(email).await {
        Ok(said) => Asked { registry: Registry::of(said, app.clock.now()), silence: None },
        Err(error) => Asked { registry: Registry::UNCHECKED, silence: Some(sentence(&error.to_string())) },
    }
}

/// POST /users/{id}/registry_checks
pub async fn create(app: Data<App>, may: May<may::EditUsers>, id: Path<UserId>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    let (location, user) = (may.location, id.into_inner());
    let found = app.read(move |conn| User::find(conn, location, user)).await?;
    let email = found.details.mmur_email;
    let Asked { registry, silence } = asked(&app, &email).await;
    if let Some(why) = silence {
        return rule(format!(
            "The state gave no answer about {}: {why} What is known stays as it was; try again in a moment.",
            found.details.name
        ));
    }
    let notice = format!("The state was asked about “{email}”: {}.", registry.registry_standing.label().to_lowercase());
    app.record(&may, key, NoteRegistry { user, asked: email, registry }).await?;
    Ok(see_other(format!("/users/{user}/edit")).notice(notice))
}

fn sentence(words: &str) -> String {
    if words.ends_with(['.', '!', '?']) { words.to_owned() } else { format!("{words}.") }
}

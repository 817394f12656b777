//! `/second_factors`: one's own.

use super::model::{SecondFactor, new_secret};
use super::picture::{self, Picture};
use super::records::BeginSecondFactor;
use crate::features::sign_in::{Account, tries};
use crate::web::prelude::*;

const WRONG: &str = "That is not your password. Capital letters count, and five wrong ones lock the account for 15 minutes.";

#[derive(Template)]
#[template(path = "second_factors/index.html")]
struct Index {
    shell: Shell,
    factor: Option<SecondFactor>,
    /// While it is being set up.
    picture: Option<Picture>,
    codes_left: i64,
    /// Their group asks for one.
    is_missing: bool,
}

impl Index {
    /// In fours, for whoever types it.
    fn secret(&self) -> String {
        let letters: Vec<char> = self.factor.as_ref().map(|factor| factor.secret.chars().collect()).unwrap_or_default();
        letters.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }

    fn is_in_use(&self) -> bool {
        self.factor.as_ref().is_some_and(|factor| factor.confirmed_at.is_some())
    }
}

/// GET /second_factors
pub async fn index(app: Data<App>, may: May<may::ChangePassword>, shell: Shell) -> Result<Html> {
    let user = may.user;
    let (factor, codes_left) =
        app.read(move |conn| Ok((SecondFactor::find(conn, user)?, SecondFactor::codes_left(conn, user)?))).await?;
    let picture = match &factor {
        Some(factor) if factor.confirmed_at.is_none() => Some(picture::of(&factor.secret, &may.mmur_email)?),
        _ => None,
    };
    let is_missing = may.second_factor == may::SecondFactor::Missing;
    page(Index { shell, factor, picture, codes_left, is_missing })
}

/// POST /second_factors
pub async fn create(app: Data<App>, may: May<may::ChangePassword>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let password = fields.done(fields.secret("account_password", 1))?;
    let user = may.user;
    let account = app.read(move |conn| Account::find(conn, user)).await?;
    if tries::counted(&app, Some(account), password).await?.is_none() {
        return Err(Error::Invalid(Problems::one("account_password", WRONG)));
    }
    app.record(&may, key, BeginSecondFactor { secret: new_secret() }).await?;
    Ok(see_other("/second_factors"))
}

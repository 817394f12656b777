//! `/pins`: one's own PIN. Its form stands on the page of the password (`passwords/new.html`).

use super::super::locations::Location;
use super::super::sign_in::{Account, hash_password, tries};
use super::model::Pin;
use super::records::SetPin;
use super::weak::weakness;
use crate::web::prelude::*;

const WRONG: &str = "That is not your password. Capital letters count, and five wrong ones lock the account for 15 minutes.";

/// POST /pins
pub async fn create(app: Data<App>, may: May<may::ChangePassword>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (location, user) = (may.location, may.user);
    let (digits, account, before) = app
        .read(move |conn| {
            let digits = Location::find(conn, location)?.pin_digits()?;
            Ok((digits, Account::find(conn, user)?, Pin::find_by_user(conn, user)?))
        })
        .await?;
    let (password, pin) = read(&fields, digits)?;
    if tries::counted(&app, Some(account), password).await?.is_none() {
        return Err(Error::Invalid(Problems::one("account_password", WRONG)));
    }
    let hash = hash_password(pin).await?;
    app.record(&may, key, SetPin { replaces: before.map(|pin| pin.set_at), hash }).await?;
    Ok(see_other("/passwords/new")
        .notice("Your PIN is set. Tell it to nobody: what is approved with it is recorded under your name."))
}

/// The password and the new PIN.
fn read(fields: &Fields, digits: usize) -> Result<(String, String)> {
    let (password, pin, again) =
        (fields.secret("account_password", 1), fields.secret("new_pin", 1), fields.secret("pin_again", 1));
    if let Some(pin) = &pin {
        if pin.len() != digits || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
            fields.problem("new_pin", format!("A PIN here has {digits} digits, and nothing else."));
        } else if let Some(words) = weakness(pin) {
            fields.problem("new_pin", words);
        }
        if again.as_ref().is_some_and(|again| again != pin) {
            fields.problem("pin_again", "This is not the same as the new PIN above. Type both once more.");
        }
    }
    let (password, pin, _) = fields.done((password, pin, again))?;
    Ok((password, pin))
}

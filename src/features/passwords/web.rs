//! `/passwords`.

use super::records::ChangePassword;
use crate::features::locations::Location;
use crate::features::pins::{Pin, devices};
use crate::features::sign_in::{Account, hash_password, tries};
use crate::values::{At, LocationId};
use crate::web::device::Device;
use crate::web::prelude::*;
use actix_session::Session;

#[derive(Template)]
#[template(path = "passwords/new.html")]
struct New {
    shell: Shell,
    /// Why they must, when the one they have is too old.
    trouble: Option<String>,
    least: usize,
    pin: OwnPin,
}

/// What the page says of the person's PIN.
struct OwnPin {
    digits: usize,
    set_at: Option<At>,
}

impl New {
    fn pin_help(&self) -> String {
        format!("{} digits; no birthday, no digits in a row, nothing that repeats.", self.pin.digits)
    }

    fn length_help(&self) -> String {
        format!("At least {} characters. A few words that nobody would guess are easy to keep in mind.", self.least)
    }
}

/// GET /passwords/new
pub async fn new(app: Data<App>, may: May<may::ChangePassword>, shell: Shell) -> Result<Html> {
    let (location, user) = (may.location, may.user);
    let (least, pin) = app
        .read(move |conn| {
            let (location, pin) = (Location::find(conn, location)?, Pin::find_by_user(conn, user)?);
            Ok((location.shortest_password()?, OwnPin { digits: location.pin_digits()?, set_at: pin.map(|pin| pin.set_at) }))
        })
        .await?;
    page(New { shell, trouble: may.password.trouble(app.clock.now()), least, pin })
}

/// POST /passwords
pub async fn create(
    app: Data<App>,
    may: May<may::ChangePassword>,
    session: Session,
    device: Device,
    form: Form,
) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (current, password) = read(&fields, shortest(&app, may.location).await?)?;
    let user = may.user;
    let account = app.read(move |conn| Account::find(conn, user)).await?;
    if tries::counted(&app, Some(account), current).await?.is_none() {
        return Err(Error::Invalid(Problems::one("current", WRONG)));
    }
    let password_hash = hash_password(password).await?;
    app.record(&may, key, ChangePassword { replaces: may.password.set_at, password_hash }).await?;
    // All their sessions ended, this one too; the person who sits here goes on under a new key.
    session.renew();
    if let Some(device) = device.0 {
        let now = app.clock.now();
        app.db.write(move |tx| devices::signed_in(tx, None, &device, user, now)).await?;
    }
    Ok(see_other("/").notice("Your password was changed. Wherever else you were signed in, you are signed out."))
}

const WRONG: &str = "That is not your password. Capital letters count, and five wrong ones lock the account for 15 minutes.";

/// The current password and the new one.
fn read(fields: &Fields, least: usize) -> Result<(String, String)> {
    let (current, password, again) = (fields.secret("current", 1), fields.secret("password", least), fields.secret("again", 1));
    if password.is_some() && password == current {
        fields.problem("password", "That is the one you have. Choose another.");
    }
    if password.is_some() && again.is_some() && password != again {
        fields.problem("again", "This is not the same as the new password above. Type both once more.");
    }
    let (current, password, _) = fields.done((current, password, again))?;
    Ok((current, password))
}

async fn shortest(app: &App, location: LocationId) -> Result<usize> {
    app.read(move |conn| Location::find(conn, location)?.shortest_password()).await
}

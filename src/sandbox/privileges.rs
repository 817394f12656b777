//! Who may do what (biotrack-api §1.4): every action's name is a privilege of a user, and so is `justauthenticate`, to sign in at all.
//! What a user lacks is refused with the words for what does not exist: nobody learns more than that it is not theirs.
//!
//! * `login` needs `justauthenticate` only, as does a call with `nosession`; it is granted unless it was taken away by name.
//! * `nonce_replay` needs none: it repeats to a company what it was told before, and is in no list of privileges that was seen.
//! * The users themselves are an administrator's, unless that was taken away by name, and nobody else's, whatever was granted.
//! * Plants are a grower's: for everyone else the privilege of every `plant_*` action is missing, as it was for retailers in live
//!   systems. Their tables are privileges like those of any table, and empty.
//! * The Florida additions are privileges under their own names, and unknown in any other profile.

use super::actions::{self, Action, Call, Provenance};
use super::profile::Profile;
use super::refusal::{self, Result, refuse};
use super::rows::ApiUser;
use super::session::Caller;
use super::sets::Which;

/// The privilege to sign in.
pub const SIGN_IN: &str = "justauthenticate";

/// Whether the state of that profile knows the action at all.
pub fn offered(profile: &Profile, action: &Action) -> bool {
    let of_growers = action.name.starts_with("plant_");
    (profile.florida_additions || action.provenance != Provenance::Invented) && (profile.grower || !of_growers)
}

/// Every privilege that a user can be granted.
pub fn all() -> impl Iterator<Item = &'static str> {
    actions::all().map(|action| action.name).chain([SIGN_IN])
}

/// Refuses a caller who is no longer a user, or whose user may not do this; in the transaction in which it would be done.
pub fn check(call: &mut Call, action: &Action, caller: &Caller, which: Which) -> Result<()> {
    let user = call.books.get::<ApiUser>(&ApiUser::key(call.ubi, call.username))?;
    let Some(user) = user.filter(|user| caller.is(user, which)) else { return refuse(refusal::session_expired()) };
    if may(&user, action.name) { Ok(()) } else { refuse(refusal::no_privilege(action.name)) }
}

/// Whether a user has a privilege.
pub fn may(user: &ApiUser, privilege: &str) -> bool {
    let granted = user.granted(privilege);
    match privilege {
        "nonce_replay" => true,
        SIGN_IN => granted != Some(false),
        "user_add" | "user_modify" | "user_remove" => user.admin == 1 && granted != Some(false),
        _ => granted == Some(true),
    }
}

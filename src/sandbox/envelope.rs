//! The envelope of every call (biotrack-api §1.2–1.5): the version, who calls, in which data set, and the nonce. Actions see none of
//! it but the caller's company and name.
//!
//! * A session is opened by `login` and slides: each use renews it. It counts in both data sets, see [`Caller::is`]. With
//!   `nosession` a call carries its own credentials instead.
//! * `training` chooses the data set; `enforce_rules_training` is accepted and ignored, because training has the rules of the live
//!   set anyway.
//! * A write that was accepted keeps its answer under its `nonce`. A nonce used again is done again, unless the profile says
//!   otherwise; on a read it means nothing.

use super::actions::{self, Action, Answer, Call, Does};
use super::ask::Ask;
use super::refusal::{self, Failure, Result, refuse};
use super::rows::ApiUser;
use super::session::Caller;
use super::sets::Which;
use super::state::Books;
use super::{Sandbox, privileges, texts};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Does what a request asks for.
pub async fn perform(sandbox: &Sandbox, ask: &Arc<Ask>) -> Result<Answer> {
    // Where 4.0 is a number, 4 is the same number.
    if !ask.text("API").is_some_and(|version| matches!(version.trim(), "4.0" | "4")) {
        return refuse(refusal::api_version());
    }
    let name = ask.text("action").unwrap_or_default();
    if name == "login" {
        return login(sandbox, ask).await;
    }
    let caller = caller(sandbox, ask).await?;
    let offered = |action: &Action| privileges::offered(&sandbox.live.profile, action);
    let Some(action) = actions::find(&name).filter(offered) else { return refuse(refusal::no_privilege(&name)) };
    match action.does {
        Does::Read => look(sandbox, ask, action, caller).await,
        Does::Write => write(sandbox, ask, action, caller).await,
    }
}

async fn look(sandbox: &Sandbox, ask: &Arc<Ask>, action: Action, caller: Caller) -> Result<Answer> {
    let (ask, which) = (Arc::clone(ask), which(ask));
    let query = move |books: &mut Books| {
        let now = books.now;
        let mut answer =
            run(&mut Call { books, ask: &ask, ubi: &caller.ubi, username: &caller.username }, action, &caller, which)?;
        // A replayed answer has its own.
        answer.entry("success").or_insert(1.into());
        answer.entry("sessiontime").or_insert(now.into());
        Ok(answer)
    };
    sandbox.read_in(which, query).await
}

async fn write(sandbox: &Sandbox, ask: &Arc<Ask>, action: Action, caller: Caller) -> Result<Answer> {
    let (ask, which) = (Arc::clone(ask), which(ask));
    let work = move |books: &mut Books| {
        let nonce = ask.text("nonce");
        let mut call = Call { books: &mut *books, ask: &ask, ubi: &caller.ubi, username: &caller.username };
        let mut answer = run(&mut call, action, &caller, which)?;
        answer.insert("success".into(), 1.into());
        answer.insert("transactionid".into(), books.transaction.into());
        answer.insert("sessiontime".into(), books.now.into());
        if let Some(nonce) = nonce {
            books.keep_answer(&caller.ubi, &nonce, &answer.clone().into())?;
        }
        Ok(answer)
    };
    match sandbox.write_in(which, work).await {
        Err(Failure::DoneBefore(answer)) => Ok(serde_json::from_str(&answer)?),
        outcome => outcome,
    }
}

/// The action itself, in the transaction in which the caller was found to be allowed it.
fn run(call: &mut Call, action: Action, caller: &Caller, which: Which) -> Result<Answer> {
    privileges::check(call, &action, caller, which)?;
    if action.does == Does::Write
        && call.books.profile.dedupe_nonces
        && let Some(nonce) = call.ask.text("nonce")
        && let Some(answer) = call.books.answer_to(call.ubi, &nonce)?
    {
        return Err(Failure::DoneBefore(answer));
    }
    (action.run)(call)
}

/// The data set that a call is about.
fn which(ask: &Ask) -> Which {
    if ask.flag("training") { Which::Training } else { Which::Live }
}

async fn login(sandbox: &Sandbox, ask: &Ask) -> Result<Answer> {
    let user = authenticated(sandbox, ask).await?;
    let sessionid = sandbox.sessions.open(Caller::of(&user, which(ask)));
    let fields = [
        ("success", Value::from(1)),
        ("admin", user.admin.into()),
        ("sessionid", sessionid.into()),
        ("time", sandbox.now().into()),
    ];
    Ok(Map::from_iter(fields.map(|(name, value)| (name.to_owned(), value))))
}

/// Whoever calls: by session, or by credentials on the call itself.
async fn caller(sandbox: &Sandbox, ask: &Ask) -> Result<Caller> {
    if ask.flag("nosession") {
        return Ok(Caller::of(&authenticated(sandbox, ask).await?, which(ask)));
    }
    let session = ask.text("sessionid").and_then(|id| sandbox.sessions.caller(id.trim()));
    session.ok_or_else(|| refusal::session_expired().into())
}

async fn authenticated(sandbox: &Sandbox, ask: &Ask) -> Result<ApiUser> {
    let field = |name| ask.text(name).unwrap_or_default();
    let (ubi, username, password) = (field("license_number").trim().to_owned(), field("username"), field("password"));
    if ubi.is_empty() {
        return refuse(texts::no_company());
    }
    let digest = password_digest(&ubi, &username, &password);
    let user = sandbox.read_in(which(ask), move |books| books.get::<ApiUser>(&ApiUser::key(&ubi, &username))).await?;
    let Some(user) = user.filter(|user| !user.removed && user.digest == digest) else { return refuse(refusal::wrong_password()) };
    if privileges::may(&user, privileges::SIGN_IN) { Ok(user) } else { refuse(refusal::no_privilege(privileges::SIGN_IN)) }
}

/// What the books keep of a password. A digest is enough for the made-up passwords of a sandbox.
pub fn password_digest(ubi: &str, username: &str, password: &str) -> String {
    let digest = Sha256::digest(format!("{ubi}\n{username}\n{password}"));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

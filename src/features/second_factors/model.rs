//! The tables of second factors and of recovery codes.

use crate::db::Conn;
use crate::error::{Result, internal};
use crate::schema::{recovery_codes, second_factors};
use crate::values::{At, UserId};
use chrono::TimeDelta;
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Secret, Totp};

/// Wrong codes before the factor is locked.
pub const TRIES: i64 = 5;
const LOCKED_FOR: TimeDelta = TimeDelta::minutes(15);
/// Recovery codes that are given at once.
const CODES: usize = 10;

/// A person's second factor.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = second_factors, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct SecondFactor {
    /// In base 32, as authenticators take it.
    pub secret: String,
    /// None: the first code has not been typed yet, so it asks nobody.
    pub confirmed_at: Option<At>,
}

/// What became of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Right,
    Wrong,
    /// It was right, and somebody used it before.
    Used,
    Locked(At),
}

/// What was typed, compared outside the transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// The half minute that it is the code of.
    Code(i64),
    /// Perhaps a recovery code; by its hash.
    Recovery(String),
}

impl SecondFactor {
    pub fn find(conn: &mut Conn, user: UserId) -> Result<Option<Self>> {
        Ok(second_factors::table.find(user).select(Self::as_select()).first(conn).optional()?)
    }

    /// The one that is asked for at the door.
    pub fn in_use(conn: &mut Conn, user: UserId) -> Result<Option<Self>> {
        Ok(Self::find(conn, user)?.filter(|factor| factor.confirmed_at.is_some()))
    }

    /// A new secret, in place of the one before; not in use until a code of it was typed.
    pub fn begin(tx: &mut Conn, user: UserId, secret: &str) -> Result<()> {
        Self::remove(tx, user)?;
        diesel::insert_into(second_factors::table)
            .values((
                second_factors::user_id.eq(user),
                second_factors::secret.eq(secret),
                second_factors::last_step.eq(0_i64),
                second_factors::failed_tries.eq(0_i64),
            ))
            .execute(tx)?;
        Ok(())
    }

    /// In use from now on, with these recovery codes.
    pub fn confirm(tx: &mut Conn, user: UserId, hashes: &[String], now: At) -> Result<()> {
        diesel::update(second_factors::table.find(user)).set(second_factors::confirmed_at.eq(now)).execute(tx)?;
        for hash in hashes {
            let row = (recovery_codes::user_id.eq(user), recovery_codes::hash.eq(hash));
            diesel::insert_into(recovery_codes::table).values(row).execute(tx)?;
        }
        Ok(())
    }

    pub fn remove(tx: &mut Conn, user: UserId) -> Result<()> {
        diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user))).execute(tx)?;
        diesel::delete(second_factors::table.find(user)).execute(tx)?;
        Ok(())
    }

    pub fn codes_left(conn: &mut Conn, user: UserId) -> Result<i64> {
        let left = recovery_codes::table.filter(recovery_codes::user_id.eq(user)).filter(recovery_codes::used_at.is_null());
        Ok(left.count().get_result(conn)?)
    }

    /// What was typed, looked at by this factor.
    pub fn read(&self, typed: &str, now: At) -> Result<Typed> {
        let typed: String = typed.chars().filter(|letter| letter.is_alphanumeric()).collect();
        let step = totp(&self.secret)?.check(&typed, now.and_utc().timestamp().unsigned_abs());
        Ok(match step {
            Some(step) => Typed::Code(i64::try_from(step).unwrap_or(i64::MAX)),
            None => Typed::Recovery(hash(&typed.to_uppercase())),
        })
    }

    /// Counts a try. The guarded update comes first and locks the row, so of two that send one code at once, one is told that it is used.
    pub fn tried(tx: &mut Conn, user: UserId, typed: &Typed, now: At) -> Result<Outcome> {
        let locked: Option<At> = second_factors::table.find(user).select(second_factors::locked_until).first(tx)?;
        if let Some(until) = locked.filter(|until| *until > now) {
            return Ok(Outcome::Locked(until));
        }
        let free = (second_factors::failed_tries.eq(0_i64), second_factors::locked_until.eq(None::<At>));
        let factor = second_factors::table.find(user);
        let outcome = match typed {
            Typed::Code(step) => {
                let fresh = factor.filter(second_factors::last_step.lt(step));
                match diesel::update(fresh).set((second_factors::last_step.eq(step), free)).execute(tx)? {
                    1 => Outcome::Right,
                    _ => Outcome::Used,
                }
            }
            Typed::Recovery(hash) => {
                let unused = recovery_codes::table.find((user, hash)).filter(recovery_codes::used_at.is_null());
                match diesel::update(unused).set(recovery_codes::used_at.eq(now)).execute(tx)? {
                    1 => Outcome::Right,
                    _ => Outcome::Wrong,
                }
            }
        };
        if outcome == Outcome::Right {
            diesel::update(factor).set(free).execute(tx)?;
            return Ok(outcome);
        }
        diesel::update(factor).set(second_factors::failed_tries.eq(second_factors::failed_tries + 1)).execute(tx)?;
        let tries: i64 = factor.select(second_factors::failed_tries).first(tx)?;
        if tries < TRIES {
            return Ok(outcome);
        }
        let until = now + LOCKED_FOR;
        let locked = (second_factors::failed_tries.eq(0_i64), second_factors::locked_until.eq(until));
        diesel::update(factor).set(locked).execute(tx)?;
        Ok(Outcome::Locked(until))
    }
}

/// Six digits, half a minute, SHA-1: what every authenticator takes. A code of the half minute before or after does too.
fn totp(secret: &str) -> Result<Totp> {
    let secret = Secret::try_from_base32(secret).map_err(|error| internal(format!("a second factor cannot be read: {error}")))?;
    Builder::new().with_secret(secret).build().map_err(|error| internal(format!("a second factor cannot be used: {error}")))
}

/// 160 random bits in base 32.
pub fn new_secret() -> String {
    let random = Sha256::digest([uuid::Uuid::new_v4().into_bytes(), uuid::Uuid::new_v4().into_bytes()].concat());
    Secret::new(random.iter().take(20).copied().collect()).to_base32()
}

/// Ten codes of 80 random bits, and the hashes that are kept of them.
pub fn new_codes() -> (Vec<String>, Vec<String>) {
    let codes: Vec<String> = (0..CODES)
        .map(|_| {
            let letters: Vec<char> = new_secret().chars().take(16).collect();
            letters.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-")
        })
        .collect();
    let hashes = codes.iter().map(|code| hash(&code.replace('-', ""))).collect();
    (codes, hashes)
}

fn hash(code: &str) -> String {
    Sha256::digest(code).iter().map(|byte| format!("{byte:02x}")).collect()
}

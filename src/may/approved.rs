//! Doing something on another's word: a manager's PIN lets a person do, once, what their own role does not allow.
//!
//! The doors take a [`Mandate`]: a [`May`], or an [`Approved`], whose second name then stands in the books beside the first.

use super::{Clerk, May, Permission, Role};
use crate::error::{Result, rule};
use crate::values::UserId;
use std::marker::PhantomData;
use std::ops::Deref;

/// A clerk who does `P`, by their own role or on the word of somebody whose role allows it.
pub struct Approved<P> {
    clerk: Clerk,
    approver: Option<UserId>,
    permission: PhantomData<P>,
}

impl<P: Permission> Approved<P> {
    /// Why `approver` cannot let `clerk` do it, in words; asked before any PIN is tried.
    pub fn must_be_possible(clerk: &Clerk, approver: &Clerk) -> Result<()> {
        let name = &approver.name;
        if clerk.role == Role::Auditor || clerk.is_inspector() {
            return rule("An auditor reads everything and changes nothing, whoever approves.");
        }
        if approver.location != clerk.location {
            return rule(format!("{name} works at another location and cannot approve anything here."));
        }
        if approver.user == clerk.user || !approver.may::<P>() {
            return rule(format!("{name} may not do this either. Choose somebody whose role includes it."));
        }
        match &approver.registry_trouble {
            Some(_) if P::TOLD => rule(format!(
                "{name} may not approve this: the state does not know {name} as they are written here. An admin can mend that under Users."
            )),
            _ => Ok(()),
        }
    }

    /// `approver`'s PIN was right. Only `features/pins/approvals.rs` calls this (a house rule): it has just tried the PIN.
    pub fn by_pin(clerk: Clerk, approver: &Clerk) -> Result<Self> {
        Self::must_be_possible(&clerk, approver)?;
        Ok(Self { clerk, approver: Some(approver.user), permission: PhantomData })
    }
}

/// What somebody's own role allows needs nobody else.
impl<P> From<May<P>> for Approved<P> {
    fn from(may: May<P>) -> Self {
        Self { clerk: may.0, approver: None, permission: PhantomData }
    }
}

impl<P> Deref for Approved<P> {
    type Target = Clerk;
    fn deref(&self) -> &Clerk {
        &self.clerk
    }
}

/// What the doors ask for: who does `P`, and on whose word. Nothing outside this file can be one.
pub trait Mandate<P>: sealed::Sealed + Deref<Target = Clerk> {
    /// Who gave their PIN; none: the clerk's own role allows it.
    fn approver(&self) -> Option<UserId>;
}

impl<P> Mandate<P> for May<P> {
    fn approver(&self) -> Option<UserId> {
        None
    }
}

impl<P> Mandate<P> for Approved<P> {
    fn approver(&self) -> Option<UserId> {
        self.approver
    }
}

mod sealed {
    pub trait Sealed {}
    impl<P> Sealed for super::May<P> {}
    impl<P> Sealed for super::Approved<P> {}
}

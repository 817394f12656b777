//! What BioTrack is told when a conversion is taken back: only while nothing has touched what was made.

use super::model::Conversion;
use crate::biotrack::messages::InventoryConvertUndo;
use crate::biotrack::{Message, Plain, Receipt, Trace, Write};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::features::inventory::{Change, Package, Status};
use crate::features::rooms::Room;
use crate::filing::{Action, Filing, Opening, claims};
use crate::may;
use crate::stock::{self, Effect, Owner};
use crate::values::{At, Barcode, FilingId, PackageId, Quantity, RoomId, UserId};
use serde::{Deserialize, Serialize};

/// What was made is no more, and its source has back what went in.
#[derive(Clone, Serialize, Deserialize)]
pub struct UndoConversion {
    /// What was made.
    pub package: PackageId,
    /// Known when the filing opens.
    pub undone: Option<Undone>,
}

/// What is given back, and what for.
#[derive(Clone, Serialize, Deserialize)]
pub struct Undone {
    barcode: Barcode,
    source: PackageId,
    source_room: RoomId,
    used: Quantity,
    made: Vec<(PackageId, RoomId, Quantity)>,
    by: UserId,
    undone_at: At,
}

impl UndoConversion {
    pub fn new(package: PackageId) -> Self {
        Self { package, undone: None }
    }

    fn undone(&self) -> Result<&Undone> {
        self.undone.as_ref().ok_or_else(|| internal(format!("the undoing of {} was never opened", self.package)))
    }
}

/// Nothing but its making has happened to it, and nobody has any of it. Held by this filing afterwards.
fn take(tx: &mut Conn, opening: &Opening<'_>, made: &Package, quantity: Quantity) -> Result<(PackageId, RoomId, Quantity)> {
    let number = made.barcode.grouped();
    let untouched = stock::history(tx, made.id)?.len() == 1 && made.status == Status::Active;
    if !untouched {
        return rule(format!("Package {number} has been touched since it was made, so its conversion stays."));
    }
    if !stock::hold(tx, Owner::Filing(opening.filing), made.id, made.room_id, quantity, opening.now)? {
        return rule(format!("Part of package {number} is in a cart. Finish or cancel that sale first."));
    }
    Ok((made.id, made.room_id, quantity))
}

impl Filing for UndoConversion {
    const ACTION: Action = Action::UndoConversion;
    type Needs = may::Convert;
    type Answer = Plain;
    type Done = PackageId;

    /// What went in and what came of it never changes; whether it is untouched is read after the claims.
    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        let location = opening.clerk.location;
        let Some(conversion) = Conversion::that_made(tx, location, self.package)? else {
            return rule("No conversion made this package, so there is none to undo.");
        };
        let all = conversion.made.iter().map(|(made, _)| made.id).chain([conversion.source.id]);
        let subjects: Vec<String> = all.map(Package::subject).collect();
        claims::alone(tx, opening.filing, &subjects)?;
        let source = Package::find(tx, location, conversion.source.id)?;
        if source.status != Status::Active {
            let (number, status) = (source.barcode.grouped(), source.status.label().to_lowercase());
            return rule(format!("Its source, package {number}, is {status}: it can take nothing back."));
        }
        Room::must_take_back(tx, opening, &[(source.barcode, source.room_id)])?;
        let mut made = Vec::new();
        for (package, quantity) in &conversion.made {
            let package = Package::find(tx, location, package.id)?;
            made.push(take(tx, opening, &package, *quantity)?);
        }
        let Some((main, _)) = conversion.made.first() else { return Err(internal("a conversion that made nothing")) };
        self.undone = Some(Undone {
            barcode: main.barcode,
            source: source.id,
            source_room: source.room_id,
            used: conversion.used,
            made,
            by: opening.clerk.user,
            undone_at: opening.now,
        });
        Ok(InventoryConvertUndo { barcodeid: main.barcode }.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<PackageId> {
        let undone = self.undone()?;
        let (by, at) = (undone.by, undone.undone_at);
        for (package, room, quantity) in &undone.made {
            stock::post(tx, receipt, Effect::Unmade { from: *room }, &[(*package, *quantity)], at)?;
        }
        let back = Effect::GivenBack { into: undone.source_room };
        stock::post(tx, receipt, back, &[(undone.source, undone.used)], at)?;
        for package in undone.made.iter().map(|(package, ..)| *package).chain([undone.source]) {
            let filing = Some(receipt.filing());
            let new = format!("undone: {}", undone.barcode.grouped());
            Change { package, property: "Conversion", old: "", new: &new, by, filing, at }.note(tx)?;
        }
        Ok(undone.source)
    }

    fn refuse(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        stock::give_back(tx, filing)
    }

    fn trace(&self, _: FilingId) -> Trace {
        match &self.undone {
            Some(undone) => InventoryConvertUndo { barcodeid: undone.barcode }.trace(),
            None => Trace::in_table("inventory"),
        }
    }

    fn summary(&self) -> String {
        let number = self.undone.as_ref().map(|undone| undone.barcode.grouped()).unwrap_or_default();
        format!("Undo the conversion that made {number}")
    }

    fn form_url(&self) -> String {
        format!("/inventory/{}/conversion_undos/new", self.package)
    }

    fn result_url(&self, source: &PackageId) -> String {
        format!("/inventory/{source}")
    }
}

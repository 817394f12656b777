//! The list of manifests, filtered and in pages.

use super::model::{Manifest, Status};
use crate::db::Conn;
use crate::error::Result;
use crate::schema::outgoing_manifests;
use crate::values::LocationId;
use crate::web::paging::{Cursor, PAGE_AND_ONE, Paged};
use diesel::prelude::*;
use serde::Deserialize;

/// What is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    pub status: String,
}

impl Search {
    /// The newest first. Deleted drafts are shown only when they are asked for.
    pub fn run(&self, conn: &mut Conn, location: LocationId, cursor: &Cursor) -> Result<Paged<Manifest>> {
        let here = outgoing_manifests::table.filter(outgoing_manifests::location_id.eq(location));
        let mut asked = here.select(Manifest::as_select()).limit(PAGE_AND_ONE).into_boxed();
        asked = match self.status.parse::<Status>() {
            Ok(status) => asked.filter(outgoing_manifests::status.eq(status)),
            Err(_) => asked.filter(outgoing_manifests::status.ne(Status::Deleted)),
        };
        if let Some(older) = &cursor.older {
            asked = asked.filter(outgoing_manifests::id.lt(older.clone()));
        } else if let Some(newer) = &cursor.newer {
            asked = asked.filter(outgoing_manifests::id.gt(newer.clone()));
        }
        asked = if cursor.is_backwards() {
            asked.order(outgoing_manifests::id.asc())
        } else {
            asked.order(outgoing_manifests::id.desc())
        };
        Ok(Paged::new(asked.load(conn)?, cursor, |manifest| manifest.id.to_string()))
    }

    /// The part of an address that asks the same.
    pub fn query(&self) -> String {
        match self.status.parse::<Status>() {
            Ok(status) => format!("status={}", status.as_str()),
            Err(_) => String::new(),
        }
    }
}

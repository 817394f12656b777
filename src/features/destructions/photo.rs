//! Pictures of disposals: kept as text in the books, so that one backup has everything. Insert only.

use super::model::{Destruction, Status};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::may;
use crate::schema::{destruction_photos, users};
use crate::values::{At, DestructionId, DestructionPhotoId, LocationId, text_enum};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use diesel::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The most pictures of one disposal.
const MOST: i64 = 5;

text_enum! {
    /// What a picture is, as its first bytes say; what a browser calls it does not count.
    Picture {
        Jpeg = "image/jpeg", "JPEG";
        Png = "image/png", "PNG";
    }
}

impl Picture {
    /// `None` for what is neither.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else {
            None
        }
    }

    /// Of the file that somebody sent, or what to send instead.
    pub fn chosen(file: &[u8]) -> Result<Self> {
        if file.is_empty() {
            return rule("Choose a photo first: a JPEG or PNG of at most 5 MB.");
        }
        match Self::of(file) {
            Some(picture) => Ok(picture),
            None => {
                rule("That file is neither a JPEG nor a PNG, so it was not kept. Take the photo as one of these, at most 5 MB.")
            }
        }
    }
}

/// A picture without its content.
#[derive(Debug, Clone, Queryable)]
pub struct PhotoLine {
    pub id: DestructionPhotoId,
    pub by: String,
    pub added_at: At,
}

impl PhotoLine {
    /// Oldest first.
    pub fn of_destruction(conn: &mut Conn, id: DestructionId) -> Result<Vec<Self>> {
        let all = destruction_photos::table
            .inner_join(users::table)
            .filter(destruction_photos::destruction_id.eq(id))
            .order(destruction_photos::id)
            .select((destruction_photos::id, users::name, destruction_photos::added_at))
            .load(conn)?;
        Ok(all)
    }
}

/// The bytes of one picture, and what they are.
pub fn content(conn: &mut Conn, location: LocationId, of: DestructionId, id: DestructionPhotoId) -> Result<(Picture, Vec<u8>)> {
    Destruction::find(conn, location, of)?;
    let same_as: Option<DestructionPhotoId> = destruction_photos::table
        .find(id)
        .filter(destruction_photos::destruction_id.eq(of))
        .select(destruction_photos::same_as)
        .first(conn)?;
    let (picture, text): (Picture, String) = destruction_photos::table
        .find(same_as.unwrap_or(id))
        .select((destruction_photos::picture, destruction_photos::content))
        .first(conn)?;
    let bytes = BASE64_STANDARD.decode(text).map_err(|error| internal(format!("photo {id}: {error}")))?;
    Ok((picture, bytes))
}

/// A picture is added to the record of a disposal.
#[derive(Serialize)]
pub struct AddPhoto {
    destruction: DestructionId,
    /// Of these disposals, too: the picture is kept once.
    others: Vec<DestructionId>,
    picture: Picture,
    /// Tells one content of the form from another, in place of the content.
    digest: String,
    #[serde(skip)]
    content: String,
}

impl AddPhoto {
    pub fn new(destruction: DestructionId, picture: Picture, bytes: &[u8]) -> Self {
        let digest = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Self { destruction, others: Vec::new(), picture, digest, content: BASE64_STANDARD.encode(bytes) }
    }

    /// The same picture of others, too.
    pub fn and_of(self, others: Vec<DestructionId>) -> Self {
        Self { others, ..self }
    }

    /// For one record; `same_as` has the content, if another has.
    fn keep(
        &self,
        tx: &mut Conn,
        by: &By<'_>,
        of: DestructionId,
        same_as: Option<DestructionPhotoId>,
    ) -> Result<DestructionPhotoId> {
        let destruction = Destruction::find(tx, by.clerk.location, of)?;
        if destruction.status != Status::Destroyed {
            return rule("A photo is of a disposal that was done. Complete the destruction first.");
        }
        let before: i64 = destruction_photos::table.filter(destruction_photos::destruction_id.eq(of)).count().get_result(tx)?;
        if before >= MOST {
            return rule(format!("This record has {MOST} photos already, and keeps no more."));
        }
        let (id, content) = (DestructionPhotoId::new(), if same_as.is_none() { self.content.as_str() } else { "" });
        diesel::insert_into(destruction_photos::table)
            .values((
                destruction_photos::id.eq(id),
                destruction_photos::destruction_id.eq(of),
                destruction_photos::picture.eq(self.picture),
                destruction_photos::content.eq(content),
                destruction_photos::added_by.eq(by.clerk.user),
                destruction_photos::added_at.eq(by.now),
                destruction_photos::same_as.eq(same_as),
            ))
            .execute(tx)?;
        Ok(id)
    }
}

impl Record for AddPhoto {
    const ACT: &'static str = "add_destruction_photo";
    type Needs = may::Destroy;
    type Done = DestructionPhotoId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<DestructionPhotoId> {
        let first = self.keep(tx, by, self.destruction, None)?;
        for other in &self.others {
            self.keep(tx, by, *other, Some(first))?;
        }
        Ok(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_what_its_first_bytes_say() {
        assert_eq!(Picture::of(b"\xFF\xD8\xFF\xE0rest"), Some(Picture::Jpeg));
        assert_eq!(Picture::of(b"\x89PNG\r\n\x1a\nrest"), Some(Picture::Png));
        for other in [&b"<svg onload=alert(1)>"[..], b"", b"GIF89a", b"\xFF\xD8", b" \x89PNG\r\n\x1a\n"] {
            assert_eq!(Picture::of(other), None);
        }
    }
}

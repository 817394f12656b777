//! A form with a file in it (`multipart/form-data`): its text fields, and the bytes of one file of at most 5 MB, or what a page allows.

use crate::error::{Error, Result, rule};
use crate::web::fields::Fields;
use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use std::future::Future;
use std::pin::Pin;

/// In bytes.
const MEGABYTE: usize = 1024 * 1024;
/// Of one text field.
const MOST_TEXT: usize = 64 * 1024;
const MOST_PARTS: usize = 20;

/// What a browser sent, with a file of at most so many megabytes: read the text fields through [`Upload::fields`].
#[derive(Debug)]
pub struct Upload<const MOST_MEGABYTES: usize = 5> {
    typed: Vec<(String, String)>,
    /// Empty when no file was chosen.
    pub file: Vec<u8>,
}

impl<const MOST_MEGABYTES: usize> Upload<MOST_MEGABYTES> {
    pub fn fields(&self) -> Fields<'_> {
        Fields::of(&self.typed)
    }
}

impl<const MOST_MEGABYTES: usize> FromRequest for Upload<MOST_MEGABYTES> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let parts = Multipart::new(request.headers(), payload.take());
        Box::pin(read(parts))
    }
}

async fn read<const MOST_MEGABYTES: usize>(mut parts: Multipart) -> Result<Upload<MOST_MEGABYTES>> {
    let mut upload = Upload { typed: Vec::new(), file: Vec::new() };
    let mut count = 0;
    while let Some(part) = parts.next().await {
        count += 1;
        let Ok(mut part) = part else { return incomplete() };
        if count > MOST_PARTS {
            return incomplete();
        }
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.content_disposition().is_some_and(|said| said.get_filename().is_some());
        let most = if is_file { MOST_MEGABYTES * MEGABYTE } else { MOST_TEXT };
        let Ok(read) = part.bytes(most).await else {
            return rule(format!("That file is larger than {MOST_MEGABYTES} MB, so nothing was kept. Send a smaller one."));
        };
        let Ok(bytes) = read else { return incomplete() };
        if is_file {
            upload.file = bytes.to_vec();
        } else {
            upload.typed.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    Ok(upload)
}

fn incomplete<T>() -> Result<T> {
    rule("The form arrived incomplete, so nothing was saved. Open the page again and send it from there.")
}

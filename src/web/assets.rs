//! Static files, in the binary. Each has the hash of its content in its address, so browsers keep it for good and never ask again.

use crate::error::Error;
use actix_web::HttpResponse;
use actix_web::http::header::{self, EntityTag, IfNoneMatch};
use actix_web::web::{Header, Path};
use rust_embed::RustEmbed;
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// Name → the beginning of its content's SHA-256, computed once.
static HASHES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let hash = |name: &str| Files::get(name).map(|file| short(&file.metadata.sha256_hash()));
    let served = Files::iter().filter(|name| !name.ends_with(".md"));
    served.filter_map(|name| Some((name.to_string(), hash(&name)?))).collect()
});

fn short(digest: &[u8]) -> String {
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The address of a static file; `None` when there is no such file.
pub fn url(name: &str) -> Option<String> {
    HASHES.get(name).map(|hash| format!("/static/{hash}/{name}"))
}

/// GET and HEAD /static/{hash}/{name:.*}
pub async fn show(path: Path<(String, String)>, known: Header<IfNoneMatch>) -> Result<HttpResponse, Error> {
    let (asked, name) = path.into_inner();
    let (Some(hash), Some(file)) = (HASHES.get(&name), Files::get(&name)) else { return Err(Error::NotFound) };
    // An old page may ask under an old hash: it gets the file, but must not keep it under that address.
    let keep = if *hash == asked { "public, max-age=31536000, immutable" } else { "no-cache" };
    let tag = EntityTag::new_strong(hash.clone());
    let is_known = match known.into_inner() {
        IfNoneMatch::Any => true,
        IfNoneMatch::Items(tags) => tags.iter().any(|other| other.weak_eq(&tag)),
    };
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((header::CACHE_CONTROL, keep)).insert_header(header::ETag(tag));
    if is_known {
        return Ok(response.finish());
    }
    response.content_type(content_type(&name));
    // For a HEAD the server leaves the body out and keeps its length.
    Ok(response.body(file.data.into_owned()))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

//! Light, dark, or as the system is: a cookie of a year, set by an ordinary form, so that it works without script.

use crate::web::forms::Form;
use crate::web::page::go;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};

const COOKIE: &str = "theme";

/// What this browser's person chose; empty follows the system.
pub fn of(request: &HttpRequest) -> &'static str {
    request.cookie(COOKIE).map_or("", |cookie| known(cookie.value()))
}

fn known(name: &str) -> &'static str {
    match name {
        "light" => "light",
        "dark" => "dark",
        _ => "",
    }
}

/// POST /theme: back to the page it was pressed on.
pub async fn create(request: HttpRequest, form: Form) -> HttpResponse {
    let chosen = known(form.fields().raw("theme"));
    let life = if chosen.is_empty() { Duration::ZERO } else { Duration::days(365) };
    let cookie = Cookie::build(COOKIE, chosen).path("/").max_age(life).http_only(true).same_site(SameSite::Lax).finish();
    let back = super::problems::same_origin_referer(&request).unwrap_or_else(|| "/".to_owned());
    let mut response = go(&request, &back);
    if let Ok(value) = cookie.to_string().parse() {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}

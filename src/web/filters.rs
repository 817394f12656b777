//! Filters for templates. Times are methods of `Shell`, because they need the shop's zone.

use askama::Values;

/// `{{ "app.css"|asset }}`: the address of a static file; a name that does not exist fails the page, so a test sees it.
#[askama::filter_fn]
pub fn asset(name: &str, _: &dyn Values) -> askama::Result<String> {
    super::assets::url(name).ok_or_else(|| askama::Error::custom(format!("no static file is called {name}")))
}

/// `{{ count|plural("package", "packages") }}`: `1 package`, `3 packages`.
#[askama::filter_fn]
pub fn plural(count: &i64, _: &dyn Values, one: &str, many: &str) -> askama::Result<String> {
    Ok(format!("{count} {}", if *count == 1 { one } else { many }))
}

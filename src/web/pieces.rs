//! The macros of `templates/shared/`, each rendered once: what a person hears about a field must hang together by ids.

use super::filters;
use super::kept::Kept;
use super::paging::Paged;
use super::shell::Shell;
use crate::error::Problems;
use crate::may::Role;
use crate::values::{At, Barcode, Cents};
use askama::Template;

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% extends "layout.html" %}{% import "shared/forms.html" as forms %}{% import "shared/show.html" as show %}
{% block title %}Pieces{% endblock %}
{% block main %}
{% call show::header("Pieces", "One of each.") %}<a class="button primary" href="/pieces/new">Add</a>{% endcall %}
<form method="post" action="/pieces">{{ forms::form_key() }}
{{ forms::text("name", "Name", value=name, help="As on the card.", width="middle") }}
{{ forms::email("email", "E-mail", optional=true) }}
{{ forms::number("quantity", "Quantity", value=24, unit="each") }}
{{ forms::money("price", "Price", value=price.plain()) }}
{{ forms::date("born_on", "Date of birth", value=shell.today()) }}
{{ forms::time("opens", "Opens", value="09:00") }}
{{ forms::password("password", "Password") }}
{{ forms::textarea("note", "Note", optional=true) }}
{{ forms::choose("role", "Role", Role::ALL, value=role) }}
{{ forms::select("room", "Room", rooms, value="2") }}
{{ forms::radios("kind", "Kind", Role::ALL, value=role) }}
{{ forms::checkbox("active", "Active", checked=active, help="Uncheck to dismiss.") }}
{% call forms::group("Lines") %}{% for (id, words) in rooms %}{{ forms::cell("accept-" ~ id, "Accept of " ~ words, value=3) }}
{{ forms::cell_select("to-" ~ id, "Room of " ~ words, rooms) }}{% endfor %}{% endcall %}
{% call forms::actions() %}<button class="button primary">Save</button>{% endcall %}
</form>
{{ show::badge("accepted", "Accepted") }} {{ show::package_id(barcode) }} {{ show::when(at) }} {{ show::ago(at) }}
{{ show::clock(52, 72, "52 of 72 hours") }} {{ show::quotation("No.") }}
{% call show::empty("Nothing yet") %}Add one.{% endcall %}
{{ show::paging(pages, "/pieces", "q=blue&room=2") }}
{% endblock %}"##
)]
struct Pieces {
    shell: Shell,
    name: String,
    price: Cents,
    role: Role,
    active: bool,
    rooms: Vec<(String, String)>,
    barcode: Barcode,
    at: At,
    pages: Paged<i64>,
}

fn rendered(kept: Kept) -> String {
    let pieces = Pieces {
        shell: Shell::default().with(kept),
        name: "Ann \"<b>\"".to_owned(),
        price: Cents(1250),
        role: Role::Manager,
        active: true,
        rooms: vec![("1".into(), "Vault".into()), ("2".into(), "Sales floor".into())],
        barcode: "6853296789574115".parse().unwrap(),
        at: At::default(),
        pages: Paged { rows: vec![1], older: Some("older=1".into()), newer: None },
    };
    pieces.render().unwrap()
}

#[test]
fn a_fresh_form_shows_what_is_so() {
    let html = rendered(Kept::default());
    for part in [
        r#"value="Ann &#34;&#60;b&#62;&#34;" autocomplete="off" aria-describedby="name-help" required>"#,
        r#"<option value="manager" selected>Manager</option>"#,
        r#"<option value="2" selected>Sales floor</option>"#,
        r#"value="manager" required checked>"#,
        r#"id="active" name="active" value="1" checked aria-describedby="active-help">"#,
        r#"id="accept-1" name="accept-1" aria-label="Accept of Vault" value="3""#,
        "<span>6853</span><span>2967</span>",
        r#"href="/pieces?q=blue&#38;room=2&amp;older=1""#,
        r#"value="12.50""#,
        "Add one.",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert!(!html.contains("aria-invalid") && !html.contains("problems-title") && !html.contains("style="));
}

#[test]
fn a_form_that_came_back_shows_what_was_typed_and_what_is_wrong() {
    let typed = [("name", "Bob"), ("quantity", "x"), ("kind", "driver"), ("accept-1", "25"), ("password", "hunter2")];
    let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut problems = Problems::one("quantity", "Type a quantity like 12.");
    problems.add("accept-1", "Accept at most 24.");
    let html = rendered(Kept::new("/pieces/new", At::default(), &typed).problems(problems));
    for part in [
        r##"<a href="#quantity">Quantity: Type a quantity like 12.</a>"##,
        r##"<a href="#accept-1">Accept: Accept at most 24.</a>"##,
        r#"value="x" autocomplete="off" inputmode="decimal" aria-invalid="true" aria-describedby="quantity-problem" required>"#,
        r#"<p class="problem" id="quantity-problem">Type a quantity like 12.</p>"#,
        r#"value="driver" required checked>"#,
        r#"id="active" name="active" value="1" aria-describedby"#,
        "Please correct 2 fields",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert!(!html.contains("hunter2") && html.contains(r#"value="Bob""#));
}

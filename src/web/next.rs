//! Where a page leads after it has let somebody in.

/// `next` if it is a path of ours, else `otherwise`: `//evil.example` and `/\evil.example` are other sites to a browser.
pub fn safe(next: &str, otherwise: &str) -> String {
    let inner = next.strip_prefix('/').filter(|rest| !rest.starts_with(['/', '\\']) && !next.chars().any(char::is_control));
    let is_door = ["/sign-", "/locks", "/switches"].iter().any(|door| next.starts_with(door));
    if inner.is_some() && !is_door { next.to_owned() } else { otherwise.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn coming_in_never_leads_to_another_site() {
        for (next, goes) in [
            ("/sales?day=1", "/sales?day=1"),
            ("", "/"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("/sign-in", "/"),
            ("/locks/new", "/"),
            ("/\t/evil.example", "/"),
        ] {
            assert_eq!(safe(next, "/"), goes, "{next}");
        }
    }
}

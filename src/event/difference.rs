//! What a thing looked like, and what differs. Pure.

use serde::{Deserialize, Serialize};
use std::fmt::Display;

/// A thing's named fields, as a person reads them. Never a secret, never a patient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    pub(super) id: String,
    pub(super) name: String,
    fields: Vec<(String, String)>,
    gone: bool,
}

/// One field: previous, new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub field: String,
    pub from: String,
    pub to: String,
}

impl Picture {
    pub fn of(id: impl Display, name: impl Display) -> Self {
        Self { id: id.to_string(), name: name.to_string(), ..Self::default() }
    }

    pub fn with(mut self, field: impl Into<String>, value: impl Display) -> Self {
        self.fields.push((field.into(), value.to_string()));
        self
    }

    pub fn yes(self, field: &str, value: bool) -> Self {
        self.with(field, if value { "Yes" } else { "No" })
    }

    /// An empty field where there is none.
    pub fn maybe(self, field: &str, value: Option<impl Display>) -> Self {
        self.with(field, value.map_or_else(String::new, |value| value.to_string()))
    }

    /// Every field of a struct, under its own name: `password_days` becomes “Password days”.
    pub fn all(mut self, of: &impl Serialize) -> crate::error::Result<Self> {
        if let serde_json::Value::Object(fields) = serde_json::to_value(of)? {
            for (name, value) in fields {
                self.fields.push((words(&name), shown(&value)));
            }
        }
        Ok(self)
    }

    /// Another value for a field of [`Picture::all`]: a name in place of an id.
    pub fn instead(mut self, field: &str, value: impl Display) -> Self {
        if let Some(known) = self.fields.iter_mut().find(|(name, _)| name == field) {
            known.1 = value.to_string();
        }
        self
    }

    pub fn without(mut self, field: &str) -> Self {
        self.fields.retain(|(name, _)| name != field);
        self
    }

    /// Retired, hidden, dismissed: it is in the books and in use no more.
    pub fn gone(self, gone: bool) -> Self {
        Self { gone, ..self }
    }

    pub(super) fn is_gone(&self) -> bool {
        self.gone
    }

    /// What differs in `after`, in its order; what neither has is no difference.
    pub fn to(&self, after: &Self) -> Vec<Change> {
        let value = |picture: &Self, field: &str| {
            let found = picture.fields.iter().find(|(name, _)| name == field);
            found.map_or_else(String::new, |(_, value)| value.clone())
        };
        let only_before = self.fields.iter().filter(|(name, _)| after.fields.iter().all(|(known, _)| known != name));
        let names = after.fields.iter().chain(only_before).map(|(name, _)| name);
        let all = names.map(|name| Change { field: name.clone(), from: value(self, name), to: value(after, name) });
        all.filter(|change| change.from != change.to).collect()
    }
}

fn words(name: &str) -> String {
    let plain = name.replace('_', " ");
    let mut letters = plain.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn shown(value: &serde_json::Value) -> String {
    use serde_json::Value::{Array, Bool, Null, String as Text};
    match value {
        Null => String::new(),
        Bool(true) => "Yes".to_owned(),
        Bool(false) => "No".to_owned(),
        Text(text) => text.clone(),
        Array(all) => all.iter().map(shown).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &Picture, after: &Picture) -> Vec<String> {
        before.to(after).into_iter().map(|change| format!("{}: “{}” → “{}”", change.field, change.from, change.to)).collect()
    }

    #[test]
    fn only_what_differs_is_told_and_an_empty_field_of_a_new_thing_is_nothing() {
        let before = Picture::of(1, "Vault").with("Name", "Vault").yes("Active", true).maybe("Note", None::<String>);
        let after = Picture::of(1, "Safe").with("Name", "Safe").yes("Active", true).maybe("Note", Some("north"));
        assert_eq!(told(&before, &after), ["Name: “Vault” → “Safe”", "Note: “” → “north”"]);
        assert_eq!(told(&Picture::default(), &before), ["Name: “” → “Vault”", "Active: “” → “Yes”"]);
        assert_eq!(told(&after, &after), [] as [String; 0]);
        assert_eq!(told(&Picture::of(1, "a").with("Old", 1), &Picture::of(1, "a")), ["Old: “1” → “”"]);
    }

    #[test]
    fn a_struct_is_read_field_by_field() {
        #[derive(Serialize)]
        struct Shop {
            password_days: i64,
            law_hours: bool,
            room: Option<i64>,
        }
        let picture = Picture::of(1, "").all(&Shop { password_days: 90, law_hours: true, room: Some(3) }).unwrap();
        let picture = picture.instead("Room", "Vault").without("Law hours");
        assert_eq!(told(&Picture::default(), &picture), ["Password days: “” → “90”", "Room: “” → “Vault”"]);
    }
}

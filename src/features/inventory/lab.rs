//! What the lab said of a package (biotrack-api §2.11, §4.5), in words and as a table. Values are the lab's text, never reckoned with.

use serde_json::Value;

/// The newest result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lab {
    Passed,
    Failed,
    Pending,
    Rejected,
    /// No sample known.
    Untested,
}

impl Lab {
    /// From the state's number.
    pub fn of(result: Option<i64>) -> Self {
        match result {
            Some(1) => Self::Passed,
            Some(-1) => Self::Failed,
            Some(0) => Self::Pending,
            Some(_) => Self::Rejected,
            None => Self::Untested,
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::Passed => "Passed",
            Self::Failed => "Failed",
            Self::Pending => "Pending",
            Self::Rejected => "Rejected by the lab",
            Self::Untested => "No result",
        }
    }

    /// The mark of its badge.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Passed => "accepted",
            Self::Failed | Self::Rejected => "refused",
            Self::Pending | Self::Untested => "waiting",
        }
    }

    /// Only a retest would change it. What has passed may still fail, and what the lab rejected is sampled anew.
    pub fn is_final(self) -> bool {
        self == Self::Failed
    }

    /// By the lab's word it may not be sold; what it rejected is treated as what failed.
    pub fn has_failed(self) -> bool {
        matches!(self, Self::Failed | Self::Rejected)
    }

    pub fn has_passed(self) -> bool {
        self == Self::Passed
    }
}

/// One measured value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    pub test: &'static str,
    pub name: String,
    pub value: String,
    pub unit: &'static str,
}

/// The tests as the state words them, one row for each value.
pub fn measured(tests: Option<&str>) -> Vec<Measured> {
    let Some(text) = tests else { return Vec::new() };
    let all = match serde_json::from_str(text) {
        Ok(Value::Array(all)) => all,
        Ok(one @ Value::Object(_)) => vec![one],
        Ok(_) | Err(_) => Vec::new(),
    };
    all.iter().flat_map(of_test).collect()
}

fn of_test(test: &Value) -> Vec<Measured> {
    let Some(fields) = test.as_object() else { return Vec::new() };
    let (name, unit) = named(&plain(fields.get("type")));
    let values = fields.iter().filter(|(key, value)| key.as_str() != "type" && !value.is_null());
    values.map(|(key, value)| Measured { test: name, name: key.replace('_', " "), value: plain(Some(value)), unit }).collect()
}

fn plain(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

/// The test's name and the unit of its values, by its number.
fn named(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "1" => ("Moisture", "%"),
        "2" => ("Potency", "%"),
        "3" => ("Foreign matter", "%"),
        "4" => ("Microbial", "CFU/g"),
        "5" => ("Residual solvents", ""),
        "6" => ("Mycotoxins", ""),
        "7" => ("Pesticides", ""),
        "8" => ("Heavy metals", ""),
        _ => ("Other", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_become_rows_and_nonsense_becomes_none() {
        let rows = measured(Some(r#"[{"type":"2","THC":"21.3","CBDA":null},{"type":4,"e_coli_and_salmonella":"0"}]"#));
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].test, rows[0].name.as_str(), rows[0].value.as_str(), rows[0].unit), ("Potency", "THC", "21.3", "%"));
        assert_eq!(rows[1].name, "e coli and salmonella");
        assert!(measured(Some("no json")).is_empty() && measured(None).is_empty());
    }

    #[test]
    fn only_one_is_passed() {
        for (result, passed) in [(Some(1), true), (Some(-1), false), (Some(0), false), (Some(2), false), (None, false)] {
            assert_eq!(Lab::of(result).has_passed(), passed, "{result:?}");
        }
    }
}

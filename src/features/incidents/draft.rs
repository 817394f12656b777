//! The notice to the department, drafted: plain text from what is in the books, with counts and no patient's name.

use super::model::Incident;
use super::waiting::{Counts, Waiting};
use crate::features::locations::Location;
use crate::may::Clerk;
use crate::rules::disconnection::DEPARTMENT;
use crate::values::{At, clock};
use crate::web::spans::span;
use chrono_tz::Tz;

/// What a notice is made of.
pub struct Draft<'a> {
    pub incident: &'a Incident,
    pub locations: &'a [Location],
    pub waiting: &'a Waiting,
    /// Whom the department may ask.
    pub contact: &'a Clerk,
    pub now: At,
}

impl Draft<'_> {
    pub fn subject(&self) -> String {
        let licenses: Vec<String> = self.locations.iter().map(|location| location.license.to_string()).collect();
        format!("Seed-to-sale tracking system disconnected: {}", licenses.join(", "))
    }

    pub fn body(&self) -> String {
        let parts = [self.opening(), self.who(), self.when(), self.what_waits(), self.contact()];
        parts.join("\n\n")
    }

    /// Opens the person's own mail program with the notice in it.
    pub fn mailto(&self) -> String {
        let body = self.body().replace('\n', "\r\n");
        format!("mailto:{DEPARTMENT}?subject={}&body={}", percent_encoded(&self.subject()), percent_encoded(&body))
    }

    fn opening(&self) -> String {
        let tense = if self.incident.ended_at.is_some() { "had" } else { "has had" };
        format!(
            "To the Office of Medical Marijuana Use\n\nOur seed-to-sale tracking system {tense} no connection to the department's \
             seed-to-sale tracking system for {}.",
            span(self.incident.disconnection().lasted(self.now))
        )
    }

    fn who(&self) -> String {
        let line = |location: &Location| {
            format!(
                "Medical marijuana treatment center: {}\nLicense: {}\nAddress: {}",
                location.name, location.license, location.address
            )
        };
        self.locations.iter().map(line).collect::<Vec<_>>().join("\n\n")
    }

    fn when(&self) -> String {
        let incident = self.incident;
        let mut lines = vec![format!("Disconnected since: {}", self.exactly(incident.started_at))];
        lines.extend(incident.answered_before.map(|before| format!("Last answer before that: {}", self.exactly(before))));
        lines.push(match incident.ended_at {
            Some(ended) => format!("Connected again: {}", self.exactly(ended)),
            None => format!("Connected again: not yet, as of {}", self.exactly(self.now)),
        });
        lines.push(format!("Cause, as our system saw it: {}", incident.cause));
        lines.join("\n")
    }

    fn what_waits(&self) -> String {
        format!(
            "Reports that wait for an answer:\n{}\n\nReports that could not be sent since the start (none of it was done on our side \
             either):\n{}",
            listed(&self.waiting.open),
            listed(&self.waiting.turned_away)
        )
    }

    fn contact(&self) -> String {
        let phone = self.locations.iter().find(|location| location.id == self.contact.location);
        let phone = phone.map_or("", |location| location.phone.as_str());
        format!(
            "Contact: {}, {}, {}, {phone}\nOur number for this incident: {}",
            self.contact.name,
            self.contact.role.label(),
            self.contact.mmur_email,
            self.incident.number
        )
    }

    fn exactly(&self, at: At) -> String {
        exactly(at, self.contact.zone)
    }
}

fn exactly(at: At, zone: Tz) -> String {
    clock::local(at, zone).format("%A, %B %-d, %Y, %-I:%M:%S %p %Z").to_string()
}

fn listed(counts: &Counts) -> String {
    if counts.is_empty() {
        return "- none".to_owned();
    }
    let lines: Vec<String> = counts.iter().map(|(action, count)| format!("- {}: {count}", action.label())).collect();
    lines.join("\n")
}

fn percent_encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

//! What came back from one call, read from the text alone: neither the content type nor the status of the state's answers can
//! be relied on (biotrack-api §1.1).

mod envelope;

pub(super) use envelope::longest;

use super::{ReadError, Refusal, Silence, loose};
use serde_json::{Map, Value};

/// So much of the state's reason for a no is kept, in characters.
const LONGEST_REASON: usize = 1000;

/// The outcome of one call on the wire. Has no `Debug`: bodies are never logged.
pub(super) enum Heard {
    /// `success: 1`.
    Yes(Said),
    /// `success: 0`.
    No(Refusal),
    /// The message never left.
    Unsent(String),
    /// It left, and nothing usable came back.
    Nothing(String),
}

/// A `success: 1` answer, as it was said and as it was read.
pub(super) struct Said {
    pub text: String,
    pub body: Map<String, Value>,
}

impl Said {
    /// A write's number; the state counts them from 1.
    pub fn transaction(&self) -> Option<i64> {
        transaction(self.body.get("transactionid"))
    }

    /// The state's clock, epoch seconds.
    pub fn time(&self) -> Option<i64> {
        let time = loose::whole(self.body.get("sessiontime")).or_else(|| loose::whole(self.body.get("time")));
        time.filter(|seconds| loose::at(*seconds).is_some())
    }

    /// The highest transaction anywhere in this answer: its own, or one of its rows.
    pub fn highest_transaction(&self) -> Option<i64> {
        let rows = self.body.values().filter_map(Value::as_array).flatten();
        rows.filter_map(|row| transaction(row.get("transactionid"))).chain(self.transaction()).max()
    }
}

/// A number of 16 digits is an identifier that stands in the wrong place, and one that is higher than all that ever come would make us
/// look for lost acts above it, in vain.
fn transaction(value: Option<&Value>) -> Option<i64> {
    const HIGHEST: i64 = 999_999_999_999_999;
    loose::whole(value).filter(|number| (1..=HIGHEST).contains(number))
}

impl Heard {
    /// For a question: only a yes is an answer.
    pub fn read(self) -> Result<Said, ReadError> {
        match self {
            Self::Yes(said) => Ok(said),
            Self::No(refusal) => Err(ReadError::Refused(refusal)),
            Self::Unsent(words) | Self::Nothing(words) => Err(Silence(words).into()),
        }
    }

    /// Raised by the state before any effect.
    pub fn session_expired(&self) -> bool {
        matches!(self, Self::No(refusal) if refusal.is_expired_session())
    }
}

/// Reads an answer. Anything that is not clearly a yes or a no is nothing: a yes under a status that says otherwise, a no that
/// names a transaction, and a key that is there twice with two values.
pub(super) fn heard(status: u16, text: &str) -> Heard {
    if status >= 500 {
        return Heard::Nothing(format!("The state's system had a fault of its own (HTTP {status})."));
    }
    let text = envelope::without_leaked_header(text);
    if text.is_empty() {
        return Heard::Nothing(format!("The state's answer was empty (HTTP {status})."));
    }
    let Ok(envelope::Body(body)) = serde_json::from_str(text) else {
        return Heard::Nothing(format!("The state's answer could not be read (HTTP {status})."));
    };
    match loose::whole(body.get("success")) {
        Some(1) if (200..300).contains(&status) => Heard::Yes(Said { text: text.to_owned(), body }),
        Some(1) => Heard::Nothing(format!("The state's answer says yes, and its status says otherwise (HTTP {status}).")),
        Some(0) if loose::whole(body.get("transactionid")).is_some_and(|number| number > 0) => {
            Heard::Nothing("The state's answer says no, and names a transaction all the same.".into())
        }
        Some(0) => Heard::No(refusal(&body)),
        _ => Heard::Nothing("The state's answer says neither yes nor no.".into()),
    }
}

fn refusal(body: &Map<String, Value>) -> Refusal {
    let text = loose::text(body.get("error")).unwrap_or_else(|| "The state gave no reason.".into());
    Refusal { code: loose::whole(body.get("errorcode")), text: text.chars().take(LONGEST_REASON).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWICE: &str = r#"{"success":0,"error":"No.","success":1,"transactionid":7}"#;
    const BOTH: &str = r#"{"success":0,"error":"No.","transactionid":7}"#;

    #[test]
    fn a_yes_or_a_no_may_be_a_number_or_text_and_anything_else_is_nothing() {
        for yes in [
            r#"{"success":1}"#,
            r#"{"success":"1"}"#,
            "\u{feff} {\"success\":1}\n",
            "Content-Type: text/plain\r\n\r\n{\"success\":1}",
        ] {
            assert!(matches!(heard(200, yes), Heard::Yes(_)), "{yes}");
        }
        for no in [r#"{"success":0,"error":"No.","errorcode":"602"}"#, r#"{"success":"0","error":"No.","errorcode":602}"#] {
            let Heard::No(refusal) = heard(400, no) else { panic!("{no}") };
            assert_eq!(refusal, Refusal { code: Some(602), text: "No.".into() });
        }
        for nothing in
            ["", "  \n", "<html>", "[]", "{}", r#"{"success":2}"#, "Content-Type: text/plain", "{\"success\":1", TWICE, BOTH]
        {
            assert!(matches!(heard(200, nothing), Heard::Nothing(_)), "{nothing}");
        }
        for status in [301, 404, 500] {
            assert!(matches!(heard(status, r#"{"success":1}"#), Heard::Nothing(_)), "{status} is no yes");
        }
    }

    #[test]
    fn only_the_words_of_an_expired_session_mean_one() {
        let no = |text: &str| Heard::No(Refusal { code: Some(63), text: text.into() });
        assert!(no("Your session has expired.").session_expired());
        assert!(no("SESSION 12 EXPIRED").session_expired());
        assert!(!no("You provided an invalid location license number.").session_expired());
        assert!(!no("The card expired before this session.").session_expired());
    }

    #[test]
    fn the_highest_transaction_may_be_in_a_row() {
        let Heard::Yes(said) = heard(200, r#"{"success":1,"sale":[{"transactionid":"7"},{"transactionid":9}]}"#) else {
            panic!()
        };
        assert_eq!(said.highest_transaction(), Some(9));
        assert_eq!(said.transaction(), None);
    }
}

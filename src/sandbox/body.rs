//! Taking a request off the wire: how large, how slow and how full it may be. What is not one JSON object of a bearable size is
//! refused here, before anything else looks at it, and off the thread that listens to the other callers.

use super::ask::Ask;
use super::refusal::Refusal;
use super::texts;
use actix_web::body::{BodyStream, MessageBody};
use actix_web::web;
use serde_json::Value;
use std::future::poll_fn;
use std::pin::pin;
use std::time::Duration;

/// The largest request that is read.
const LARGEST: usize = 10 * 1024 * 1024;
/// More than the largest is taken off the wire before it is refused, so that the caller hears why; but not without end.
const LISTENED_TO: usize = 8 * LARGEST;
/// A small request is read at once, a larger one on a thread of its own.
const SMALL: usize = 64 * 1024;
/// Values in one request. A megabyte of empty objects would take a hundred of memory; a thousand lines are a plausible call.
const MOST_VALUES: usize = 20_000;
/// How long a caller may take to send one request.
const PATIENCE: Duration = Duration::from_secs(60);

/// The request, if it is one.
pub async fn taken(payload: web::Payload) -> Result<Ask, Refusal> {
    let collected = tokio::time::timeout(PATIENCE, collect(payload)).await;
    let body = collected.unwrap_or(None).ok_or_else(texts::too_large)?;
    if body.len() <= SMALL {
        return read(&body);
    }
    web::block(move || read(&body)).await.unwrap_or_else(|_| Err(texts::unreadable()))
}

/// The whole body; `None` when it is too large or did not arrive whole.
async fn collect(payload: web::Payload) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    let mut length = 0_usize;
    let mut chunks = pin!(BodyStream::new(payload));
    while let Some(chunk) = poll_fn(|context| chunks.as_mut().poll_next(context)).await {
        let Ok(chunk) = chunk else { return None };
        length = length.saturating_add(chunk.len());
        if length > LISTENED_TO {
            return None;
        }
        if length > LARGEST {
            body = Vec::new();
        } else {
            body.extend_from_slice(&chunk);
        }
    }
    (length <= LARGEST).then_some(body)
}

fn read(body: &[u8]) -> Result<Ask, Refusal> {
    // Clients of .NET put a mark before their text.
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if values(text) > MOST_VALUES {
        return Err(texts::too_many_values());
    }
    match serde_json::from_slice(text) {
        Ok(Value::Object(fields)) => Ok(Ask(fields)),
        _ => Err(texts::unreadable()),
    }
}

/// How many values the text would make, counted by what separates them outside of strings.
fn values(text: &[u8]) -> usize {
    let (mut count, mut in_string, mut escaped) = (1_usize, false, false);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b',' | b'[' | b'{' if !in_string => count += 1,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_outside_of_strings() {
        for (text, count) in [("1", 1), ("[]", 2), (r#"{"a":"x,[{","b":[1,2,3]}"#, 6), (r#"{"a":"\",[","b":1}"#, 3)] {
            assert_eq!(values(text.as_bytes()), count, "{text}");
        }
    }
}

//! `/guests/events`: tells an open page that the list has changed, and nothing else; the page then asks for its lanes, with the usual
//! checks. Ends with the session, for a newer window of the same person, and when the program stops; a browser comes back by itself, and one
//! whose place was taken when somebody looks at it again.

use crate::app::App;
use crate::error::{Error, Result};
use crate::may::{self, May};
use crate::values::UserId;
use crate::web::prelude::Data;
use crate::web::session;
use crate::web::streams::{News, Subscription};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream;
use std::convert::Infallible;
use std::time::Duration;

/// How long a quiet stream says nothing; then it also looks whether its session still is one.
const QUIET: Duration = Duration::from_secs(10);
/// When a browser may come back after a stream has ended, in milliseconds; and the first word: what happened before it, nobody said.
const HELLO: &[u8] = b"retry: 3000\nevent: changed\ndata: 1\n\n";
const CHANGED: &[u8] = b"event: changed\ndata: 1\n\n";
const ELSEWHERE: &[u8] = b"event: elsewhere\ndata: 1\n\n";
const STILL_HERE: &[u8] = b": still here\n\n";

struct Open {
    app: App,
    user: UserId,
    session: String,
    subscription: Subscription,
    greeted: bool,
    /// It has said all that it will.
    is_over: bool,
}

/// GET /guests/events
pub async fn index(app: Data<App>, may: May<may::SeeGuests>, request: HttpRequest) -> Result<HttpResponse> {
    let session = session::row_of(&request).ok_or(Error::SignedOut)?;
    let subscription = app.streams.subscribe(may.user, may.location);
    let open = Open { app: App::clone(&app), user: may.user, session, subscription, greeted: false, is_over: false };
    let body = stream::unfold(open, |mut open| async move {
        let words = open.next().await?;
        Some((Ok::<_, Infallible>(actix_web::web::Bytes::from_static(words)), open))
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream; charset=utf-8")
        // What is compressed is held back until there is more of it.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(body))
}

impl Open {
    /// The next word; none: the stream is over.
    async fn next(&mut self) -> Option<&'static [u8]> {
        if self.is_over {
            return None;
        }
        if !self.greeted {
            self.greeted = true;
            return Some(HELLO);
        }
        let news = self.subscription.news(QUIET).await;
        if news == News::Over || !self.is_signed_in().await {
            return None;
        }
        self.is_over = news == News::Displaced;
        Some(match news {
            News::Changed => CHANGED,
            News::Displaced => ELSEWHERE,
            News::Quiet | News::Over => STILL_HERE,
        })
    }

    async fn is_signed_in(&self) -> bool {
        let (session, user, now) = (self.session.clone(), self.user, self.app.clock.machine());
        match self.app.read(move |conn| session::is_alive(conn, &session, user, now)).await {
            Ok(alive) => alive,
            Err(error) => {
                tracing::warn!(%error, "a stream ends because its session could not be looked up");
                false
            }
        }
    }
}

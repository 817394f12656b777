//! What a browser sends: `name=value` pairs, repeated and numbered names included, up to 1 MB.

use crate::error::Error;
use crate::web::fields::Fields;
use actix_web::dev::{Payload, UrlEncoded};
use actix_web::error::UrlencodedError;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

const LIMIT: usize = 1024 * 1024;

/// The pairs of a form, in its order. Read them through [`Form::fields`].
#[derive(Debug, Clone)]
pub struct Form(Typed);

/// Left in the request, so that `problems.rs` can give it back to the person.
pub(super) type Typed = Rc<Vec<(String, String)>>;

impl Form {
    /// The pairs as they came.
    pub(super) fn typed(&self) -> &[(String, String)] {
        &self.0
    }

    pub fn fields(&self) -> Fields<'_> {
        Fields::of(&self.0)
    }
}

impl FromRequest for Form {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let body = UrlEncoded::<Vec<(String, String)>>::new(&request, payload).limit(LIMIT);
        Box::pin(async move {
            let typed = Rc::new(body.await.map_err(words)?);
            request.extensions_mut().insert(Typed::clone(&typed));
            Ok(Self(typed))
        })
    }
}

fn words(error: UrlencodedError) -> Error {
    Error::Rule(match error {
        UrlencodedError::Overflow { .. } => {
            "That form holds more than 1 MB, so nothing was saved. Send it in smaller parts.".to_owned()
        }
        UrlencodedError::ContentType => {
            "That was not sent by one of our forms. Open the page again and send it from there.".to_owned()
        }
        _ => "The form arrived incomplete, so nothing was saved. Send it again.".to_owned(),
    })
}

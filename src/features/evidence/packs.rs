//! `/evidence/pack.zip`: the files, and a manifest with the SHA-256 of each, so that whoever has the pack can tell whether one was
//! altered since.

use super::files::FILES;
use super::span::{Days, Span};
use super::zip_stream::{Pack, Sealed};
use crate::features::locations::Location;
use crate::web::prelude::*;
use crate::web::sheets::line;
use actix_web::HttpResponse;
use actix_web::body::{BodySize, MessageBody};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc::{Receiver, Sender, channel};

type Bytes = actix_web::web::Bytes;

/// The pack as far as it is written.
struct Parts(Receiver<Result<Bytes>>);

impl MessageBody for Parts {
    type Error = Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        self.get_mut().0.poll_recv(context)
    }
}

/// GET /evidence/pack.zip
pub async fn show(app: Data<App>, may: May<may::SeeEvidence>, days: Query<Days>) -> Result<HttpResponse> {
    let span = Span::of(&days, &may)?;
    span.note(&app, &may, "ZIP of CSV files").await?;
    let location = may.location;
    let shop = app.read(move |conn| Location::find(conn, location)).await?;
    let about = format!(
        "Evidence of {}\r\n{}\r\nLicence {}\r\n{}\r\nGathered {} by {}\r\nTimes are of {}. manifest.csv has the SHA-256 of each file.\r\n",
        span.words(),
        shop.name,
        shop.license,
        shop.address,
        span.said(app.clock.now()),
        may.name,
        span.zone
    );
    let (sender, receiver) = channel(2);
    let app = App::clone(&app);
    app.under_way.spawn_on(send(app.clone(), span, about, sender), &app.runtime);
    let name = format!("evidence-{}-{}-to-{}.zip", shop.license, span.first, span.last);
    Ok(HttpResponse::Ok()
        .content_type("application/zip")
        .insert_header(("Content-Disposition", format!("attachment; filename=\"{name}\"")))
        // It is compressed already.
        .insert_header(("Content-Encoding", "identity"))
        .body(Parts(receiver)))
}

/// Reads on only as fast as somebody takes it. Whatever fails cuts the answer off: half a pack must not look like a whole one.
async fn send(app: App, span: Span, about: String, to: Sender<Result<Bytes>>) {
    if let Err(error) = write(&app, &span, &about, &to).await {
        tracing::error!(error = format!("{error:?}"), "a pack of evidence was cut off");
        // Whoever left does not hear it.
        drop(to.send(Err(error)).await);
    }
}

async fn write(app: &App, span: &Span, about: &str, to: &Sender<Result<Bytes>>) -> Result<()> {
    let mut pack = Pack::new();
    let mut manifest = line(["File", "Rows", "Bytes", "SHA-256"])?;
    pack.begin("about.txt")?;
    pack.write(about.as_bytes())?;
    manifest.extend(listed("about.txt", 0, &pack.seal())?);
    for file in &FILES {
        pack.begin(file.name)?;
        // The mark at the beginning tells Excel that this is UTF-8.
        pack.write("\u{feff}".as_bytes())?;
        pack.write(&line(file.headings.iter().copied())?)?;
        let (mut rows, mut after) = (0, Some(String::new()));
        while let Some(from) = after {
            let (part, span) = (file.part, *span);
            let read = app.read(move |conn| part(conn, &span, &from)).await?;
            for row in &read.rows {
                pack.write(&line(row.iter().map(String::as_str))?)?;
            }
            rows += read.rows.len();
            after = read.next;
            if to.send(Ok(pack.take()?.into())).await.is_err() {
                // The browser went away.
                return Ok(());
            }
        }
        manifest.extend(listed(file.name, rows, &pack.seal())?);
    }
    pack.begin("manifest.csv")?;
    pack.write(&manifest)?;
    // Nobody there any more is no fault.
    drop(to.send(Ok(pack.finish()?.into())).await);
    Ok(())
}

fn listed(name: &str, rows: usize, sealed: &Sealed) -> Result<Vec<u8>> {
    line([name, &rows.to_string(), &sealed.bytes.to_string(), &sealed.sha256])
}

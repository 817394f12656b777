//! `/labs`: what is to be done about lab results.

use super::model::SampleLine;
use super::readings::read_all;
use super::release::Release;
use super::worklist::{Count, Which, WorkLine, counts, oldest_read};
use crate::features::inventory::Package;
use crate::rules::failed_tests::{Urgency, rule_on};
use crate::values::PackageId;
use crate::web::prelude::*;
use serde::Deserialize;

/// So many results are read again with one press.
const AT_ONCE: i64 = 500;

/// What is asked for; empty is the first part that has something.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    which: String,
}

#[derive(Template)]
#[template(path = "labs/index.html")]
struct Index {
    shell: Shell,
    which: Which,
    counts: Vec<Count>,
    packages: Paged<WorkLine>,
    samples: Paged<SampleLine>,
    may_read: bool,
    may_sign: bool,
    may_send: bool,
    may_destroy: bool,
}

impl Index {
    fn is_shown(&self, which: &Which) -> bool {
        self.which == *which
    }

    fn is_of_samples(&self) -> bool {
        self.which == Which::Samples
    }

    fn is_of_amounts(&self) -> bool {
        self.which == Which::Different
    }

    fn is_of_signatures(&self) -> bool {
        self.which == Which::Unsigned
    }

    fn is_of_failures(&self) -> bool {
        self.which == Which::Failed
    }

    /// How long a part is; of samples those that wait are counted, and all are listed.
    fn count_words(&self, count: &Count) -> String {
        if count.0 == Which::Samples { format!("{} at a laboratory", count.1) } else { count.1.to_string() }
    }

    /// The one who looks at the list may sign it next.
    fn waits_for_me(&self, line: &WorkLine) -> bool {
        !line.signed.as_ref().is_some_and(|signed| signed.by_me)
    }

    fn query(&self) -> String {
        format!("which={}", self.which)
    }

    /// What stands where there is nothing.
    fn nothing(&self) -> &'static str {
        match self.which {
            Which::NoResult => "Every package on the shelf has a result",
            Which::Pending => "No package waits for its result",
            Which::Failed => "No package on the shelf has failed",
            Which::Different => "Lab and catalog say the same everywhere",
            Which::Unsigned => "Everything that has passed is released",
            Which::Samples => "No sample has been sent from here",
        }
    }

    /// The sentence above the table.
    fn sentence(&self) -> String {
        match self.which {
            Which::NoResult => "Without a passed result a package is neither sold nor shipped. Send a sample of it, or read again.",
            Which::Pending => {
                "The laboratory has them. A result is read by itself when the package's page is opened, and here at once."
            }
            Which::Failed => {
                let rule = rule_on(self.shell.today());
                return format!(
                    "They are on hold. Within {} calendar days the department is told what becomes of each: a retest with {} new samples that must all pass, remediation, or destruction.",
                    rule.decide_within.num_days(),
                    rule.retest_samples
                );
            }
            Which::Different => {
                "The lab's amount is what the register posts to the order. Correct the catalog if the lab is right for all."
            }
            Which::Unsigned => {
                "They have passed. Two people must look at the certificate and sign, each for themselves, before anything of it is sold. Packages of one sample that post the same share a certificate."
            }
            Which::Samples => "Every sample that was sent from here, the newest first.",
        }
        .to_owned()
    }

    fn clock_mark(&self, line: &WorkLine) -> &'static str {
        let late = line.deadline.is_some_and(|deadline| deadline.urgency(self.shell.today()) > Urgency::Counting);
        if late { "refused" } else { "held" }
    }
}

/// GET /labs
pub async fn index(
    app: Data<App>,
    may: May<may::SeeInventory>,
    shell: Shell,
    asked: Query<Asked>,
    cursor: Query<Cursor>,
) -> Result<Html> {
    let (clerk, cursor, asked) = (Clerk::clone(&may), cursor.into_inner(), asked.which.parse::<Which>());
    let (which, counts, rows, samples, cursor) = app
        .read(move |conn| {
            let location = clerk.location;
            let asks_signatures = Release::is_asked_for(conn, location)?;
            let counts = counts(conn, location, asks_signatures)?;
            let first = counts.iter().find(|(_, count)| *count > 0).map_or(Which::NoResult, |(which, _)| *which);
            let which = asked.unwrap_or(first);
            let (rows, samples) = match which {
                Which::Samples => (Vec::new(), SampleLine::listed(conn, location, &cursor)?),
                other => (WorkLine::listed(conn, &clerk, other, &cursor)?, Vec::new()),
            };
            Ok((which, counts, rows, samples, cursor))
        })
        .await?;
    let packages = Paged::new(rows, &cursor, |line| line.package.id.to_string());
    let samples = Paged::new(samples, &cursor, |line| line.sample.id.to_string());
    let (may_read, may_sign) = (may.may::<may::ReadLabs>(), may.may::<may::SignCertificate>());
    let (may_send, may_destroy) = (may.may::<may::SendSamples>(), may.may::<may::Destroy>());
    page(Index { shell, which, counts, packages, samples, may_read, may_sign, may_send, may_destroy })
}

/// POST /labs/readings
pub async fn create(app: Data<App>, may: May<may::ReadLabs>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let location = may.location;
    let which = fields.optional::<Which>("which");
    let (which, chosen) = fields.done((which, fields.choices::<PackageId>("package")))?;
    let which = which.unwrap_or(Which::Pending);
    let all = fields.ticked("all");
    let packages = app
        .read(move |conn| match all {
            true => oldest_read(conn, location, which, AT_ONCE),
            false => chosen.iter().map(|id| Package::find(conn, location, *id)).collect(),
        })
        .await?;
    if packages.is_empty() {
        return rule("No package was chosen, so nothing was read. Tick some, or press “Read all again”.");
    }
    let count = packages.len();
    let changed = read_all(&app, &may, packages).await?;
    let read = if count == 1 { "1 package".to_owned() } else { format!("{count} packages") };
    let news = match changed {
        0 => "nothing changed".to_owned(),
        1 => "1 says something new".to_owned(),
        changed => format!("{changed} say something new"),
    };
    Ok(see_other(format!("/labs?which={which}")).notice(format!("Read {read} from the state just now: {news}.")))
}

//! `/guests/lookups`: the person at the desk before they are checked in. The registry is asked for this page, and everything that stands
//! in the way is said before anybody presses a button.

use super::super::patients::{Countdown, Patient, Place, clocks, must_be_welcome, seen, years_between};
use super::super::register::{Said, Snapshot, is_open};
use super::lookup::{LookUp, Lookup, NameCard, OTHER_PERSON};
use super::model::{Errand, Guest};
use super::registry::{Heard, fits_licence, hear, words_of};
use crate::biotrack::{CardStatus, Caregiver};
use crate::db::Conn;
use crate::features::patients::masked;
use crate::values::{At, GuestId, LookupId, PatientId, clock};
use crate::web::prelude::*;
use chrono::NaiveDate;

#[derive(Template)]
#[template(path = "guests/lookup.html")]
struct Show {
    shell: Shell,
    lookup: Lookup,
    patient: Option<Patient>,
    /// They are in the list already.
    here: Option<GuestId>,
    /// Why there is no check-in.
    obstacle: Option<String>,
    answer: Option<Answer>,
    /// The registry is silent; since when.
    silence: Option<String>,
    today: NaiveDate,
}

/// What the registry said, for the screen.
struct Answer {
    clocks: Vec<Countdown>,
    orders: Vec<String>,
    caregivers: Vec<Caregiver>,
    is_minor: bool,
    read_at: String,
}

impl Show {
    fn errands(&self) -> &'static [Errand] {
        Errand::ALL
    }

    fn age(&self) -> Option<i32> {
        let born = self.patient.as_ref().map(|patient| patient.birth_date).or(self.lookup.birth_date);
        born.map(|born| years_between(born, self.today))
    }

    fn is_minor(&self) -> bool {
        self.age().is_some_and(|age| age < 18)
    }

    fn licence_clock(&self) -> Option<Countdown> {
        self.lookup.licence_expires_on.map(|last| Countdown::until("Driving licence", last, 365, self.today))
    }

    fn needs_other_id(&self) -> bool {
        self.lookup.licence_is_over(self.today)
    }

    fn needs_card(&self) -> bool {
        self.lookup.card_id.is_none()
    }

    fn card(&self) -> String {
        self.lookup.card_id.as_deref().map(masked).unwrap_or_default()
    }

    /// The card is not known, or is somebody else's.
    fn asks_card(&self) -> bool {
        self.needs_card() || self.obstacle.as_deref() == Some(OTHER_PERSON)
    }

    fn may_check_in(&self) -> bool {
        self.here.is_none() && self.obstacle.is_none() && !self.needs_card()
    }
}

impl Answer {
    fn of(said: &Said, today: NaiveDate, read_at: String) -> Self {
        let snapshot = Snapshot::of(said.answer.clone(), said.read_at);
        let open = snapshot.orders.iter().filter(|order| is_open(order, today));
        Self {
            clocks: clocks(&snapshot, today),
            orders: open
                .map(|order| format!("{}: {} now", order.route.label(), order.dispensable_now.in_words(order.order_type.unit())))
                .collect(),
            caregivers: good_caregivers(said, today),
            is_minor: snapshot.age(today) < 18,
            read_at,
        }
    }
}

/// Those who may buy today.
fn good_caregivers(said: &Said, today: NaiveDate) -> Vec<Caregiver> {
    let all = said.answer.caregivers.iter();
    let good = all.filter(|one| one.status == CardStatus::Active && one.expires_on.is_none_or(|last| today <= last));
    good.cloned().collect()
}

/// POST /guests/lookups: somebody of a list.
pub async fn create(app: Data<App>, may: May<may::CheckIn>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let patient = fields.done(fields.read::<PatientId>("patient"))?;
    let lookup = app.record(&may, key, LookUp::Patient(patient)).await?;
    Ok(see_other(format!("/guests/lookups/{lookup}")))
}

/// POST /guests/lookups/{id}: the card that goes with a licence nobody knew.
pub async fn update(app: Data<App>, may: May<may::CheckIn>, id: Path<LookupId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let card = fields.done(fields.text("card_id", 1..=32))?;
    let lookup = id.into_inner();
    app.record(&may, key, NameCard { lookup, card }).await?;
    Ok(see_other(format!("/guests/lookups/{lookup}")))
}

/// GET /guests/lookups/{id}
pub async fn show(app: Data<App>, may: May<may::CheckIn>, id: Path<LookupId>, shell: Shell) -> Result<Html> {
    let (clerk, id, today) = (Clerk::clone(&may), id.into_inner(), clock::local_date(app.clock.now(), may.zone));
    let location = clerk.location;
    let lookup = app.read(move |conn| Lookup::find(conn, location, id)).await?;
    let heard = match &lookup.card_id {
        Some(card) => Some(hear(&app, &may, card).await),
        None => None,
    };
    let (lookup, patient, obstacle) = met(&app, &clerk, lookup, heard.as_ref(), today).await?;
    if let Some(patient) = &patient {
        seen(&app, &may, patient.id, Place::CheckIn).await?;
    }
    let card = lookup.card_id.clone();
    let here =
        app.read(move |conn| card.map_or(Ok(None), |card| Guest::with_card(conn, location, &card))).await?.map(|guest| guest.id);
    let (answer, silence) = match heard {
        // What the registry says of somebody else is nothing to show.
        Some(Heard::Said(_)) if obstacle.as_deref() == Some(OTHER_PERSON) => (None, None),
        Some(Heard::Said(said)) => (Some(Answer::of(&said, today, time(said.read_at, &clerk))), None),
        Some(Heard::Silent(words)) => (None, Some(words)),
        Some(Heard::Refused(_)) | None => (None, None),
    };
    page(Show { shell, lookup, patient, here, obstacle, answer, silence, today })
}

fn time(at: At, clerk: &Clerk) -> String {
    clock::local(at, clerk.zone).format("%H:%M:%S").to_string()
}

/// Who it is by the registry, and what stands in the way. The patient is kept at once: only whose looks can be logged is shown by name.
async fn met(
    app: &App,
    clerk: &Clerk,
    lookup: Lookup,
    heard: Option<&Heard>,
    today: NaiveDate,
) -> Result<(Lookup, Option<Patient>, Option<String>)> {
    let (clerk, heard, now) = (clerk.clone(), heard.cloned(), app.clock.now());
    app.db.write(move |tx| meet(tx, &clerk, lookup.clone(), heard.as_ref(), today, now)).await
}

fn meet(
    tx: &mut Conn,
    clerk: &Clerk,
    mut lookup: Lookup,
    heard: Option<&Heard>,
    today: NaiveDate,
    now: At,
) -> Result<(Lookup, Option<Patient>, Option<String>)> {
    let mut obstacle = match heard {
        Some(Heard::Refused(words)) => Some(words.clone()),
        Some(Heard::Said(said)) if !fits_licence(tx, lookup.person_digest.as_deref(), said)? => Some(OTHER_PERSON.to_owned()),
        Some(Heard::Said(said)) => {
            let id = Patient::keep(tx, &said.answer, now)?;
            let patient = Patient::find(tx, id)?;
            Lookup::met(tx, lookup.id, &patient)?;
            (lookup.patient_id, lookup.initials) = (Some(id), patient.initials());
            may_be_served(said, today)?
        }
        _ => None,
    };
    let patient = lookup.patient_id.map(|id| Patient::find(tx, id)).transpose()?;
    if let Some(patient) = &patient
        && let Some(words) = words_of(must_be_welcome(tx, clerk, patient.id))?
    {
        obstacle = Some(words);
    }
    Ok((lookup, patient, obstacle))
}

/// Who buys is chosen on the page: so a minor is weighed with a caregiver who could, if there is one.
fn may_be_served(said: &Said, today: NaiveDate) -> Result<Option<String>> {
    let snapshot = Snapshot::of(said.answer.clone(), said.read_at);
    let buyer = good_caregivers(said, today).into_iter().next().filter(|_| snapshot.age(today) < 18);
    words_of(snapshot.must_be_served(buyer.as_ref().map(|one| one.caregiver_card_id.as_str()), today))
}

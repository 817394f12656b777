//! `/guests`: the lanes, a guest's own page, and checking in.

use super::super::patients::{Flag, Patient, Place, seen};
use super::super::pre_orders::{self, PreOrder};
use super::super::register::{Reading, Snapshot};
use super::board::Board;
use super::lookup::Lookup;
use super::model::{Errand, Guest};
use super::records::CheckIn;
use super::registry::hear;
use crate::features::patients::masked;
use crate::values::{GuestId, LookupId, clock};
use crate::web::prelude::*;
use chrono::NaiveDate;

#[derive(Template)]
#[template(path = "guests/index.html", blocks = ["lanes"])]
pub(super) struct Index {
    pub shell: Shell,
    pub board: Board,
    pub may_edit: bool,
}

/// GET /guests
pub async fn index(app: Data<App>, may: May<may::SeeGuests>, ask: Ask, shell: Shell) -> Result<Html> {
    let (clerk, now) = (Clerk::clone(&may), app.clock.now());
    let board = app.read(move |conn| Board::of(conn, &clerk, now)).await?;
    let index = Index { shell, board, may_edit: may.may::<may::EditLanes>() };
    if ask.wants("lanes") { fragment(index.as_lanes()) } else { page(index) }
}

/// A guest's own page.
#[derive(Template)]
#[template(path = "guests/show.html")]
struct Show {
    shell: Shell,
    guest: Guest,
    lane: String,
    patient: Option<Patient>,
    snapshot: Option<Snapshot>,
    warnings: Vec<String>,
    /// Pre-orders that wait here for them.
    ready: Vec<PreOrder>,
    holder: Option<String>,
    clocks: Vec<super::super::patients::Countdown>,
    age: Option<i32>,
    is_mine: bool,
    may_serve: bool,
    sees_patients: bool,
}

impl Show {
    fn title(&self) -> String {
        if self.guest.initials.is_empty() { format!("Card {}", masked(&self.guest.card_id)) } else { self.guest.initials.clone() }
    }

    /// Who may buy for them, by the last reading: (card, words).
    fn caregivers(&self) -> Vec<(String, String)> {
        let known = self.snapshot.iter().flat_map(|snapshot| &snapshot.caregivers);
        known.map(|one| (one.card_id.clone(), format!("{} · {}", masked(&one.card_id), one.status.label()))).collect()
    }

    fn caregiver(&self) -> Option<String> {
        self.guest.caregiver_card_id.as_deref().map(masked)
    }

    fn is_here(&self) -> bool {
        self.guest.ended_at.is_none()
    }
}

/// GET /guests/{id}
pub async fn show(app: Data<App>, may: May<may::SeeGuests>, id: Path<GuestId>, shell: Shell) -> Result<Html> {
    let (clerk, id, today) = (Clerk::clone(&may), id.into_inner(), clock::local_date(app.clock.now(), may.zone));
    let location = clerk.location;
    if let Some(patient) = app.read(move |conn| Ok(Guest::find(conn, location, id)?.patient_id)).await? {
        seen(&app, &may, patient, Place::Guest).await?;
    }
    let sees_patients = may.may::<may::SeePatients>();
    page(app.read(move |conn| find(conn, &clerk, id, shell, today, sees_patients)).await?)
}

fn find(conn: &mut crate::db::Conn, clerk: &Clerk, id: GuestId, shell: Shell, today: NaiveDate, sees: bool) -> Result<Show> {
    let guest = Guest::find(conn, clerk.location, id)?;
    let snapshot =
        guest.registry_read_id.map(|reading| Reading::find(conn, reading)).transpose()?.map(|reading| reading.snapshot);
    let is_mine = guest.held_by == Some(clerk.user);
    let is_ready = guest.trouble.is_none() && snapshot.is_some() && guest.ended_at.is_none();
    let mut clocks = snapshot.as_ref().map(|snapshot| super::super::patients::clocks(snapshot, today)).unwrap_or_default();
    clocks.extend(
        guest.licence_expires_on.map(|last| super::super::patients::Countdown::until("Driving licence", last, 365, today)),
    );
    let patient = guest.patient_id.map(|id| Patient::find(conn, id)).transpose()?;
    Ok(Show {
        shell,
        lane: super::lane::Lane::find(conn, clerk.location, guest.lane_id)?.name,
        warnings: guest.patient_id.map(|id| Flag::warnings(conn, id)).transpose()?.unwrap_or_default(),
        ready: guest.patient_id.map(|id| pre_orders::ready_of(conn, clerk.location, id)).transpose()?.unwrap_or_default(),
        holder: guest.holder_words(conn, clerk)?.filter(|_| !is_mine && guest.ended_at.is_none()),
        age: patient.as_ref().map(|patient| patient.age(today)),
        may_serve: is_ready && (is_mine || guest.held_by.is_none()),
        sees_patients: sees,
        patient,
        clocks,
        is_mine,
        snapshot,
        guest,
    })
}

/// POST /guests
pub async fn create(app: Data<App>, may: May<may::CheckIn>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (lookup, errand, caregiver) = fields.done((
        fields.read::<LookupId>("lookup"),
        fields.choice::<Errand>("errand"),
        fields.optional_text("caregiver", 32),
    ))?;
    let location = may.location;
    let card = app.read(move |conn| Ok(Lookup::find(conn, location, lookup)?.card_id)).await?;
    let Some(card) = card else {
        return rule("The patient's card is not known yet. Ask for it once; the licence is enough from then on.");
    };
    let heard = hear(&app, &may, &card).await;
    let waits = matches!(heard, super::registry::Heard::Silent(_));
    let other_id = fields.ticked("other_id");
    app.record(&may, key, CheckIn { lookup, caregiver, errand, other_id, heard }).await?;
    app.streams.nudge();
    Ok(see_other("/guests").notice(if waits {
        "Checked in. The registry does not answer, so they wait for it; it is asked again by itself."
    } else {
        "Checked in."
    }))
}

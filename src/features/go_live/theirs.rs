//! What is asked of the state, once for a check. After a silence nothing more is asked: the rest is unknown at once.

use crate::app::App;
use crate::biotrack::{
    IncomingManifest, Item, Manifest, ReadError, Returned, StaffStanding, StateEmployee, StateRoom, StateVehicle, Window,
};
use crate::values::License;

/// An answer, or why there is none.
pub type Heard<T> = Result<T, String>;

/// See the module.
pub struct Theirs {
    pub sign_in: Heard<()>,
    /// Our licences, as the state has them.
    pub licenses: Heard<Vec<License>>,
    pub incoming: Heard<Vec<IncomingManifest>>,
    pub manifests: Heard<Vec<Manifest>>,
    pub returns: Heard<Vec<Returned>>,
    pub rooms: Heard<Vec<StateRoom>>,
    pub drivers: Heard<Vec<StateEmployee>>,
    pub vehicles: Heard<Vec<StateVehicle>>,
    pub items: Heard<Vec<Item>>,
    /// Of each person that was asked about, in their order.
    pub staff: Vec<Heard<StaffStanding>>,
}

/// Asks one thing after the other.
struct Asking {
    silence: Option<String>,
}

impl Asking {
    async fn ask<T>(&mut self, question: impl Future<Output = Result<T, ReadError>>) -> Heard<T> {
        if let Some(why) = &self.silence {
            return Err(why.clone());
        }
        question.await.map_err(|error| {
            let words = error.to_string();
            if matches!(error, ReadError::Silent(_)) {
                self.silence = Some(words.clone());
            }
            words
        })
    }
}

impl Theirs {
    pub async fn ask(app: &App, license: &License, emails: &[String]) -> Self {
        let (biotrack, mut asking) = (&app.biotrack, Asking { silence: None });
        let sign_in = asking.ask(biotrack.sign_in_anew()).await;
        let licenses = asking.ask(biotrack.licenses()).await;
        let incoming = asking.ask(biotrack.incoming(license)).await;
        let manifests = asking.ask(biotrack.manifests_since(0)).await;
        let returns = asking.ask(biotrack.returns(license)).await;
        let rooms = asking.ask(biotrack.rooms(license)).await;
        let drivers = asking.ask(biotrack.employees(Window::ACTIVE)).await;
        let vehicles = asking.ask(biotrack.vehicles(Window::ACTIVE)).await;
        let items = asking.ask(biotrack.items()).await;
        let mut staff = Vec::with_capacity(emails.len());
        for email in emails {
            staff.push(asking.ask(biotrack.staff(email)).await);
        }
        Self { sign_in, licenses, incoming, manifests, returns, rooms, drivers, vehicles, items, staff }
    }
}

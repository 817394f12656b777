//! Open pages that are told "something changed": which locations are watched, by how many, and whom to wake.
//!
//! Nothing but that word goes through a stream: the page then asks for its block like any other page, with the usual checks. Who writes
//! calls [`Streams::nudge`]; the one task that watches the books ([`Streams::wait`]) is the only one that says [`Streams::changed`], so
//! what another process wrote is told in the same way.

use crate::error::{Error, Result};
use crate::values::{LocationId, UserId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, watch};

/// Windows of one person: a browser has six connections to a host, and pages need some of them.
const MOST_OF_ONE: usize = 4;

/// Cheap to clone; every clone is the same.
#[derive(Clone, Default)]
pub struct Streams(Arc<Inner>);

#[derive(Default)]
struct Inner {
    nudge: Notify,
    closing: watch::Sender<bool>,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    places: HashMap<LocationId, watch::Sender<u64>>,
    people: HashMap<UserId, usize>,
}

/// One open page; dropping it closes it.
pub struct Subscription {
    streams: Streams,
    user: UserId,
    changes: watch::Receiver<u64>,
    closing: watch::Receiver<bool>,
}

/// What became of waiting for news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    Changed,
    /// Nothing for as long as was to be waited.
    Quiet,
    /// The program ends.
    Over,
}

impl Streams {
    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A further page of `user`; too many are refused, and then the page is refreshed by hand.
    pub fn subscribe(&self, user: UserId, location: LocationId) -> Result<Subscription> {
        let mut open = self.open();
        let count = open.people.entry(user).or_default();
        if *count >= MOST_OF_ONE {
            return Err(Error::Busy("You have this list open in too many windows; this one does not update by itself."));
        }
        *count += 1;
        let changes = open.places.entry(location).or_default().subscribe();
        Ok(Subscription { streams: self.clone(), user, changes, closing: self.0.closing.subscribe() })
    }

    /// Locations that somebody watches.
    pub fn watched(&self) -> Vec<LocationId> {
        let mut open = self.open();
        open.places.retain(|_, place| place.receiver_count() > 0);
        open.places.keys().copied().collect()
    }

    /// How many pages are open.
    pub fn count(&self) -> usize {
        self.open().people.values().sum()
    }

    /// Tells every page of `location`.
    pub fn changed(&self, location: LocationId) {
        if let Some(place) = self.open().places.get(&location) {
            place.send_modify(|count| *count += 1);
        }
    }

    /// Something was written here: the books are looked at now, not at the next round.
    pub fn nudge(&self) {
        self.0.nudge.notify_one();
    }

    /// Until a nudge, or for so long.
    pub async fn wait(&self, round: Duration) {
        // Either way it is time to look; which it was does not matter.
        drop(tokio::time::timeout(round, self.0.nudge.notified()).await);
    }

    /// Ends every stream, so that the server can stop.
    pub fn close(&self) {
        self.0.closing.send_replace(true);
    }
}

impl Subscription {
    /// The next change, for so long at the most.
    pub async fn news(&mut self, patience: Duration) -> News {
        if *self.closing.borrow() {
            return News::Over;
        }
        tokio::select! {
            _ = self.closing.changed() => News::Over,
            changed = self.changes.changed() => if changed.is_ok() { News::Changed } else { News::Over },
            () = tokio::time::sleep(patience) => News::Quiet,
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut open = self.streams.open();
        if let Some(count) = open.people.get_mut(&self.user) {
            *count = count.saturating_sub(1);
        }
        open.people.retain(|_, count| *count > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_change_reaches_the_pages_of_its_location_and_no_others() {
        let (streams, here, elsewhere) = (Streams::default(), LocationId::new(), LocationId::new());
        let (mut page, mut other) =
            (streams.subscribe(UserId::new(), here).unwrap(), streams.subscribe(UserId::new(), elsewhere).unwrap());
        streams.changed(here);
        assert_eq!(page.news(Duration::from_secs(5)).await, News::Changed);
        assert_eq!(other.news(Duration::from_millis(1)).await, News::Quiet);
        streams.close();
        assert_eq!(page.news(Duration::from_secs(5)).await, News::Over);
        assert_eq!(streams.subscribe(UserId::new(), here).unwrap().news(Duration::from_secs(5)).await, News::Over);
    }

    #[test]
    fn one_person_has_so_many_pages_and_closing_one_makes_room() {
        let (streams, user, here) = (Streams::default(), UserId::new(), LocationId::new());
        let mut pages: Vec<_> = (0..MOST_OF_ONE).map(|_| streams.subscribe(user, here).unwrap()).collect();
        assert!(streams.subscribe(user, here).is_err());
        assert!(streams.subscribe(UserId::new(), here).is_ok(), "somebody else has their own");
        pages.pop();
        assert!(streams.subscribe(user, here).is_ok());
        drop(pages);
        assert_eq!((streams.count(), streams.watched().len()), (0, 0));
    }
}

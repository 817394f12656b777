//! Open pages that are told "something changed": which locations are watched, by how many, and whom to wake.
//!
//! Nothing but that word goes through a stream: the page then asks for its block like any other page, with the usual checks. Who writes
//! calls [`Streams::nudge`]; the one task that watches the books ([`Streams::wait`]) is the only one that says [`Streams::changed`], so
//! what another process wrote is told in the same way.
//!
//! A server learns late that a page was closed: at the next word it sends, and then only maybe. So nobody is refused because of pages
//! that may be gone: the newest page of a person gets the place of their oldest one, which is told so ([`News::Displaced`]).

use crate::values::{LocationId, UserId};
use std::collections::{HashMap, VecDeque};
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
    people: HashMap<UserId, VecDeque<Page>>,
    /// The number of the next page.
    next: u64,
}

/// An open page of somebody, and how it is told that a newer one has its place.
struct Page {
    number: u64,
    displaced: watch::Sender<bool>,
}

/// One open page; dropping it closes it.
pub struct Subscription {
    streams: Streams,
    user: UserId,
    number: u64,
    displaced: watch::Receiver<bool>,
    changes: watch::Receiver<u64>,
    closing: watch::Receiver<bool>,
}

/// What became of waiting for news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    Changed,
    /// Nothing for as long as was to be waited.
    Quiet,
    /// A newer page of the same person has its place.
    Displaced,
    /// The program ends.
    Over,
}

impl Streams {
    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A further page of `user`; of too many, the oldest ends.
    pub fn subscribe(&self, user: UserId, location: LocationId) -> Subscription {
        let mut open = self.open();
        let (sender, displaced) = watch::channel(false);
        let number = open.next;
        open.next += 1;
        let pages = open.people.entry(user).or_default();
        pages.push_back(Page { number, displaced: sender });
        if pages.len() > MOST_OF_ONE
            && let Some(oldest) = pages.pop_front()
        {
            oldest.displaced.send_replace(true);
        }
        let changes = open.places.entry(location).or_default().subscribe();
        Subscription { streams: self.clone(), user, number, displaced, changes, closing: self.0.closing.subscribe() }
    }

    /// Locations that somebody watches.
    pub fn watched(&self) -> Vec<LocationId> {
        let mut open = self.open();
        open.places.retain(|_, place| place.receiver_count() > 0);
        open.places.keys().copied().collect()
    }

    /// How many pages are open.
    pub fn count(&self) -> usize {
        self.open().people.values().map(VecDeque::len).sum()
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
        if *self.displaced.borrow() {
            return News::Displaced;
        }
        tokio::select! {
            _ = self.displaced.changed() => News::Displaced,
            _ = self.closing.changed() => News::Over,
            changed = self.changes.changed() => if changed.is_ok() { News::Changed } else { News::Over },
            () = tokio::time::sleep(patience) => News::Quiet,
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut open = self.streams.open();
        if let Some(pages) = open.people.get_mut(&self.user) {
            pages.retain(|page| page.number != self.number);
        }
        open.people.retain(|_, pages| !pages.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_change_reaches_the_pages_of_its_location_and_no_others() {
        let (streams, here, elsewhere) = (Streams::default(), LocationId::new(), LocationId::new());
        let (mut page, mut other) = (streams.subscribe(UserId::new(), here), streams.subscribe(UserId::new(), elsewhere));
        streams.changed(here);
        assert_eq!(page.news(Duration::from_secs(5)).await, News::Changed);
        assert_eq!(other.news(Duration::from_millis(1)).await, News::Quiet);
        streams.close();
        assert_eq!(page.news(Duration::from_secs(5)).await, News::Over);
        assert_eq!(streams.subscribe(UserId::new(), here).news(Duration::from_secs(5)).await, News::Over);
    }

    #[tokio::test]
    async fn the_newest_page_of_a_person_gets_the_place_of_the_oldest() {
        let (streams, user, here, brief) = (Streams::default(), UserId::new(), LocationId::new(), Duration::from_millis(1));
        let mut pages: Vec<_> = (0..MOST_OF_ONE).map(|_| streams.subscribe(user, here)).collect();
        let mut other = streams.subscribe(UserId::new(), here);
        let mut newest = streams.subscribe(user, here);
        assert_eq!(pages[0].news(brief).await, News::Displaced);
        assert_eq!(pages[0].news(brief).await, News::Displaced, "however often it asks");
        assert_eq!(pages[1].news(brief).await, News::Quiet);
        assert_eq!((newest.news(brief).await, other.news(brief).await), (News::Quiet, News::Quiet));
        // A displaced page that is closed later takes nobody's place away; one that is closed makes room.
        drop(pages.remove(0));
        assert_eq!(streams.count(), MOST_OF_ONE + 1);
        pages.pop();
        let mut further = streams.subscribe(user, here);
        assert_eq!((pages[0].news(brief).await, further.news(brief).await), (News::Quiet, News::Quiet));
        drop((pages, newest, further, other));
        assert_eq!((streams.count(), streams.watched().len()), (0, 0));
    }
}

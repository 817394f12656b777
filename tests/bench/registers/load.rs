//! The load: so many clerks at once, each as soon as the one before is done.

use super::visit::Till;
use futures_util::StreamExt;
use futures_util::stream;
use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// At most so many carts are prepared at once.
const PREPARING: usize = 8;

/// Everybody's next cart is ready for its tender.
pub async fn prepare(tills: &mut [Till], goods: &[String]) {
    stream::iter(tills.iter_mut()).for_each_concurrent(PREPARING, async |till| till.prepare(goods).await).await;
}

/// `clerks` people press the button for one prepared cart after the other, until `least` has passed: what was prepared is sold in
/// rounds, and only the time of the rounds counts.
pub async fn tenders(tills: &mut [Till], goods: &[String], clerks: usize, least: Duration) -> (Duration, Vec<Duration>) {
    let (mut spent, mut took) = (Duration::ZERO, Vec::new());
    while spent < least {
        prepare(tills, goods).await;
        let (begun, end) = (Instant::now(), Instant::now() + least.saturating_sub(spent));
        let waiting = Mutex::new(tills.iter_mut().collect::<VecDeque<_>>());
        let next = || waiting.lock().unwrap().pop_front().filter(|_| Instant::now() < end);
        let working = (0..clerks).map(|_| async {
            let mut times = Vec::new();
            while let Some(till) = next() {
                times.push(till.tender().await.0);
            }
            times
        });
        took.extend(futures_util::future::join_all(working).await.into_iter().flatten());
        spent += begun.elapsed();
    }
    (spent, took)
}

/// `clerks` people serve one patient after the other for so long.
pub async fn visits(tills: &mut [Till], goods: &[String], clerks: usize, long: Duration) -> (Duration, Vec<Duration>) {
    let (begun, end) = (Instant::now(), Instant::now() + long);
    let working = tills.iter_mut().take(clerks).map(|till| async move {
        let mut times = Vec::new();
        while Instant::now() < end {
            times.push(till.visit(goods).await);
        }
        times
    });
    let took: Vec<Duration> = futures_util::future::join_all(working).await.into_iter().flatten().collect();
    (begun.elapsed(), took)
}

/// As many people look at a page again and again for so long.
pub async fn pages(browsers: &[super::browser::Browser], path: &str, long: Duration) -> (Duration, Vec<Duration>) {
    let (begun, end) = (Instant::now(), Instant::now() + long);
    let looking = browsers.iter().map(|browser| async move {
        let mut times = Vec::new();
        while Instant::now() < end {
            let asked = Instant::now();
            browser.get(path).await.is(200);
            times.push(asked.elapsed());
        }
        times
    });
    let took: Vec<Duration> = futures_util::future::join_all(looking).await.into_iter().flatten().collect();
    (begun.elapsed(), took)
}

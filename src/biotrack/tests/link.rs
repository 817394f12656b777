//! How the link is measured, and how many calls may be under way.

use super::*;
use crate::biotrack::health::Record;

fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}

#[test]
fn percentiles_of_few_calls_are_those_calls() {
    let (record, now) = (Record::default(), Clock::default().machine());
    assert_eq!((record.health(0).p50_ms, record.health(0).p95_ms), (None, None));
    record.answered(now, ms(7));
    assert_eq!((record.health(0).p50_ms, record.health(0).p95_ms), (Some(7), Some(7)));
    record.answered(now, ms(900));
    record.answered(now, ms(8));
    assert_eq!((record.health(0).p50_ms, record.health(0).p95_ms), (Some(8), Some(8)), "one in three is not one in twenty");
}

#[test]
fn one_slow_call_in_ten_shows_in_the_tail_and_not_in_the_middle() {
    let (record, now) = (Record::default(), Clock::default().machine());
    for call in 0..100 {
        record.answered(now, ms(if call % 10 == 0 { 3_000 } else { 20 }));
    }
    assert_eq!((record.health(0).p50_ms, record.health(0).p95_ms), (Some(20), Some(3_000)));
}

#[test]
fn failures_are_counted_as_long_as_they_are_recent() {
    let (record, now) = (Record::default(), Clock::default().machine());
    for _ in 0..3 {
        record.failed(now, ms(400), "The state did not answer within 400 ms.");
    }
    record.answered(now, ms(20));
    let health = record.health(0);
    assert_eq!((health.recent, health.failures, health.failing_since), (4, 3, None));
    assert_eq!((health.p50_ms, health.last_success), (Some(400), Some(now)), "a call that failed took its time too");
    for _ in 0..200 {
        record.answered(now, ms(20));
    }
    let health = record.health(0);
    assert_eq!((health.recent, health.failures, health.p95_ms), (200, 0, Some(20)));
    assert!(health.last_failure.is_some(), "when it last failed is not forgotten");
}

#[actix_web::test]
async fn what_never_left_for_want_of_time_is_no_failure_of_the_link() {
    let (client, _) = state(|_, _| says(YES)).await;
    client.probe().await.unwrap();
    let late = client.clock().machine();
    assert!(matches!(client.send(FilingId::new(), "", &SaleVoid { transactionid: 40 }.into(), late).await, Reply::NotSent(_)));
    let health = client.health();
    assert_eq!((health.failures, health.failing_since), (0, None));
    assert!(health.last_success.is_some() && health.p50_ms.is_some());
}

#[actix_web::test]
async fn no_more_calls_are_under_way_than_are_allowed_and_each_has_its_turn() {
    let (generous, told) = state(|_, _| {
        std::thread::sleep(ms(30));
        says(YES)
    })
    .await;
    let settings = Settings { in_flight: 2, timeout: Duration::from_secs(5), ..generous.settings().clone() };
    let client = Biotrack::new(settings, Clock::default()).unwrap();
    let tasks: Vec<_> = (0..10)
        .map(|_| {
            let client = client.clone();
            actix_web::rt::spawn(async move { send(&client).await })
        })
        .collect();
    let mut most = 0;
    while told.calls().len() < 10 {
        most = most.max(client.health().in_flight);
        actix_web::rt::time::sleep(ms(5)).await;
    }
    for task in tasks {
        assert!(matches!(task.await.unwrap(), Reply::Accepted(_)));
    }
    assert_eq!((most, client.health().in_flight), (2, 0));
}

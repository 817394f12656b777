//! Every place to die, and what the sweeper makes of it (architecture §7.3), row by row, with the smallest act: a vehicle.
//! The larger acts die in their own files, through the same code.

use crate::support::{Answer, Clerk, MANAGER, Shop, shop_with};
use diesel::prelude::*;
use lotbook::config::Config;
use lotbook::filing::{Status, Step};
use lotbook::schema::{filings, vehicles};
use std::time::Duration;

/// Short times, so that a lease and the settle time end while the test waits.
pub fn hasty(config: &mut Config) {
    config.timeout = Duration::from_millis(400);
    config.send_window = Duration::from_millis(400);
    config.settle = Duration::from_millis(900);
}

/// Longer than the lease of an act that died.
async fn until_the_lease_is_over() {
    tokio::time::sleep(Duration::from_millis(2_000)).await;
}

async fn until_settled() {
    tokio::time::sleep(Duration::from_millis(1_500)).await;
}

async fn add_van(clerk: &Clerk) -> Answer {
    clerk.van().await.send().await
}

/// How many vehicles we have, how many the state has, and how our only filing stands.
async fn standing(shop: &Shop) -> (i64, usize, Option<Status>) {
    let (ours, status) = shop
        .app()
        .read(|conn| {
            let status =
                filings::table.filter(filings::action.eq("add_vehicle")).select(filings::status).first(conn).optional()?;
            Ok((vehicles::table.count().first(conn)?, status))
        })
        .await
        .unwrap();
    (ours, shop.state.rows("vehicle").await.len(), status)
}

#[test]
fn dying_before_the_first_commit_leaves_nothing_and_the_person_presses_again() {
    shop_with(hasty, async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.app().dying.cut_off_after(Step::Asked);
        add_van(&clerk).await.is(500);
        assert_eq!(standing(shop).await, (0, 0, None));
        shop.sweep().await;
        assert_eq!(standing(shop).await, (0, 0, None));
        add_van(&clerk).await.goes_to("/vehicles");
        assert_eq!(standing(shop).await, (1, 1, Some(Status::Accepted)));
    });
}

#[test]
fn dying_before_the_call_is_found_out_after_the_settle_time_and_undone() {
    shop_with(hasty, async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.app().dying.cut_off_after(Step::Opened);
        add_van(&clerk).await;
        shop.sweep().await;
        assert_eq!(standing(shop).await, (0, 0, Some(Status::Open)), "the lease still runs");
        until_the_lease_is_over().await;
        shop.sweep().await;
        assert_eq!(standing(shop).await, (0, 0, Some(Status::Open)), "not found once is not enough");
        shop.sweep().await;
        assert_eq!(standing(shop).await, (0, 0, Some(Status::Refused)));
        assert!(shop.state.calls("vehicle_add").await.is_empty(), "nothing was ever sent, and nothing is resent");
    });
}

#[test]
fn a_request_lost_on_its_way_is_refused_only_after_the_settle_time() {
    shop_with(hasty, async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.state.fault("vehicle_add", "drop_before", 1).await;
        add_van(&clerk).await.goes_to("/filings/");
        shop.sweep().await;
        shop.sweep().await;
        assert_eq!(standing(shop).await, (0, 0, Some(Status::Open)), "it might still arrive");
        until_settled().await;
        shop.sweep().await;
        assert_eq!(standing(shop).await, (0, 0, Some(Status::Refused)));
    });
}

#[test]
fn an_answer_lost_on_its_way_back_is_found_by_the_nonce() {
    shop_with(hasty, async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.state.fault("vehicle_add", "drop_after", 1).await;
        add_van(&clerk).await.goes_to("/filings/");
        assert_eq!(standing(shop).await, (0, 1, Some(Status::Open)));
        shop.sweep().await;
        assert_eq!(standing(shop).await, (1, 1, Some(Status::Accepted)));
        assert_eq!(shop.state.calls("vehicle_add").await.len(), 1, "said once");
    });
}

#[test]
fn when_the_nonce_is_forgotten_the_ledger_still_knows() {
    shop_with(hasty, async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.state.fault("vehicle_add", "drop_after", 1).await;
        add_van(&clerk).await.goes_to("/filings/");
        shop.state.refuse("nonce_replay", "The nonce could not be found.").await;
        shop.sweep().await;
        assert_eq!(standing(shop).await, (1, 1, Some(Status::Accepted)));
        assert_eq!(shop.state.calls("vehicle_add").await.len(), 1);
    });
}

#[test]
fn while_the_state_cannot_be_asked_the_row_stays_open() {
    shop_with(hasty, async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.state.fault("vehicle_add", "drop_before", 1).await;
        add_van(&clerk).await.goes_to("/filings/");
        until_settled().await;
        shop.state.fault("nonce_replay", "error_500", 2).await;
        shop.sweep().await;
        shop.sweep().await;
        assert_eq!(standing(shop).await, (0, 0, Some(Status::Open)));
        shop.leaves_open(1);
    });
}

#[test]
fn dying_between_the_answer_and_the_second_commit_is_found_by_the_nonce() {
    shop_with(hasty, async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.app().dying.cut_off_after(Step::Answered);
        add_van(&clerk).await;
        assert_eq!(standing(shop).await, (0, 1, Some(Status::Open)));
        until_the_lease_is_over().await;
        shop.sweep().await;
        assert_eq!(standing(shop).await, (1, 1, Some(Status::Accepted)));
        assert_eq!(shop.state.calls("vehicle_add").await.len(), 1);
    });
}

#[test]
fn when_accepting_fails_the_answer_is_kept_and_tried_again() {
    shop_with(hasty, async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.app().dying.cut_off_after(Step::Accepting);
        add_van(&clerk).await.goes_to("/filings/");
        let kept: Option<String> = shop
            .app()
            .read(|conn| Ok(filings::table.select(filings::answer).filter(filings::status.eq("open")).first(conn)?))
            .await
            .unwrap();
        assert!(kept.is_some_and(|answer| answer.contains("transaction")));
        assert_eq!(standing(shop).await, (0, 1, Some(Status::Open)));
        shop.state.fault("nonce_replay", "error_500", 1).await;
        shop.sweep().await;
        assert_eq!(standing(shop).await, (1, 1, Some(Status::Accepted)), "from the kept answer, without asking");
    });
}

#[test]
fn after_the_second_commit_the_same_form_lands_on_the_result() {
    shop_with(hasty, async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let form = clerk.van().await;
        let first = form.send().await.goes_to("/vehicles");
        assert_eq!(form.send().await.goes_to("/vehicles"), first);
        assert_eq!(standing(shop).await, (1, 1, Some(Status::Accepted)));
        assert_eq!(shop.state.calls("vehicle_add").await.len(), 1);
        // The same form with other content is another matter.
        let page = form.set("nickname", "Van 3").send().await.follow().await;
        page.says("already sent");
        assert_eq!(standing(shop).await, (1, 1, Some(Status::Accepted)));
    });
}

#[test]
fn a_restart_finishes_what_the_last_run_left() {
    shop_with(hasty, async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.state.fault("vehicle_add", "drop_after", 1).await;
        add_van(&clerk).await.goes_to("/filings/");
        shop.restart().await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(standing(shop).await, (1, 1, Some(Status::Accepted)));
    });
}

#[test]
fn a_corrected_form_goes_through_after_a_refusal() {
    shop_with(hasty, async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.state.refuse("vehicle_add", "The plate is not known to the department.").await;
        let page = add_van(&clerk).await.follow().await;
        page.says("The plate is not known to the department.");
        let form = page.form("/vehicles");
        assert_eq!(form.value("plate"), "ABC123", "what was typed is kept");
        form.set("plate", "ABC124").send().await.goes_to("/vehicles");
        assert_eq!(standing(shop).await.0, 1);
    });
}

#[test]
fn when_the_state_is_down_nothing_was_done() {
    shop_with(hasty, async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.state.fault("login", "error_500", 1).await;
        shop.state.fault("vehicle_add", "expire_session", 1).await;
        let page = add_van(&clerk).await.follow().await;
        page.says("nothing was done");
        assert_eq!(standing(shop).await, (0, 0, Some(Status::Refused)));
        add_van(&clerk).await.goes_to("/vehicles");
        assert_eq!(standing(shop).await.0, 1);
    });
}

#[test]
fn an_expired_session_is_renewed_without_losing_the_act_or_doubling_it() {
    shop_with(hasty, async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.state.fault("vehicle_add", "expire_session", 1).await;
        add_van(&clerk).await.goes_to("/vehicles");
        assert_eq!(standing(shop).await, (1, 1, Some(Status::Accepted)));
    });
}

#[test]
fn an_answer_that_is_garbage_or_empty_is_looked_up() {
    for kind in ["garbage", "empty", "error_500"] {
        shop_with(hasty, async |shop| {
            let clerk = shop.clerk(MANAGER).await;
            shop.state.fault("vehicle_add", kind, 1).await;
            let answer = add_van(&clerk).await;
            answer.goes_to("/filings/");
            until_settled().await;
            shop.sweep().await;
            shop.sweep().await;
            let (ours, theirs, status) = standing(shop).await;
            assert_eq!(ours, i64::try_from(theirs).unwrap(), "{kind}");
            assert!(matches!(status, Some(Status::Accepted | Status::Refused)), "{kind}: {status:?}");
        });
    }
}

#[test]
fn a_yes_after_the_row_was_refused_is_kept_and_frozen() {
    shop_with(hasty, async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.state.fault("vehicle_add", "drop_after", 1).await;
        add_van(&clerk).await.goes_to("/filings/");
        // Somebody takes the row for refused, wrongly, while the sweeper is about to hear the state's yes.
        let filing = shop
            .app()
            .db
            .write(|tx| -> lotbook::error::Result<lotbook::values::FilingId> {
                let id = filings::table.filter(filings::status.eq("open")).select(filings::id).first(tx)?;
                diesel::update(filings::table.find(id)).set(filings::status.eq("refused")).execute(tx)?;
                diesel::delete(lotbook::schema::claims::table).execute(tx)?;
                diesel::update(lotbook::schema::claimed::table)
                    .set(lotbook::schema::claimed::alone_id.eq(None::<String>))
                    .execute(tx)?;
                Ok(id)
            })
            .await
            .unwrap();
        let answer = shop.app().biotrack.replay(filing).await.unwrap().unwrap();
        let outcome = lotbook::filing::close(shop.app(), filing, lotbook::biotrack::Reply::Accepted(answer)).await.unwrap();
        assert!(outcome.is_err());
        let contradiction: Option<String> = shop
            .app()
            .read(move |conn| Ok(filings::table.find(filing).select(filings::contradiction).first(conn)?))
            .await
            .unwrap();
        assert!(contradiction.is_some(), "the state's yes was dropped");
        let page = add_van(&clerk).await.follow().await;
        page.says("Frozen");
    });
}

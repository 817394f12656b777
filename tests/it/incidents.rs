//! The link clock: an incident begins with the first failure that a probe confirms, ends with the first answer, and its hours are told.

use crate::support::{ADMIN, AUDITOR, BUDTENDER, COMPLIANCE, Clerk, DRIVER, INVENTORY, MANAGER, Page, Shop, shop, shop_with};
use diesel::prelude::*;
use lotbook::app::App;
use lotbook::biotrack::{Biotrack, Settings};
use lotbook::demo;
use lotbook::features::incidents::{Incident, Watch};
use lotbook::outage::Outage;
use lotbook::schema::incidents;
use std::time::Duration;

impl Shop {
    /// One look of the watch, now.
    async fn watch(&self) {
        Watch::new(self.app().clone()).look().await.unwrap();
    }

    /// The link is cut: from now on no call has an answer. The first one to fail is a clerk's, or a probe.
    async fn cut(&self) {
        self.state.fault("*", "drop_before", 1_000_000).await;
        assert!(self.app().biotrack.probe().await.is_err());
    }

    async fn restored(&self) {
        self.state.no_faults().await;
        self.watch().await;
    }

    /// So much later on the control clock, which moves although the link is cut.
    async fn later(&self, minutes: i64) {
        self.state.advance_seconds(minutes * 60).await;
        self.watch().await;
    }

    async fn incidents(&self) -> Vec<Incident> {
        self.app()
            .read(|conn| Ok(incidents::table.order(incidents::number).select(Incident::as_select()).load(conn)?))
            .await
            .unwrap()
    }

    /// What the top of the page says to somebody who is not signed in.
    async fn banner(&self) -> String {
        self.stranger().get("/sign-in").await.all("#outage").join(" ")
    }
}

fn minutes(incident: &Incident) -> i64 {
    (incident.ended_at.unwrap() - incident.started_at).num_minutes()
}

async fn page_of_the_only(shop: &Shop, clerk: &Clerk) -> Page {
    let all = shop.incidents().await;
    assert_eq!(all.len(), 1, "{all:?}");
    clerk.get(&format!("/incidents/{}", all[0].id)).await
}

#[test]
fn a_single_failed_call_is_no_incident() {
    shop(async |shop| {
        shop.state.fault("*", "error_500", 1).await;
        assert!(shop.app().biotrack.probe().await.is_err());
        assert!(shop.app().biotrack.health().failing_since.is_some());
        shop.watch().await;
        assert!(shop.incidents().await.is_empty());
        assert_eq!(shop.app().biotrack.health().failing_since, None, "the probe that confirms was answered");
        assert_eq!(shop.banner().await, "");
    });
}

#[test]
fn a_refusal_is_an_answer() {
    shop(async |shop| {
        for _ in 0..3 {
            shop.state.refuse("*", "No.").await;
            assert!(shop.app().biotrack.probe().await.is_ok());
        }
        shop.watch().await;
        assert!(shop.incidents().await.is_empty());
    });
}

#[test]
fn an_incident_begins_at_the_first_failure_and_ends_at_the_first_answer() {
    shop(async |shop| {
        let maria = shop.clerk(MANAGER).await;
        maria.get("/incidents").await.says("The link was never away").says("Answering");
        shop.cut().await;
        let since = shop.app().biotrack.health().failing_since.unwrap();
        tokio::time::sleep(Duration::from_millis(30)).await;
        for _ in 0..3 {
            shop.watch().await;
        }
        let open = shop.incidents().await;
        assert_eq!((open.len(), open[0].started_at, open[0].ended_at), (1, since, None));
        assert!(open[0].answered_before.is_some_and(|at| at < since));
        assert!(shop.banner().await.contains("Nothing can be reported; sales wait."), "{}", shop.banner().await);
        shop.restored().await;
        let over = shop.incidents().await;
        assert!(over[0].ended_at.is_some_and(|at| at > since));
        assert_eq!((over.len(), over[0].ended_at), (1, shop.app().biotrack.health().answering_since));
        assert_eq!(shop.banner().await, "");
        maria.get("/incidents").await.says("Incident 1").says("Over").says("Not needed");
        page_of_the_only(shop, &maria).await.says("less than a minute").says("broke before its answer was complete");
    });
}

#[test]
fn the_watch_itself_probes_a_quiet_link_and_opens_and_closes() {
    let hurried = |config: &mut lotbook::config::Config| config.probe = Duration::from_millis(240);
    shop_with(hurried, async |shop| {
        let until = async |open: bool| {
            for _ in 0..400 {
                if shop.app().outage.known().is_some() == open {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(25)).await;
            }
            panic!("the watch did not see that the link is {}", if open { "cut" } else { "back" });
        };
        shop.state.fault("*", "drop_before", 1_000_000).await;
        until(true).await;
        shop.state.no_faults().await;
        until(false).await;
        assert_eq!(shop.incidents().await.len(), 1);
    });
}

#[test]
fn the_banner_and_the_first_page_follow_the_hours() {
    shop(async |shop| {
        let (maria, ben) = (shop.clerk(MANAGER).await, shop.clerk(BUDTENDER).await);
        shop.cut().await;
        shop.watch().await;
        let banner = shop.banner().await;
        assert!(banner.contains("No answer from the state since") && banner.contains("(less than a minute)"), "{banner}");
        maria.get("/").await.says_not("does not answer");

        shop.later(31).await;
        let banner = shop.banner().await;
        assert!(banner.contains("(31 min). Nothing can be reported; sales wait. The managers are told."), "{banner}");
        maria.get("/").await.says("The state does not answer Outage");
        shop.clerk(COMPLIANCE).await.get("/").await.says("From");
        ben.get("/").await.says_not("The state does not answer");
        assert!(ben.get("/register").await.has("#outage .outage.waiting"), "the till shows it too");

        shop.later(90).await;
        let banner = shop.banner().await;
        assert!(
            banner.contains("(2 h 1 min)") && banner.contains("This must be reported to the department: the notice is due by")
        );
        assert!(ben.get("/register").await.has("#outage [role=alert]"));
        maria.get("/").await.says("the department must be told").says("a draft is ready").says("Reportable");

        shop.later(60).await;
        assert!(shop.banner().await.contains("was due by"), "{}", shop.banner().await);
        maria.get("/").await.says("Overdue");
        shop.restored().await;
        assert_eq!(shop.banner().await, "");
        let home = maria.get("/").await;
        home.says("The department must be told that the state did not answer");
        assert!(
            home.all("aside.outage").join(" ").contains("The state has answered again since"),
            "{:?}",
            home.all("aside.outage")
        );
        assert!(!ben.get("/").await.has("aside.outage"));
    });
}

#[test]
fn two_hours_and_a_minute_without_the_state_are_one_incident_with_a_draft_and_a_notice() {
    shop(async |shop| {
        let carla = shop.clerk(COMPLIANCE).await;
        shop.cut().await;
        shop.watch().await;
        let began = shop.incidents().await[0].started_at;
        // What the state may or may not have heard waits; nothing else is done meanwhile.
        let van = shop.clerk(MANAGER).await.van().await;
        van.send().await.goes_to("/filings/");
        shop.later(121).await;
        let page = page_of_the_only(shop, &carla).await;
        page.says("The department must be told").says("ommu_seedtosale@flhealth.gov");
        let form = page.form_to("/incidents/", "/notices");
        let draft = form.value("notice");
        for part in [
            "no connection to the department's seed-to-sale tracking system for 2 h 1 min",
            "Medical marijuana treatment center: Lotbook Demo Dispensary",
            "License: MMTC-2019-0016-R1",
            "Address: 120 Example Street",
            "Disconnected since: ",
            "Last answer before that: ",
            "Connected again: not yet, as of ",
            "Cause, as our system saw it: The connection to the state broke before its answer was complete.",
            "- Add vehicle: 1",
            "Contact: Carla Weiss, Compliance, carla.compliance@demo.example, (850) 555-0100",
            "Our number for this incident: 1",
        ] {
            assert!(draft.contains(part), "the draft does not say “{part}”:\n{draft}");
        }
        assert!(page.attribute("a[href^='mailto:']", "href").contains("Add%20vehicle%3A%201"));
        form.set("note", "Ticket 77").send().await.goes_to("/incidents/");
        let page = page_of_the_only(shop, &carla).await;
        page.says("Notice sent").says("Carla Weiss").says("Ticket 77").says_not("must be told");
        let home = shop.clerk(MANAGER).await.get("/").await;
        home.says("Notice sent by Carla Weiss").says_not("must be told");
        assert!(home.all("aside.outage").join(" ").contains("Notice sent by Carla Weiss at"));
        let banner = shop.banner().await;
        assert!(banner.contains("The department has been told.") && !banner.contains("Carla"), "{banner}");

        shop.restored().await;
        let over = shop.incidents().await;
        assert_eq!((over.len(), over[0].started_at, minutes(&over[0])), (1, began, 121));
        assert_eq!(shop.banner().await, "");
        // Each sweep finds nothing of it at the state; the second, after the settle time, undoes it.
        shop.leaves_open(1);
        carla.get("/incidents").await.says("Incident 1").says("2 h 1 min").says("Sent").says("Carla Weiss");
        page_of_the_only(shop, &carla).await.says("Ticket 77").says("What was sent").says("Disconnected since");
    });
}

#[test]
fn a_notice_has_a_time_that_can_be() {
    shop(async |shop| {
        let alex = shop.clerk(ADMIN).await;
        shop.cut().await;
        shop.watch().await;
        shop.later(150).await;
        let page = page_of_the_only(shop, &alex).await;
        let form = page.form_to("/incidents/", "/notices");
        let early = form.clone().set("sent_on", "2026-01-02").send().await.follow().await;
        assert!(early.problem("sent_at").contains("before the incident began"));
        let late = form.clone().set("sent_on", "2099-01-02").send().await.follow().await;
        assert!(late.problem("sent_at").contains("still to come"));
        let empty = form.clone().set("notice", "").send().await.follow().await;
        assert!(empty.problem("notice").contains("fill this in"));
        page_of_the_only(shop, &alex).await.says_not("Notice sent");
        form.send().await.goes_to("/incidents/");
        // The same form again is the same notice.
        form.send().await.goes_to("/incidents/");
        assert_eq!(page_of_the_only(shop, &alex).await.all(".sent-notice").len(), 1);
    });
}

/// Another process on the same database: its own link to the state, its own memory.
fn another_process(shop: &Shop, url: &str) -> App {
    let here = shop.app().clone();
    let settings = Settings {
        url: url.to_owned(),
        ubi: demo::UBI.to_owned(),
        username: demo::STATE_USER.to_owned(),
        password: demo::STATE_PASSWORD.to_owned(),
        timeout: Duration::from_secs(5),
        in_flight: 8,
    };
    App { biotrack: Biotrack::new(settings, here.clock.clone()).unwrap(), outage: Outage::default(), ..here }
}

#[test]
fn two_processes_make_one_incident_and_the_first_answer_of_either_ends_it() {
    shop(async |shop| {
        let other = another_process(shop, &shop.state.wire());
        shop.cut().await;
        assert!(other.biotrack.probe().await.is_err());
        let (mut here, mut there) = (Watch::new(shop.app().clone()), Watch::new(other.clone()));
        for _ in 0..3 {
            // One of two that begin at once may be told so; its next look finds the row.
            let looks = tokio::join!(here.look(), there.look());
            assert!(looks.0.is_ok() || looks.1.is_ok());
        }
        assert_eq!(shop.incidents().await.len(), 1);
        assert_eq!(other.outage.known(), shop.app().outage.known());
        shop.state.no_faults().await;
        Watch::new(other.clone()).look().await.unwrap();
        assert!(shop.incidents().await[0].ended_at.is_some());
        // The one that has not been answered yet finds out, and begins nothing.
        Watch::new(shop.app().clone()).look().await.unwrap();
        assert_eq!((shop.incidents().await.len(), shop.app().outage.known()), (1, None));
    });
}

#[test]
fn a_process_that_is_cut_off_alone_does_not_begin_one_incident_after_the_other() {
    shop(async |shop| {
        // Nobody listens there.
        let lonely = another_process(shop, "http://127.0.0.1:1/serverjson.asp");
        assert!(lonely.biotrack.probe().await.is_err());
        shop.app().biotrack.probe().await.unwrap();
        for _ in 0..4 {
            Watch::new(lonely.clone()).look().await.unwrap();
            shop.watch().await;
        }
        let all = shop.incidents().await;
        assert!(all.len() <= 1 && all.iter().all(|incident| incident.ended_at.is_some()), "{all:?}");
    });
}

#[test]
fn a_start_goes_on_with_the_incident_that_is_open() {
    shop(async |shop| {
        shop.cut().await;
        shop.watch().await;
        let before = shop.incidents().await;
        // A crash writes nothing; the next start is answered, because the sandbox starts anew with it.
        shop.restart().await;
        shop.watch().await;
        let after = shop.incidents().await;
        assert_eq!((after.len(), after[0].id, after[0].started_at), (1, before[0].id, before[0].started_at));
        assert!(after[0].ended_at.is_some_and(|at| at > after[0].started_at));
    });
}

#[test]
fn the_fragment_of_the_banner_is_for_everybody_and_names_nobody() {
    shop(async |shop| {
        assert_eq!(shop.stranger().ask("/outage").await.text(), "");
        shop.cut().await;
        shop.watch().await;
        shop.later(45).await;
        let east = shop.stranger().ask("/outage?zone=America/New_York").await;
        east.says("No answer from the state since").says("(45 min)").says("The managers are told.");
        let west = shop.stranger().ask("/outage?zone=America/Chicago").await;
        assert_ne!(east.body, west.body, "each shop reads its own time");
        // The page of somebody says how the link is, and goes on to say the same as the banner.
        assert!(!east.body.contains("id=\"link\""));
        shop.stranger().ask("/outage?zone=America/New_York&link=1").await.says("BioTrack: silent since");
        shop.stranger().ask("/outage?zone=Nowhere").await.is(200);
        for login in [BUDTENDER, INVENTORY, DRIVER] {
            let clerk = shop.clerk(login).await;
            let home = clerk.get("/").await;
            assert!(home.body.contains("BioTrack: silent since"));
            assert!(home.has("#outage[hx-get$='&link=1']"));
            assert!(home.has("#outage .outage") && !home.has("a[href^='/incidents']"), "{login}");
            clerk.ask("/incidents").await.is(403);
        }
        let audrey = shop.clerk(AUDITOR).await;
        let page = page_of_the_only(shop, &audrey).await;
        assert!(!page.has("form[action$='/notices']"), "an auditor writes nothing");
        audrey.get("/").await.says_not("The state does not answer");
    });
}

//! Where goods may be sent: pulled from the state's own list instead of typed.

use crate::support::{ADMIN, AUDITOR, Answer, BUDTENDER, Clerk, INVENTORY, MANAGER, shop};

/// A facility of the state's list, as it stands there; with a permission if one is given.
pub async fn facility(clerk: &Clerk, license: &str, permit: &str) -> Answer {
    let page = clerk.get(&format!("/facilities/new?license={license}")).await;
    page.form("/facilities").set("permit", permit).send().await
}

#[test]
fn a_facility_is_found_in_the_states_list_and_nothing_of_it_is_typed() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        clerk.get("/facilities").await.says("No facilities yet");
        let found = clerk.get("/facilities/new?q=demo").await;
        found.says("Lotbook Demo Processing").says("Lotbook Demo Dispensary Tampa").says_not("MMTC-2019-0016-R1");
        let form = clerk.get(&found.link("Lotbook Demo Processing")).await.form("/facilities");
        assert_eq!((form.value("license"), form.value("ubi")), ("MMTC-2019-0016-P1".into(), "600000100".into()));
        form.send()
            .await
            .follow()
            .await
            .says("was added. It is of our own company")
            .says("20 Jefferson Street, Quincy, FL 32351");
        facility(&clerk, "CMTL-2021-0007", "").await.follow().await.says("another company's").says("Laboratory");
        clerk.get("/facilities/new?q=nobody").await.says("Nothing in the state's list is like “nobody”");
        clerk.get("/facilities/new?license=X-1").await.says("The state's list has no such licence");
    });
}

#[test]
fn what_cannot_be_a_destination_is_refused_beside_its_field() {
    shop(async |shop| {
        let clerk = shop.clerk(ADMIN).await;
        let own = facility(&clerk, "MMTC-2019-0016-R1", "").await.follow().await;
        assert!(own.problem("license").contains("our own licence here"));
        facility(&clerk, "MMTC-2019-0016-P1", "").await.goes_to("/facilities");
        let again = facility(&clerk, "MMTC-2019-0016-P1", "").await.follow().await;
        assert!(again.problem("license").contains("in the list already"));
        let empty = clerk.get("/facilities/new").await.form("/facilities").send().await.follow().await;
        assert!(empty.problem("license").contains("fill this in") && empty.problem("street").contains("fill this in"));
        facility(&clerk, "MMTC-2022-0042-R1", "").await.follow().await.says("Not permitted");
    });
}

#[test]
fn a_facility_is_changed_retired_and_used_again() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        facility(&clerk, "MMTC-2019-0016-P1", "").await.goes_to("/facilities");
        let list = clerk.get("/facilities").await;
        let edit = clerk.get(&list.link("Lotbook Demo Processing")).await.form("/facilities/");
        edit.set("facility_name", "Our plant").send().await.follow().await.says("Our plant was changed");
        clerk.get("/facilities").await.form_to("/facilities/", "/retirements").send().await.follow().await.says("Retired");
        clerk.get("/manifests/new").await.says("There is no facility to send anything to yet");
        clerk.get("/facilities").await.form_to("/facilities/", "/restorations").send().await.follow().await.says("In use");
        shop.clerk(AUDITOR).await.get("/facilities").await.says("Our plant").says_not("Add facility");
        shop.clerk(BUDTENDER).await.ask("/facilities").await.is(403);
    });
}

#[test]
fn while_the_state_is_silent_a_facility_is_typed() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.state.fault("sync_vendor", "drop_before", 2).await;
        let page = clerk.get("/facilities/new?license=MMTC-2019-0016-P1").await;
        page.says("The state's list could not be asked");
        let form = page.form("/facilities").set("facility_name", "Plant").set("license", "MMTC-2019-0016-P1");
        let form = form.set("street", "1 Road").set("city", "Quincy").set("zip", "32351");
        form.send().await.follow().await.says("check it before anything is sent").says("Not seen");
    });
}

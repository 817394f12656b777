//! Drivers: each an employee in BioTrack, in the same act.

use crate::support::{AUDITOR, Answer, BUDTENDER, Clerk, MANAGER, Shop, shop};
use serde_json::Value;

const DANA: [(&str, &str); 5] = [
    ("name", "Dana Reyes"),
    ("born_on", "1990-02-01"),
    ("hired_on", "2020-12-23"),
    ("license_number", "s530-460-66"),
    ("phone", "(850) 555-0142"),
];

async fn driver_with(clerk: &Clerk, changes: &[(&str, &str)]) -> Answer {
    let mut form = clerk.get("/drivers/new").await.form("/drivers");
    for (name, value) in DANA.iter().chain(changes) {
        form = form.set(name, value);
    }
    form.send().await
}

/// The employees BioTrack knows, without the removed ones.
async fn in_biotrack(shop: &Shop) -> Vec<Value> {
    let rows = shop.state.rows("employee").await;
    rows.into_iter().filter(|row| row["deleted"].as_i64() != Some(1) && row["_removed"] != true).collect()
}

#[test]
fn saving_a_driver_creates_the_employee_in_biotrack_with_an_id_of_ours() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let before = in_biotrack(shop).await.len();
        driver_with(&clerk, &[])
            .await
            .follow()
            .await
            .says("Dana Reyes was added, here and as an employee in BioTrack.")
            .says("S53046066");
        let employees = in_biotrack(shop).await;
        assert_eq!(employees.len(), before + 1);
        let employee = employees.iter().find(|row| row["employee_name"] == "Dana Reyes").unwrap();
        let id = employee["employee_id"].as_str().unwrap();
        assert!(id.starts_with('D') && id.len() == 9, "{id}");
        clerk.get("/drivers").await.says(id);
        assert_eq!(
            (employee["birthday"].as_str(), employee["birthmonth"].as_str(), employee["hireyear"].as_str()),
            (Some("01"), Some("02"), Some("2020"))
        );
    });
}

#[test]
fn two_drivers_added_in_one_second_have_two_employee_ids() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        driver_with(&clerk, &[]).await.goes_to("/drivers");
        driver_with(&clerk, &[("name", "Eli Stone"), ("license_number", "S999")]).await.goes_to("/drivers");
        let employees = in_biotrack(shop).await;
        let id = |name: &str| employees.iter().find(|row| row["employee_name"] == name).unwrap()["employee_id"].clone();
        assert_ne!(id("Dana Reyes"), id("Eli Stone"));
    });
}

#[test]
fn a_second_press_of_the_button_adds_no_second_driver() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let mut form = clerk.get("/drivers/new").await.form("/drivers");
        for (name, value) in DANA {
            form = form.set(name, value);
        }
        form.send().await.goes_to("/drivers");
        form.send().await.goes_to("/drivers");
        assert_eq!(shop.state.calls("employee_add").await.len(), 1);
    });
}

#[test]
fn impossible_days_are_refused_beside_their_fields() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let page = driver_with(&clerk, &[("born_on", "2020-02-01")]).await.follow().await;
        assert!(page.problem("born_on").contains("at least 18"));
        let page = driver_with(&clerk, &[("hired_on", "2000-02-01")]).await.follow().await;
        assert!(page.problem("hired_on").contains("before the 18th birthday"));
        let page = driver_with(&clerk, &[("hired_on", "2999-02-01"), ("phone", "")]).await.follow().await;
        assert!(page.problem("hired_on").contains("has not come yet"));
        assert_eq!(page.problem("phone"), "Please fill this in.");
        assert_eq!(page.form("/drivers").value("name"), "Dana Reyes");
        assert!(shop.state.calls("employee_add").await.is_empty());
    });
}

#[test]
fn one_driving_licence_is_one_driver() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        driver_with(&clerk, &[]).await.goes_to("/drivers");
        let page = driver_with(&clerk, &[("name", "Dana R."), ("license_number", "S53046066")]).await.follow().await;
        page.says("Dana Reyes already has that driving licence");
    });
}

#[test]
fn what_the_state_refuses_is_not_saved_here_either() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.state.refuse("employee_add", "No more employees today.").await;
        driver_with(&clerk, &[]).await.follow().await.says("No more employees today.");
        clerk.get("/drivers").await.says_not("Dana Reyes");
    });
}

#[test]
fn a_driver_is_changed_and_retired_in_both_books() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let list = driver_with(&clerk, &[]).await.follow().await;
        let edit = list.link("Dana Reyes");
        let form = clerk.get(&edit).await.form("/drivers/");
        assert_eq!(form.value("born_on"), "1990-02-01");
        form.set("name", "Dana Reyes-Holt").send().await.follow().await.says("Dana Reyes-Holt was changed");
        assert!(in_biotrack(shop).await.iter().any(|row| row["employee_name"] == "Dana Reyes-Holt"));
        let ask = clerk.get(&clerk.get(&edit).await.link("Retire")).await;
        ask.form("/drivers/").send().await.follow().await.says("Retired, here and in BioTrack.");
        assert!(in_biotrack(shop).await.iter().all(|row| row["employee_name"] != "Dana Reyes-Holt"));
        clerk.ask(&edit).await.is(422).says("is retired");
    });
}

#[test]
fn an_auditor_reads_the_list_and_a_budtender_does_not_see_it() {
    shop(async |shop| {
        let auditor = shop.clerk(AUDITOR).await;
        assert!(!auditor.get("/drivers").await.has("main a[href='/drivers/new']"));
        auditor.ask("/drivers/new").await.is(403);
        shop.clerk(BUDTENDER).await.ask("/drivers").await.is(403);
    });
}

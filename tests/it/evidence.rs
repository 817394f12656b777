//! Evidence: everything of the days is in the pack, whoever is a patient is not, and that it was gathered is known.

use crate::register::{ADA, blue_dream, stocked};
use crate::sales::{pay, tender};
use crate::support::{ADMIN, BUDTENDER, Clerk, MANAGER, Shop, shop};
use diesel::prelude::*;
use lotbook::schema::{events, filings, packages, patients};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

const DAYS: &str = "from=2020-01-01&until=2099-12-31";

/// The files of a pack, by name.
async fn pack(clerk: &Clerk, days: &str) -> BTreeMap<String, String> {
    let answer = clerk.begins(&format!("/evidence/pack.zip?{days}")).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/zip");
    assert!(answer.headers()["content-disposition"].to_str().unwrap().contains("evidence-"));
    let mut zip = zip::ZipArchive::new(Cursor::new(answer.bytes().await.unwrap().to_vec())).unwrap();
    let mut files = BTreeMap::new();
    for index in 0..zip.len() {
        let (mut file, mut text) = (zip.by_index(index).unwrap(), String::new());
        file.read_to_string(&mut text).unwrap();
        files.insert(file.name().unwrap().into_owned(), text);
    }
    files
}

async fn count(shop: &Shop, of: fn(&mut lotbook::db::Conn) -> QueryResult<i64>) -> usize {
    usize::try_from(shop.app().read(move |conn| Ok(of(conn)?)).await.unwrap()).unwrap()
}

fn rows(text: &str) -> usize {
    csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).count()
}

#[test]
fn a_pack_holds_every_file_whole_and_its_manifest_tells_an_altered_one() {
    shop(async |shop| {
        let manager = shop.clerk(MANAGER).await;
        let files = pack(&manager, DAYS).await;
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        let wanted = "about.txt adjustments.csv changes.csv destructions.csv events.csv filings.csv manifest.csv moves.csv packages.csv users.csv";
        assert_eq!(names.join(" "), wanted);
        let mut listed = csv::Reader::from_reader(files["manifest.csv"].as_bytes());
        let lines: Vec<csv::StringRecord> = listed.records().map(Result::unwrap).collect();
        assert_eq!(lines.len(), files.len() - 1);
        for line in &lines {
            let text = &files[&line[0]];
            let digest: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!((line[2].parse::<usize>().unwrap(), &line[3]), (text.len(), digest.as_str()), "{}", &line[0]);
            if line[0].ends_with(".csv") {
                assert_eq!(line[1].parse::<usize>().unwrap(), rows(text), "{}", &line[0]);
            }
        }
        let here = |conn: &mut lotbook::db::Conn| packages::table.count().get_result(conn);
        assert_eq!(rows(&files["packages.csv"]), count(shop, here).await);
        assert_eq!(rows(&files["filings.csv"]), count(shop, |conn| filings::table.count().get_result(conn)).await);
        assert!(files["users.csv"].contains("Audrey Blanc") && !files["users.csv"].contains("argon2"));
        assert!(files["about.txt"].contains("by Maria Alvarez"));
    });
}

#[test]
fn no_patient_is_in_a_pack_or_on_its_paper() {
    shop(async |shop| {
        let manager = shop.clerk(MANAGER).await;
        let codes = stocked(shop, json!([blue_dream()])).await;
        let page = tender(&shop.clerk(BUDTENDER).await, ADA, &[&codes[0]]).await;
        pay(&page, "500").await.goes_to_the_sale();
        let files = pack(&manager, DAYS).await;
        let paper = manager.get(&format!("/evidence/paper?{DAYS}")).await;
        paper.says("Filings and the state's answers").says("Maria Alvarez");
        let read = |conn: &mut lotbook::db::Conn| {
            Ok(patients::table.select((patients::first_name, patients::last_name, patients::card_id)).load(conn)?)
        };
        let known: Vec<(String, String, String)> = shop.app().read(read).await.unwrap();
        assert!(!known.is_empty() && files["filings.csv"].contains("Accepted"), "there was nothing to hide");
        for (first, last, card) in known {
            for text in files.values().chain([&paper.body]) {
                assert!(!text.contains(&format!("{first} {last}")) && !text.contains(&card), "{first} {last} is in it");
            }
        }
    });
}

#[test]
fn gathering_evidence_is_in_the_event_log_and_an_inspector_may() {
    shop(async |shop| {
        let inspector = crate::inspectors::inspector(shop).await;
        inspector.get("/evidence").await.says("Download the pack");
        let files = pack(&inspector, DAYS).await;
        assert!(files["about.txt"].contains("by Pat Inspector"));
        inspector.get(&format!("/evidence/paper?{DAYS}")).await.says("Department of Health");
        let made: Vec<String> = shop
            .app()
            .read(|conn| {
                Ok(events::table
                    .filter(events::kind.eq("gather"))
                    .order(events::position)
                    .select(events::user_name)
                    .load(conn)?)
            })
            .await
            .unwrap();
        assert_eq!(made, ["Pat Inspector", "Pat Inspector"]);
        let admin = shop.clerk(ADMIN).await;
        admin.get("/events?category=evidence").await.says("Gathered").says("ZIP of CSV files").says("Paper");
        let theirs = admin.get("/inspectors").await.link("Pat Inspector");
        admin.get(&theirs).await.says("/evidence/pack.zip");
    });
}

#[test]
fn only_what_fell_into_the_days_is_in_it_and_days_that_are_none_are_refused() {
    shop(async |shop| {
        let manager = shop.clerk(MANAGER).await;
        let files = pack(&manager, "from=2020-01-01&until=2020-01-02").await;
        for name in ["moves.csv", "filings.csv", "events.csv", "packages.csv", "destructions.csv", "users.csv"] {
            assert_eq!(rows(&files[name]), 0, "{name}");
        }
        for days in ["from=2020-01-02&until=2020-01-01", "from=yesterday&until=2020-01-01", ""] {
            assert_eq!(manager.ask(&format!("/evidence/pack.zip?{days}")).await.status, 422, "{days}");
            assert_eq!(manager.ask(&format!("/evidence/paper?{days}")).await.status, 422, "{days}");
        }
        assert_eq!(shop.clerk(BUDTENDER).await.ask("/evidence").await.status, 403);
    });
}

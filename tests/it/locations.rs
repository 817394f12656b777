//! Location settings: one page, one Save, and what each changes.

use crate::support::{ADMIN, AUDITOR, Clerk, INVENTORY, MANAGER, Page, shop};
use lotbook::features::locations::{CreateBatches, Location};
use lotbook::rules::allotment::Variant;

async fn settings(clerk: &Clerk) -> Page {
    let link = clerk.get("/").await.link("Location");
    clerk.get(&link).await
}

#[test]
fn every_setting_is_saved_as_it_was_typed() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let page = settings(&admin).await;
        let room = page.attribute("#receiving_room option:nth-child(2)", "value");
        let form = page.form(&page.path);
        let saved = form
            .set("name", "Lotbook North")
            .set("time_zone", "America/Chicago")
            .set("opens", "08:30")
            .set("closes", "20:00")
            .set("create_batches", "never")
            .set("receiving_room", &room)
            .set("expiry_days", "180")
            .with("scan_only", "1")
            .without("id_check_required")
            .set("idle_blank_minutes", "5")
            .set("receipt_footer", "All sales are final.")
            .set("tax_rate", "7.25")
            .set("password_length", "16")
            .set("password_days", "90")
            .set("window_variant", "b")
            .with("law_hours", "1")
            .send()
            .await
            .follow()
            .await;
        saved.says("Saved. The settings count from now on.");
        let location = shop.app().read(|conn| Ok(Location::all(conn)?.remove(0))).await.unwrap();
        assert_eq!((location.name.as_str(), location.time_zone.as_str()), ("Lotbook North", "America/Chicago"));
        assert_eq!((location.opens_minute, location.closes_minute), (510, 1200));
        assert_eq!(location.create_batches, CreateBatches::Never);
        assert_eq!(location.receiving_room_id.map(|id| id.to_string()), Some(room));
        assert_eq!((location.expiry_days, location.idle_blank_minutes), (180, 5));
        assert!(location.scan_only && !location.id_check_required && location.drivers_enabled);
        assert_eq!((location.tax_rate_basis_points, location.password_length, location.password_days), (725, 16, 90));
        assert!(location.law_hours && location.window_variant == Variant::B);
        assert_eq!(saved.form(&saved.path).value("tax_rate"), "7.25");
        let cleared = saved.form(&saved.path).set("receiving_room", "").send().await.follow().await;
        assert_eq!(cleared.form(&cleared.path).value("receiving_room"), "");
    });
}

#[test]
fn what_cannot_be_is_refused_beside_its_field_and_nothing_is_saved() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let page = settings(&admin).await;
        let form = page.form(&page.path).set("name", "Elsewhere").set("tax_rate", "6.125").set("opens", "noon");
        let back = form
            .set("password_length", "4")
            .set("idle_blank_minutes", "0")
            .set("time_zone", "Europe/Paris")
            .send()
            .await
            .follow()
            .await;
        assert!(back.problem("tax_rate").contains("a percentage from 0 to 50"));
        assert!(back.problem("opens").contains("a time like"));
        assert!(back.problem("password_length").contains("from 8 to 128"));
        assert!(back.problem("idle_blank_minutes").contains("from 1 to 60"));
        assert_eq!(back.problem("time_zone"), "Please choose one of the list.");
        assert_eq!(back.form(&back.path).value("name"), "Elsewhere");
        assert_ne!(settings(&admin).await.form(&page.path).value("name"), "Elsewhere");
    });
}

#[test]
fn a_longer_password_is_asked_for_from_then_on() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let page = settings(&admin).await;
        page.form(&page.path).set("password_length", "20").send().await.goes_to("/locations/");
        admin.get("/users/new").await.says("At least 20 characters");
    });
}

#[test]
fn an_auditor_reads_the_settings_and_others_do_not_see_them() {
    shop(async |shop| {
        let auditor = shop.clerk(AUDITOR).await;
        let page = settings(&auditor).await;
        page.says("an admin can change them");
        assert!(!page.has("main button.primary"));
        let key = page.form(&page.path).value("form_key");
        auditor.post(&page.path, &[("form_key", &key)]).await.is(403);
        shop.clerk(MANAGER).await.ask(&page.path).await.is(403);
        shop.clerk(INVENTORY).await.ask(&page.path).await.is(403);
    });
}

#[test]
fn the_settings_of_another_location_are_not_found() {
    shop(async |shop| {
        let other = lotbook::values::LocationId::new();
        shop.clerk(ADMIN).await.ask(&format!("/locations/{other}/settings")).await.is(404);
    });
}

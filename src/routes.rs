//! Every URL of the program: those of the counter in `routes/counter.rs`, those of the desk, guests and patients, in `routes/desk.rs`,
//! what leaves the store in `routes/transfers.rs`, those of the people who work here in `routes/people.rs`,
//! all others here.

mod counter;
mod desk;
mod people;
mod transfers;

use crate::features::{
    conversions, counts, destructions, drivers, filings, go_live, home, incidents, initial_uploads, inventory, labels, labs,
    locations, manifests, passwords, pins, products, purchases, receiving, returns, rooms, sign_in, statuses, sublots, supplies,
    vehicles,
};
use crate::web::{assets, health, outage, problems, theme};
use actix_web::web::{ServiceConfig, get, post, resource, scope};

/// Called once for each worker.
pub fn all(service: &mut ServiceConfig) {
    service
        .configure(counter::all)
        .configure(people::all)
        .configure(transfers::all)
        .route("/", get().to(home::web::index))
        .route("/health", get().to(health::show))
        .route("/outage", get().to(outage::show))
        .service(
            resource("/static/{hash}/{name:.*}").route(get().to(assets::show)).route(actix_web::web::head().to(assets::show)),
        )
        .route("/theme", post().to(theme::create))
        .route("/sign-in", get().to(sign_in::web::new))
        .route("/sign-in", post().to(sign_in::web::create))
        .route("/sign-out", post().to(sign_in::web::delete))
        .route("/passwords", post().to(passwords::web::create))
        .route("/passwords/new", get().to(passwords::web::new))
        .route("/pins", post().to(pins::web::create))
        .route("/locks", post().to(pins::locks::create))
        .route("/locks/new", get().to(pins::locks::new))
        .route("/switches", post().to(pins::switches::create))
        .service(
            scope("/filings")
                .route("", get().to(filings::web::index))
                .route("/{id}", get().to(filings::web::show))
                .route("/{id}/settlements", post().to(filings::settlements::create)),
        )
        .service(
            scope("/incidents")
                .route("", get().to(incidents::web::index))
                .route("/{id}", get().to(incidents::web::show))
                .route("/{id}/notices", post().to(incidents::notices::create)),
        )
        .service(
            scope("/receiving")
                .route("", get().to(receiving::web::index))
                .route("/purchases", get().to(purchases::web::index))
                .route("/purchases", post().to(purchases::web::create))
                .route("/purchases/new", get().to(purchases::web::new))
                .route("/purchases/{id}", get().to(purchases::web::show))
                .route("/purchases/{id}", post().to(purchases::web::update))
                .route("/purchases/{id}/cancellations", post().to(purchases::cancellations::create))
                .route("/purchases/{id}/receipts", post().to(purchases::receipts::create))
                .route("/purchases/{id}/receipts/new", get().to(purchases::receipts::new))
                .route("/purchases/{id}/returns", post().to(purchases::returns::create))
                .route("/purchases/{id}/returns/new", get().to(purchases::returns::new))
                .route("/pulls", post().to(receiving::pulls::create))
                .route("/{manifest}", get().to(receiving::web::show))
                .route("/{manifest}/arrivals", post().to(receiving::arrivals::create))
                .route("/{manifest}/drafts", get().to(receiving::drafts::show))
                .route("/{manifest}/drafts", post().to(receiving::drafts::create))
                .route("/{manifest}/scans", get().to(receiving::scans::index))
                .route("/{manifest}/scans", post().to(receiving::scans::create))
                .route("/{manifest}/damages", post().to(receiving::damages::create))
                .route("/{manifest}/matches", get().to(receiving::matches::index))
                .route("/{manifest}/matches", post().to(receiving::matches::create))
                .route("/{manifest}/receipts", post().to(receiving::receipts::create)),
        )
        .service(
            scope("/inventory")
                .route("", get().to(inventory::web::index))
                .route("/supplies", get().to(supplies::web::index))
                .route("/supplies.csv", get().to(supplies::exports::show))
                .route("/supplies/{id}", get().to(supplies::web::show))
                .route("/supplies/{id}/adjustments", post().to(supplies::adjustments::create))
                .route("/supplies/{id}/adjustments/new", get().to(supplies::adjustments::new))
                .route("/supplies/{id}/moves", post().to(supplies::moves::create))
                .route("/supplies/{id}/moves/new", get().to(supplies::moves::new))
                .route("/packages.csv", get().to(inventory::exports::show))
                .route("/columns", get().to(inventory::choices::edit))
                .route("/columns", post().to(inventory::choices::update))
                .route("/views", get().to(inventory::views::index))
                .route("/views", post().to(inventory::views::create))
                .route("/views/new", get().to(inventory::views::new))
                .route("/views/{id}", get().to(inventory::views::show))
                .route("/views/{id}", post().to(inventory::views::update))
                .route("/views/{id}/removals", post().to(inventory::views::delete))
                .route("/tag_changes", post().to(inventory::tag_changes::create))
                .route("/tag_changes/new", get().to(inventory::tag_changes::new))
                .route("/batches", post().to(inventory::batches::create))
                .route("/batches/new", get().to(inventory::batches::new))
                .route("/status_changes", post().to(inventory::status_changes::create))
                .route("/status_changes/new", get().to(inventory::status_changes::new))
                .route("/destruction_choices/new", get().to(inventory::destruction_choices::new))
                .route("/label_choices/new", get().to(inventory::label_choices::new))
                .route("/manifest_choices/new", get().to(inventory::manifest_choices::new))
                .route("/moves", post().to(inventory::bulk_moves::create))
                .route("/moves/new", get().to(inventory::bulk_moves::new))
                .route("/moves/scans", post().to(inventory::scans::create))
                .route("/{id}", get().to(inventory::web::show))
                .route("/{id}/adjustments/new", get().to(inventory::adjustments::new))
                .route("/{id}/adjustments", post().to(inventory::adjustments::create))
                .route("/{id}/moves/new", get().to(inventory::moves::new))
                .route("/{id}/moves", post().to(inventory::moves::create))
                .route("/{id}/comparisons/new", get().to(inventory::comparisons::new))
                .route("/{id}/comparisons", post().to(inventory::comparisons::create))
                .route("/{id}/external_ids/new", get().to(inventory::external_ids::new))
                .route("/{id}/external_ids", post().to(inventory::external_ids::create))
                .route("/{id}/vendor_returns/new", get().to(manifests::vendor_returns::new))
                .route("/{id}/vendor_returns", post().to(manifests::vendor_returns::create))
                .route("/{id}/sublots/new", get().to(sublots::web::new))
                .route("/{id}/sublots", post().to(sublots::web::create))
                .route("/{id}/conversions/new", get().to(conversions::web::new))
                .route("/{id}/conversions", post().to(conversions::web::create))
                .route("/{id}/conversion_undos/new", get().to(conversions::undos::new))
                .route("/{id}/conversion_undos", post().to(conversions::undos::create))
                .route("/{id}/lab_readings", post().to(inventory::lab_readings::create))
                .route("/{id}/releases/new", get().to(labs::releases::new))
                .route("/{id}/releases", post().to(labs::releases::create))
                .route("/{id}/samples/new", get().to(labs::samples::new))
                .route("/{id}/samples", post().to(labs::samples::create))
                .route("/{id}/samples/{sample}/voids/new", get().to(labs::voids::new))
                .route("/{id}/samples/{sample}/voids", post().to(labs::voids::create))
                .route("/{id}/retests/new", get().to(labs::retests::new))
                .route("/{id}/retests", post().to(labs::retests::create))
                .route("/{id}/remediations/new", get().to(labs::remediations::new))
                .route("/{id}/remediations", post().to(labs::remediations::create)),
        )
        .service(
            scope("/labels")
                .route("", post().to(labels::web::create))
                .route("/new", get().to(labels::web::new))
                .route("/{id}", get().to(labels::web::show)),
        )
        .service(
            scope("/labs")
                .route("", get().to(labs::web::index))
                .route("/readings", post().to(labs::web::create))
                .route("/signings", post().to(labs::signings::create))
                .route("/signings/new", get().to(labs::signings::new)),
        )
        .service(
            scope("/destructions")
                .route("", get().to(destructions::web::index))
                .route("", post().to(destructions::schedulings::create))
                .route("/new", get().to(destructions::schedulings::new))
                .route("/completions", get().to(destructions::together::index))
                .route("/completions", post().to(destructions::together::create))
                .route("/completions/new", get().to(destructions::together::new))
                .route("/completions/photos", post().to(destructions::shared_photos::create))
                .route("/{id}", get().to(destructions::web::show))
                .route("/{id}/completions", post().to(destructions::completions::create))
                .route("/{id}/completions/new", get().to(destructions::completions::new))
                .route("/{id}/certificate", get().to(destructions::certificates::show))
                .route("/{id}/photos", post().to(destructions::photos::create))
                .route("/{id}/photos/{photo}", get().to(destructions::photos::show))
                .route("/{id}/undos/new", get().to(destructions::undos::new))
                .route("/{id}/undos", post().to(destructions::undos::create)),
        )
        .service(
            scope("/counts")
                .route("", get().to(counts::web::index))
                .route("", post().to(counts::web::create))
                .route("/new", get().to(counts::web::new))
                .route("/{id}", get().to(counts::web::show))
                .route("/{id}/entries", post().to(counts::entries::create))
                .route("/{id}/entries/{line}/removals", post().to(counts::entry_removals::create))
                .route("/{id}/finds/{find}/removals", post().to(counts::find_removals::create))
                .route("/{id}/submissions/new", get().to(counts::submissions::new))
                .route("/{id}/submissions", post().to(counts::submissions::create))
                .route("/{id}/reopenings", post().to(counts::reopenings::create))
                .route("/{id}/completions", post().to(counts::completions::create))
                .route("/{id}/cancellations/new", get().to(counts::cancellations::new))
                .route("/{id}/cancellations", post().to(counts::cancellations::create)),
        )
        .service(
            scope("/products")
                .route("", get().to(products::web::index))
                .route("", post().to(products::web::create))
                .route("/new", get().to(products::web::new))
                .route("/edits", post().to(products::edits::create))
                .route("/edits/new", get().to(products::edits::new))
                .route("/exports", get().to(products::exports::index))
                .route("/imports", post().to(products::imports::create))
                .route("/imports/new", get().to(products::imports::new))
                .route("/imports/{id}", get().to(products::imports::show))
                .route("/imports/{id}/applications", post().to(products::applications::create))
                .route("/terms", get().to(products::terms::index))
                .route("/terms", post().to(products::terms::create))
                .route("/terms/renames", post().to(products::terms::update))
                .route("/terms/retirements", post().to(products::terms::delete))
                .route("/{id}", get().to(products::web::show))
                .route("/{id}", post().to(products::web::update))
                .route("/{id}/edit", get().to(products::web::edit))
                .route("/{id}/retirements/new", get().to(products::retirements::new))
                .route("/{id}/retirements", post().to(products::retirements::create))
                .route("/{id}/restorations", post().to(products::restorations::create))
                .route("/{id}/combinations", post().to(products::combinations::create))
                .route("/{id}/combinations/new", get().to(products::combinations::new)),
        )
        .service(
            scope("/statuses")
                .route("", get().to(statuses::web::index))
                .route("", post().to(statuses::web::create))
                .route("/new", get().to(statuses::web::new))
                .route("/{id}", post().to(statuses::web::update))
                .route("/{id}/edit", get().to(statuses::web::edit)),
        )
        .service(
            scope("/rooms")
                .route("", get().to(rooms::web::index))
                .route("", post().to(rooms::web::create))
                .route("/new", get().to(rooms::web::new))
                .route("/{id}", post().to(rooms::web::update))
                .route("/{id}/edit", get().to(rooms::web::edit))
                .route("/{id}/sign", get().to(rooms::signs::show))
                .route("/{id}/retirements", post().to(rooms::retirements::create))
                .route("/{id}/retirements/new", get().to(rooms::retirements::new)),
        )
        .service(
            scope("/locations/{id}/settings")
                .route("", get().to(locations::web::edit))
                .route("", post().to(locations::web::update)),
        )
        .service(
            scope("/drivers")
                .route("", get().to(drivers::web::index))
                .route("", post().to(drivers::web::create))
                .route("/new", get().to(drivers::web::new))
                .route("/{id}", post().to(drivers::web::update))
                .route("/{id}/edit", get().to(drivers::web::edit))
                .route("/{id}/retirements", post().to(drivers::retirements::create))
                .route("/{id}/retirements/new", get().to(drivers::retirements::new)),
        )
        .service(
            scope("/vehicles")
                .route("", get().to(vehicles::web::index))
                .route("", post().to(vehicles::web::create))
                .route("/new", get().to(vehicles::web::new))
                .route("/{id}", post().to(vehicles::web::update))
                .route("/{id}/edit", get().to(vehicles::web::edit))
                .route("/{id}/retirements", post().to(vehicles::retirements::create))
                .route("/{id}/retirements/new", get().to(vehicles::retirements::new)),
        )
        .service(
            scope("/go-live")
                .route("", get().to(go_live::web::index))
                .route("/checks", post().to(go_live::checks::create))
                .route("/checks/{id}", get().to(go_live::checks::show))
                .route("/uploads", get().to(initial_uploads::web::index))
                .route("/uploads", post().to(initial_uploads::web::create))
                .route("/uploads/new", get().to(initial_uploads::web::new))
                .route("/uploads/template.csv", get().to(initial_uploads::templates::show))
                .route("/uploads/{id}", get().to(initial_uploads::shown::show))
                .route("/uploads/{id}/rows.csv", get().to(initial_uploads::exports::show))
                .route("/uploads/{id}/judgements", post().to(initial_uploads::judgements::create))
                .route("/uploads/{id}/runs", post().to(initial_uploads::runs::create))
                .route("/uploads/{id}/pauses", post().to(initial_uploads::pauses::create))
                .route("/uploads/{id}/resumptions", post().to(initial_uploads::resumptions::create))
                .route("/uploads/{id}/retries", post().to(initial_uploads::retries::create))
                .route("/uploads/{id}/cancellations", post().to(initial_uploads::cancellations::create)),
        )
        .configure(desk::all)
        .route("/returns", get().to(returns::web::index))
        .default_service(actix_web::web::route().to(problems::not_found));
}

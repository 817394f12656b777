//! The URLs of the desk: who is here, and who the patients are.

use crate::features::{guests, patients};
use actix_web::web::{ServiceConfig, get, post, scope};

/// A part of `routes::all`.
pub fn all(service: &mut ServiceConfig) {
    service
        .service(
            scope("/guests")
                .route("", get().to(guests::web::index))
                .route("", post().to(guests::web::create))
                .route("/events", get().to(guests::events::index))
                .route("/scans", get().to(guests::scans::index))
                .route("/scans", post().to(guests::scans::create))
                .route("/lookups", post().to(guests::lookups::create))
                .route("/lookups/{id}", get().to(guests::lookups::show))
                .route("/lookups/{id}", post().to(guests::lookups::update))
                .route("/lookups/{id}/refusals", post().to(guests::refusals::create))
                .route("/cards", post().to(guests::cards::update))
                .route("/lanes", get().to(guests::lanes::index))
                .route("/lanes", post().to(guests::lanes::create))
                .route("/lanes/new", get().to(guests::lanes::new))
                .route("/lanes/{id}", post().to(guests::lanes::update))
                .route("/lanes/{id}/edit", get().to(guests::lanes::edit))
                .route("/lanes/{id}/shifts", post().to(guests::lane_shifts::create))
                .route("/lanes/{id}/retirements", post().to(guests::lanes::delete))
                .route("/lanes/{id}/restorations", post().to(guests::lane_restorations::create))
                .route("/{id}", get().to(guests::web::show))
                .route("/{id}/moves", post().to(guests::moves::create))
                .route("/{id}/servings", post().to(guests::servings::create))
                .route("/{id}/buyers", post().to(guests::buyers::create))
                .route("/{id}/readings", post().to(guests::readings::create))
                .route("/{id}/departures", post().to(guests::departures::create))
                .route("/{id}/turn_aways", post().to(guests::turn_aways::create)),
        )
        .service(
            scope("/patients")
                .route("", get().to(patients::web::index))
                .route("/searches", get().to(patients::searches::new))
                .route("/searches", post().to(patients::searches::create))
                .route("/views", get().to(patients::views::index))
                .route("/views.csv", get().to(patients::views::show))
                .route("/{id}", get().to(patients::web::show))
                .route("/{id}/notes", post().to(patients::notes::create))
                .route("/{id}/warnings", post().to(patients::warnings::create))
                .route("/{id}/warnings/{flag}/endings", post().to(patients::warnings::delete))
                .route("/{id}/bans", post().to(patients::bans::create))
                .route("/{id}/bans/{flag}/liftings", post().to(patients::bans::delete)),
        );
}

//! The URLs of the people who work here: who they are, what they may do, and what they did.

use crate::features::{events, evidence, groups, inspectors, second_factors, users};
use actix_web::web::{ServiceConfig, get, post, scope};

/// A part of `routes::all`.
pub fn all(service: &mut ServiceConfig) {
    service
        .route("/events.csv", get().to(events::exports::show))
        .route("/evidence", get().to(evidence::web::index))
        .route("/evidence/pack.zip", get().to(evidence::packs::show))
        .route("/evidence/paper", get().to(evidence::papers::show))
        .service(
            scope("/second_factors")
                .route("", get().to(second_factors::web::index))
                .route("", post().to(second_factors::web::create))
                .route("/checks", post().to(second_factors::checks::create))
                .route("/checks/new", get().to(second_factors::checks::new))
                .route("/confirmations", post().to(second_factors::confirmations::create))
                .route("/removals", post().to(second_factors::removals::create)),
        )
        .service(
            scope("/users")
                .route("", get().to(users::web::index))
                .route("", post().to(users::web::create))
                .route("/new", get().to(users::web::new))
                .route("/{id}", post().to(users::web::update))
                .route("/{id}/edit", get().to(users::web::edit))
                .route("/{id}/dismissals", post().to(users::dismissals::create))
                .route("/{id}/reinstatements", post().to(users::reinstatements::create))
                .route("/{id}/registry_checks", post().to(users::registry_checks::create))
                .route("/{id}/second_factor_removals", post().to(users::second_factor_removals::create))
                .route("/{id}/sessions", get().to(users::sessions::index))
                .route("/{id}/sign_outs", post().to(users::sign_outs::create)),
        )
        .service(
            scope("/inspectors")
                .route("", get().to(inspectors::web::index))
                .route("", post().to(inspectors::web::create))
                .route("/new", get().to(inspectors::web::new))
                .route("/{id}", get().to(inspectors::web::show))
                .route("/{id}/endings", post().to(inspectors::endings::create)),
        )
        .service(scope("/events").route("", get().to(events::web::index)).route("/checks", post().to(events::checks::create)))
        .service(
            scope("/groups")
                .route("", get().to(groups::web::index))
                .route("", post().to(groups::web::create))
                .route("/new", get().to(groups::web::new))
                .route("/{id}", post().to(groups::web::update))
                .route("/{id}/edit", get().to(groups::web::edit))
                .route("/{id}/retirements", post().to(groups::retirements::create)),
        );
}

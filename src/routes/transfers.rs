//! The URLs of what leaves the store: manifests, and where they go.

use crate::features::{facilities, manifests};
use actix_web::web::{ServiceConfig, get, post, scope};

/// A part of `routes::all`.
pub fn all(service: &mut ServiceConfig) {
    service
        .service(
            scope("/facilities")
                .route("", get().to(facilities::web::index))
                .route("", post().to(facilities::web::create))
                .route("/new", get().to(facilities::web::new))
                .route("/{id}", post().to(facilities::web::update))
                .route("/{id}/edit", get().to(facilities::web::edit))
                .route("/{id}/retirements", post().to(facilities::retirements::create))
                .route("/{id}/restorations", post().to(facilities::restorations::create)),
        )
        .service(
            scope("/manifests")
                .route("", get().to(manifests::web::index))
                .route("", post().to(manifests::web::create))
                .route("/new", get().to(manifests::web::new))
                .route("/additions", post().to(manifests::additions::create))
                .route("/additions/new", get().to(manifests::additions::new))
                .route("/pulls", post().to(manifests::pulls::create))
                .route("/returns", get().to(manifests::returns::index))
                .route("/returns", post().to(manifests::returns::create))
                .route("/{id}", get().to(manifests::web::show))
                .route("/{id}", post().to(manifests::web::update))
                .route("/{id}/edit", get().to(manifests::web::edit))
                .route("/{id}/deletions", post().to(manifests::deletions::create))
                .route("/{id}/stops", post().to(manifests::stops::create))
                .route("/{id}/stops/new", get().to(manifests::stops::new))
                .route("/{id}/stops/{stop}", post().to(manifests::stops::update))
                .route("/{id}/stops/{stop}/edit", get().to(manifests::stops::edit))
                .route("/{id}/stops/{stop}/removals", post().to(manifests::stop_removals::create))
                .route("/{id}/stops/{stop}/items", post().to(manifests::items::create))
                .route("/{id}/stops/{stop}/prices", post().to(manifests::prices::create))
                .route("/{id}/stops/{stop}/voids", post().to(manifests::stop_voids::create))
                .route("/{id}/stops/{stop}/voids/new", get().to(manifests::stop_voids::new))
                .route("/{id}/items/{line}/removals", post().to(manifests::removals::create))
                .route("/{id}/submissions", post().to(manifests::submissions::create))
                .route("/{id}/submissions/new", get().to(manifests::submissions::new))
                .route("/{id}/shipments", post().to(manifests::shipments::create))
                .route("/{id}/shipments/new", get().to(manifests::shipments::new))
                .route("/{id}/voids", post().to(manifests::voids::create))
                .route("/{id}/voids/new", get().to(manifests::voids::new))
                .route("/{id}/splits", post().to(manifests::splits::create))
                .route("/{id}/prints", post().to(manifests::prints::create))
                .route("/{id}/prints/{print}", get().to(manifests::prints::show)),
        );
}

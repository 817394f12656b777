//! The URLs of registers and their drawers.

use crate::features::drawers;
use actix_web::web::{ServiceConfig, get, post, scope};

/// Called once for each worker.
pub fn all(service: &mut ServiceConfig) {
    service.service(
        scope("/drawers")
            .route("", get().to(drawers::web::index))
            .route("/days/{day}", get().to(drawers::days::show))
            .route("/hand_backs/{filing}", post().to(drawers::hand_backs::create))
            .route("/places", post().to(drawers::places::create))
            .route("/places/new", get().to(drawers::places::new))
            .route("/reasons", get().to(drawers::reasons::index))
            .route("/reasons", post().to(drawers::reasons::create))
            .route("/reasons/switches", post().to(drawers::reasons::update))
            .route("/registers", post().to(drawers::registers::create))
            .route("/registers/new", get().to(drawers::registers::new))
            .route("/registers/{id}", post().to(drawers::registers::update))
            .route("/registers/{id}/edit", get().to(drawers::registers::edit))
            .route("/registers/{id}/openings", post().to(drawers::openings::create))
            .route("/registers/{id}/openings/new", get().to(drawers::openings::new))
            .route("/{id}", get().to(drawers::web::show))
            .route("/{id}/adjustments", post().to(drawers::adjustments::create))
            .route("/{id}/adjustments/new", get().to(drawers::adjustments::new))
            .route("/{id}/closings", post().to(drawers::closings::create))
            .route("/{id}/closings/new", get().to(drawers::closings::new))
            .route("/{id}/count_cancellations", post().to(drawers::count_cancellations::create))
            .route("/{id}/counts", post().to(drawers::counts::create))
            .route("/{id}/drops", post().to(drawers::drops::create))
            .route("/{id}/drops/new", get().to(drawers::drops::new))
            .route("/{id}/pay_ins", post().to(drawers::pay_ins::create))
            .route("/{id}/pay_ins/new", get().to(drawers::pay_ins::new))
            .route("/{id}/pay_outs", post().to(drawers::pay_outs::create))
            .route("/{id}/pay_outs/new", get().to(drawers::pay_outs::new))
            .route("/{id}/transfers", post().to(drawers::transfers::create))
            .route("/{id}/transfers/new", get().to(drawers::transfers::new)),
    );
}

//! The URLs of the counter: the register, its tickets, prices, and drawers.

use crate::features::{discounts, drawers, pre_orders, price_tiers, prints, register, returns, sales};
use actix_web::web::{ServiceConfig, get, post, scope};

/// Called once for each worker.
pub fn all(service: &mut ServiceConfig) {
    service
        .service(
            scope("/discounts")
                .route("", get().to(discounts::web::index))
                .route("", post().to(discounts::web::create))
                .route("/new", get().to(discounts::web::new))
                .route("/exemptions", post().to(discounts::exemptions::create))
                .route("/{id}", post().to(discounts::web::update))
                .route("/{id}/edit", get().to(discounts::web::edit)),
        )
        .configure(ahead)
        .service(
            scope("/price_tiers")
                .route("", get().to(price_tiers::web::index))
                .route("", post().to(price_tiers::web::create))
                .route("/new", get().to(price_tiers::web::new))
                .route("/{id}", post().to(price_tiers::web::update))
                .route("/{id}/edit", get().to(price_tiers::web::edit)),
        )
        .service(
            scope("/register")
                .route("", get().to(register::web::index))
                .route("/search", get().to(register::search::index))
                .route("/differences", get().to(register::difference_list::index))
                .route("/tender", get().to(register::tender::show))
                .route("/carts", post().to(register::openings::create))
                .route("/carts/{id}/readings", post().to(register::openings::update))
                .route("/carts/{id}/cancellations", post().to(register::openings::delete))
                .route("/carts/{id}/lines", post().to(register::cart_lines::create))
                .route("/carts/{id}/sales", post().to(sales::register::create))
                .route("/discounts", get().to(register::cart_discounts::new))
                .route("/discounts/{id}/removals", post().to(register::cart_discounts::delete))
                .route("/carts/{id}/pre_orders", post().to(register::bag::create))
                .route("/carts/{id}/discounts", post().to(register::cart_discounts::create))
                .route("/lines/{id}", post().to(register::cart_lines::update))
                .route("/carts/{id}/parkings", post().to(register::parkings::create))
                .route("/carts/{id}/recalls", post().to(register::parkings::update))
                .route("/carts/{id}/clearings", post().to(register::parkings::delete))
                .route("/lines/{id}/packages", get().to(register::other_packages::index))
                .route("/lines/{id}/packages", post().to(register::other_packages::update))
                .route("/lines/{id}/removals", post().to(register::cart_lines::delete)),
        )
        .service(
            scope("/sales")
                .route("", get().to(sales::web::index))
                .route("/{id}", get().to(sales::web::show))
                .route("/{id}/receipt", get().to(sales::receipts::show))
                .route("/{id}/voids/new", get().to(sales::voids::new))
                .route("/{id}/voids", post().to(sales::voids::create))
                .route("/{id}/prints", post().to(prints::web::create))
                .route("/{id}/prints/new", get().to(prints::web::new))
                .route("/{id}/prints/{print}", get().to(prints::web::show))
                .route("/{id}/corrections/new", get().to(returns::corrections::new))
                .route("/{id}/returns/new", get().to(returns::web::new))
                .route("/{id}/returns", post().to(returns::web::create))
                .route("/{id}/returns/{return}", get().to(returns::web::show)),
        )
        .service(
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

/// What is ordered ahead.
fn ahead(service: &mut ServiceConfig) {
    service.service(
        scope("/pre_orders")
            .route("", get().to(pre_orders::web::index))
            .route("", post().to(pre_orders::web::create))
            .route("/all.csv", get().to(pre_orders::exports::show))
            .route("/new", get().to(pre_orders::web::new))
            .route("/{id}", get().to(pre_orders::web::show))
            .route("/{id}", post().to(pre_orders::web::update))
            .route("/{id}/edit", get().to(pre_orders::web::edit))
            .route("/{id}/cancellations", post().to(pre_orders::cancellations::create))
            .route("/{id}/confirmations", post().to(pre_orders::confirmations::create))
            .route("/{id}/lines", post().to(pre_orders::lines::create))
            .route("/{id}/lines/new", get().to(pre_orders::lines::new))
            .route("/{id}/lines/{line}/removals", post().to(pre_orders::lines::delete))
            .route("/{id}/notices", post().to(pre_orders::notices::create))
            .route("/{id}/picks", get().to(pre_orders::picks::index))
            .route("/{id}/picks", post().to(pre_orders::picks::create))
            .route("/{id}/picks/{pick}/removals", post().to(pre_orders::picks::delete))
            .route("/{id}/readiness", post().to(pre_orders::readiness::create))
            .route("/{id}/ticket", get().to(pre_orders::tickets::show)),
    );
}

//! `/pre_orders/{id}/ticket`: 80 mm of paper for the bag, with the code that the register reads. Initials and the card's end, no name.

use super::sheet::Sheet;
use crate::features::labels::{Picture, code_128_of};
use crate::values::PreOrderId;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "pre_orders/ticket.html")]
struct Show {
    shell: Shell,
    sheet: Sheet,
    location: String,
    bars: Picture,
}

/// GET /pre_orders/{id}/ticket
pub async fn show(app: Data<App>, may: May<may::SeePreOrders>, id: Path<PreOrderId>, shell: Shell) -> Result<Html> {
    let (clerk, id, now) = (Clerk::clone(&may), id.into_inner(), app.clock.now());
    let sheet = app.read(move |conn| Sheet::find(conn, &clerk, id, now)).await?;
    let bars = code_128_of(&sheet.order.code())?;
    page(Show { shell, sheet, location: may.location_name.clone(), bars })
}

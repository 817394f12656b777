//! `/inventory/{id}/adjustments`: setting a package to what was counted, or to so much more or less.

use super::adjust::{Adjust, Meant};
use super::model::Package;
use super::unit::Unit;
use crate::features::products::Product;
use crate::features::reasons::{self, Kind, Reason};
use crate::stock::{self, Balance};
use crate::values::{PackageId, Quantity, text_enum};
use crate::web::prelude::*;

text_enum! {
    /// What the typed quantity is.
    How {
        Counted = "counted", "It is all there is now";
        More = "more", "Add it to what is on hand";
        Less = "less", "Take it off what is on hand";
    }
}

impl How {
    fn of(self, quantity: Quantity) -> Meant {
        match self {
            Self::Counted => Meant::Counted,
            Self::More => Meant::By(quantity),
            Self::Less => Meant::By(Quantity::ZERO.minus(quantity)),
        }
    }

    /// Asked about once: a change of ten units and of more than half of what is on hand is more often a slip than a count.
    fn doubt(self, quantity: Quantity, on_hand: Quantity) -> Option<String> {
        let after = match self {
            Self::Counted => quantity,
            Self::More => on_hand.plus(quantity),
            Self::Less => on_hand.minus(quantity),
        };
        let (change, way) = if after > on_hand { (after.minus(on_hand), "more") } else { (on_hand.minus(after), "less") };
        // Less than nothing is refused anyway.
        let is_large = after >= Quantity::ZERO && change >= Quantity::units(10) && change.plus(change) > on_hand;
        is_large.then(|| format!("From {on_hand} to {after} is {change} {way}. Tick this if it is so."))
    }
}

#[derive(Template)]
#[template(path = "inventory/adjustment.html")]
struct New {
    shell: Shell,
    package: Package,
    product: Product,
    balance: Balance,
    reasons: Vec<Reason>,
}

impl New {
    fn unit(&self) -> &'static str {
        Unit::of(self.package.inventory_type).words()
    }

    fn options(&self) -> Vec<(i64, &str)> {
        self.reasons.iter().map(|reason| (reason.code, reason.name.as_str())).collect()
    }
}

/// GET /inventory/{id}/adjustments/new
pub async fn new(app: Data<App>, may: May<may::Adjust>, id: Path<PackageId>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, id.into_inner());
    let reasons = reasons::current(&app, &may, Kind::Adjust).await?;
    let (package, product, balance) = app
        .read(move |conn| {
            let (package, product, _) = Package::with_place(conn, location, id)?;
            Ok((package, product, stock::of_package(conn, id)?))
        })
        .await?;
    page(New { shell, package, product, balance, reasons })
}

/// POST /inventory/{id}/adjustments
pub async fn create(app: Data<App>, may: May<may::Adjust>, id: Path<PackageId>, form: Form) -> Result<Redirect> {
    let (location, id) = (may.location, id.into_inner());
    let package = app.read(move |conn| Package::find(conn, location, id)).await?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let (how, counted, seen) = (fields.choice::<How>("how"), fields.quantity("quantity"), fields.quantity("seen"));
    if Unit::of(package.inventory_type).is_counted() && counted.is_some_and(|counted| counted.whole().is_none()) {
        fields.problem("quantity", "This package is counted in whole units.");
    }
    if let (Some(how), Some(counted), Some(seen)) = (how, counted, seen)
        && let Some(doubt) = how.doubt(counted, seen)
        && !fields.ticked("sure")
    {
        fields.problem("sure", doubt);
    }
    let readings = (how, counted, seen, fields.whole("reason", 0..=i64::MAX), fields.text("note", 3..=200));
    let (how, counted, seen, reason, note) = fields.done(readings)?;
    let adjust = Adjust { meant: how.of(counted), seen: Some(seen), ..Adjust::new(package.id, counted, reason, note) };
    let package = app.file(&may, key, adjust).await?;
    let words = match how {
        How::Counted => format!("Adjusted from {seen} to {counted}, here and in BioTrack."),
        How::More => format!("{counted} more, here and in BioTrack."),
        How::Less => format!("{counted} less, here and in BioTrack."),
    };
    Ok(see_other(format!("/inventory/{package}")).notice(words))
}

//! `/price_tiers`: prices that fall with the number of units.

use super::model::{FromUnits, PriceTier};
use super::records::SaveTier;
use crate::features::discounts::list;
use crate::values::PriceTierId;
use crate::web::prelude::*;

/// Steps of one tier at the most.
const STEPS: usize = 6;

#[derive(Template)]
#[template(path = "price_tiers/index.html")]
struct Index {
    shell: Shell,
    tiers: Vec<PriceTier>,
    may_edit: bool,
}

/// The form, for a new tier or for one that exists.
#[derive(Template)]
#[template(path = "price_tiers/form.html")]
struct FormPage {
    shell: Shell,
    /// None: a new one.
    tier: Option<PriceTier>,
}

impl FormPage {
    fn title(&self) -> &str {
        self.tier.as_ref().map_or("Add price tier", |tier| tier.name.as_str())
    }

    fn action(&self) -> String {
        self.tier.as_ref().map_or_else(|| "/price_tiers".to_owned(), |tier| format!("/price_tiers/{}", tier.id))
    }

    fn name(&self) -> &str {
        self.tier.as_ref().map_or("", |tier| tier.name.as_str())
    }

    fn active(&self) -> bool {
        self.tier.as_ref().is_none_or(|tier| tier.active)
    }

    fn skus(&self) -> String {
        let all = self.tier.iter().flat_map(|tier| &tier.products);
        all.map(|(sku, _)| sku.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// The number of each row, its units and its price.
    fn rows(&self) -> Vec<(usize, String, String)> {
        let steps = self.tier.as_ref().map_or(&[][..], |tier| tier.steps.as_slice());
        let row = |place: usize| match steps.get(place) {
            Some(step) => (place + 1, step.least_units.to_string(), step.each.plain()),
            None => (place + 1, String::new(), String::new()),
        };
        (0..STEPS).map(row).collect()
    }
}

impl PriceTier {
    /// `from 2: $30.00 · from 4: $27.50`
    pub fn words(&self) -> String {
        self.steps.iter().map(|step| format!("from {}: {}", step.least_units, step.each)).collect::<Vec<_>>().join(" · ")
    }
}

/// GET /price_tiers
pub async fn index(app: Data<App>, clerk: May<may::SeeDiscounts>, shell: Shell) -> Result<Html> {
    let (location, may_edit) = (clerk.location, clerk.may::<may::EditDiscounts>());
    let tiers = app.read(move |conn| PriceTier::all(conn, location)).await?;
    page(Index { shell, tiers, may_edit })
}

/// GET /price_tiers/new
pub async fn new(_: May<may::EditDiscounts>, shell: Shell) -> Result<Html> {
    page(FormPage { shell, tier: None })
}

/// POST /price_tiers
pub async fn create(app: Data<App>, may: May<may::EditDiscounts>, form: Form) -> Result<Redirect> {
    save(&app, &may, None, &form).await
}

/// GET /price_tiers/{id}/edit
pub async fn edit(app: Data<App>, may: May<may::EditDiscounts>, id: Path<PriceTierId>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, id.into_inner());
    let tier = app.read(move |conn| PriceTier::find(conn, location, id)).await?;
    page(FormPage { shell, tier: Some(tier) })
}

/// POST /price_tiers/{id}
pub async fn update(app: Data<App>, may: May<may::EditDiscounts>, id: Path<PriceTierId>, form: Form) -> Result<Redirect> {
    save(&app, &may, Some(id.into_inner()), &form).await
}

async fn save(app: &App, may: &May<may::EditDiscounts>, tier: Option<PriceTierId>, form: &Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (name, steps) = fields.done((fields.text("name", 1..=60), steps(&fields)))?;
    let notice = format!("“{name}” was saved. It counts at once, in carts that are open too.");
    let skus = list(&fields.raw("skus").to_uppercase());
    app.record(may, key, SaveTier { tier, name, active: fields.ticked("active"), steps, skus }).await?;
    Ok(see_other("/price_tiers").notice(notice))
}

/// Each row that says something; the units rise from one to the next.
fn steps(fields: &Fields<'_>) -> Option<Vec<FromUnits>> {
    let mut steps: Vec<FromUnits> = Vec::new();
    let mut is_whole = true;
    for place in 1..=STEPS {
        let (units, price) = (format!("units-{place}"), format!("price-{place}"));
        if fields.raw(&units).is_empty() && fields.raw(&price).is_empty() {
            continue;
        }
        let (Some(least_units), Some(each)) = (fields.whole(&units, 1..=999), fields.money(&price)) else {
            is_whole = false;
            continue;
        };
        if steps.last().is_some_and(|last| least_units <= last.least_units) {
            fields.problem(&units, "More units than in the row above.");
            is_whole = false;
        }
        steps.push(FromUnits { least_units, each });
    }
    if steps.is_empty() && is_whole {
        fields.problem("units-1", "Type from how many units on which price holds.");
        is_whole = false;
    }
    is_whole.then_some(steps)
}

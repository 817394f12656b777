//! Where visits and carts meet: opening a cart takes the guest, and the cart's end is the visit's.

use super::lane::{Kind, Lane};
use super::model::{Errand, Guest, Outcome};
use super::stamp;
use crate::app::By;
use crate::db::{Conn, on_each};
use crate::error::{Result, rule};
use crate::schema::{carts, guests};
use crate::values::{At, CartId, GuestId, PatientId, RegistryReadId};
use diesel::prelude::*;

/// A cart, as far as a visit is concerned.
pub struct Served<'a> {
    pub cart: CartId,
    pub patient: PatientId,
    pub initials: String,
    pub card: &'a str,
    pub caregiver: Option<&'a str>,
    pub reading: RegistryReadId,
}

/// The guest goes with the cart: the one whose card was taken in the list, or whoever is here with this patient's card, or a visit that
/// begins now. Of two who take one card in the list, the second is told who has it.
pub fn serve(tx: &mut Conn, by: &By<'_>, guest: Option<GuestId>, served: &Served<'_>) -> Result<()> {
    let lane = Lane::first_of(tx, by.clerk.location, Kind::Serving)?.id;
    let here = match guest {
        Some(id) => Some(Guest::present(tx, by.clerk, id)?),
        None => Guest::with_card(tx, by.clerk.location, served.card)?,
    };
    let Some(here) = here else { return begin(tx, by, served) };
    if !Guest::take(tx, here.id, by.clerk, lane, Some(served.cart), by.now)? {
        // Found at the register by their card, they may stand at two tills; the visit stays with the first.
        return match guest {
            Some(_) => {
                let now = Guest::present(tx, by.clerk, here.id)?;
                rule(now.holder_words(tx, by.clerk)?.unwrap_or_else(|| super::records::OVERTAKEN.to_owned()))
            }
            None => Ok(()),
        };
    }
    let known = (
        guests::patient_id.eq(served.patient),
        guests::initials.eq(&served.initials),
        guests::registry_read_id.eq(served.reading),
        guests::caregiver_card_id.eq(served.caregiver),
        guests::trouble.eq(None::<String>),
    );
    diesel::update(guests::table.find(here.id)).set(known).execute(tx)?;
    Ok(())
}

/// Whoever came straight to a till.
fn begin(tx: &mut Conn, by: &By<'_>, served: &Served<'_>) -> Result<()> {
    let lane = Lane::first_of(tx, by.clerk.location, Kind::Serving)?;
    let guest = Guest {
        patient_id: Some(served.patient),
        initials: served.initials.clone(),
        caregiver_card_id: served.caregiver.map(str::to_owned),
        registry_read_id: Some(served.reading),
        held_by: Some(by.clerk.user),
        held_at: Some(by.now),
        cart_id: Some(served.cart),
        ..Guest::begin(by.clerk, lane.id, served.card, Errand::WalkIn, by.now)
    };
    // Two tills may meet one patient at once: the visit is the first one's, and both have their carts.
    on_each!(tx, |c| diesel::insert_into(guests::table).values(&guest).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// What has become of a cart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CartFate {
    Sold,
    Cancelled,
    /// It waits for the state, or goes on after its refusal.
    Goes,
}

/// Called in the transaction in which a cart changes its status. A cart whose visit is over, or that has none, changes nothing.
pub fn cart_went(tx: &mut Conn, cart: CartId, fate: CartFate) -> Result<()> {
    let Some(guest) = Guest::of_cart(tx, cart)? else { return Ok(()) };
    let outcome = match fate {
        CartFate::Goes => return Guest::touch(tx, guest.id),
        CartFate::Sold => Outcome::Served,
        CartFate::Cancelled => Outcome::Left,
    };
    // When its clerk last did something with it: the state's answer may come much later.
    let at: At = carts::table.find(cart).select(carts::touched_at).first(tx)?;
    let lane = Lane::first_of(tx, guest.location_id, Kind::Done)?.id;
    let over = (guests::outcome.eq(outcome), guests::ended_at.eq(at), guests::lane_id.eq(lane), guests::stamp.eq(stamp()));
    diesel::update(guests::table.find(guest.id).filter(guests::ended_at.is_null())).set(over).execute(tx)?;
    Ok(())
}

/// Somebody else has taken up the cart of a visit, and so has the guest.
pub fn cart_taken_up(tx: &mut Conn, by: &By<'_>, cart: CartId) -> Result<()> {
    let here = guests::table.filter(guests::cart_id.eq(cart)).filter(guests::ended_at.is_null());
    let taken = (guests::held_by.eq(by.clerk.user), guests::held_at.eq(by.now), guests::stamp.eq(stamp()));
    diesel::update(here).set(taken).execute(tx)?;
    Ok(())
}

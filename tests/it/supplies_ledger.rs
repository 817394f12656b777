//! The ledger of devices and merchandise against a bookkeeper who knows nothing of databases: whatever is done in whatever order, both
//! say yes and no to the same, and have the same afterwards.

use crate::support::{MANAGER, Shop, shop};
use diesel::prelude::*;
use lotbook::db::Conn;
use lotbook::error::{Error, Result};
use lotbook::features::products::{Goods, NewProduct, save};
use lotbook::schema::{products, rooms, users};
use lotbook::stock::Owner;
use lotbook::stock::supplies::{self, Effect, NotReportable, Posting};
use lotbook::values::{At, CartLineId, FilingId, LocationId, ProductId, Quantity, RoomId, UserId};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;

/// One thing that is done: to which of two products, in which of two rooms, for which of three carts, how many.
#[derive(Debug, Clone, Copy)]
enum Step {
    Purchase(usize, usize, i64),
    Return(usize, usize, i64),
    Move(usize, usize, i64),
    CountMore(usize, usize, i64),
    CountLess(usize, usize, i64),
    Hold(usize, usize, usize, i64),
    Shrink(usize, usize, i64),
    Release(usize),
    /// The cart's filing takes its holds over, and is refused.
    Refused(usize),
    Sell(usize, usize, usize, i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let at = || (0..2_usize, 0..2_usize, 1..9_i64);
    let step = prop_oneof![
        3 => at().prop_map(|(p, r, n)| Step::Purchase(p, r, n)),
        1 => at().prop_map(|(p, r, n)| Step::Return(p, r, n)),
        2 => at().prop_map(|(p, r, n)| Step::Move(p, r, n)),
        1 => at().prop_map(|(p, r, n)| Step::CountMore(p, r, n)),
        2 => at().prop_map(|(p, r, n)| Step::CountLess(p, r, n)),
        4 => (at(), 0..3_usize).prop_map(|((p, r, n), o)| Step::Hold(p, r, o, n)),
        1 => (0..2_usize, 0..3_usize, 1..9_i64).prop_map(|(p, o, n)| Step::Shrink(p, o, n)),
        1 => (0..3_usize).prop_map(Step::Release),
        1 => (0..3_usize).prop_map(Step::Refused),
        2 => (at(), 0..3_usize).prop_map(|((p, r, n), o)| Step::Sell(p, r, o, n)),
    ];
    proptest::collection::vec(step, 1..40)
}

/// On hand by product and room; held by cart, product and room.
#[derive(Default)]
struct Bookkeeper {
    on_hand: BTreeMap<(usize, usize), i64>,
    held: BTreeMap<(usize, usize, usize), i64>,
}

impl Bookkeeper {
    fn on_hand(&self, product: usize, room: usize) -> i64 {
        self.on_hand.get(&(product, room)).copied().unwrap_or_default()
    }

    fn held(&self, product: usize, room: usize) -> i64 {
        self.held.iter().filter(|((_, p, r), _)| (*p, *r) == (product, room)).map(|(_, count)| count).sum()
    }

    fn of(&self, owner: usize, product: usize, room: usize) -> i64 {
        self.held.get(&(owner, product, room)).copied().unwrap_or_default()
    }

    fn add(&mut self, product: usize, room: usize, count: i64) -> bool {
        *self.on_hand.entry((product, room)).or_default() += count;
        true
    }

    fn take(&mut self, product: usize, room: usize, count: i64) -> bool {
        let free = self.on_hand(product, room) - self.held(product, room);
        free >= count && self.add(product, room, -count)
    }

    /// `None`: not to be asked for, because it would be a fault of the program.
    fn does(&mut self, step: Step) -> Option<bool> {
        Some(match step {
            Step::Purchase(product, room, count) | Step::CountMore(product, room, count) => self.add(product, room, count),
            Step::Return(product, room, count) | Step::CountLess(product, room, count) => self.take(product, room, count),
            Step::Move(product, room, count) => self.take(product, room, count) && self.add(product, 1 - room, count),
            Step::Hold(product, room, owner, count) => {
                let is_free = self.on_hand(product, room) - self.held(product, room) >= count;
                if is_free {
                    *self.held.entry((owner, product, room)).or_default() += count;
                }
                is_free
            }
            Step::Shrink(product, owner, count) => {
                // Which room gives first is the ledger's to say, so only where there is one.
                let all: Vec<usize> = (0..2).filter(|room| self.of(owner, product, *room) > 0).collect();
                let [room] = all.as_slice() else { return None };
                if self.of(owner, product, *room) < count {
                    return None;
                }
                *self.held.entry((owner, product, *room)).or_default() -= count;
                true
            }
            Step::Release(owner) => {
                self.held.retain(|(who, ..), _| *who != owner);
                true
            }
            Step::Refused(_) => true,
            Step::Sell(product, room, owner, count) => {
                if self.of(owner, product, room) < count {
                    return None;
                }
                *self.held.entry((owner, product, room)).or_default() -= count;
                self.add(product, room, -count)
            }
        })
    }
}

/// The real one.
struct Ledger {
    location: LocationId,
    by: UserId,
    at: At,
    products: [ProductId; 2],
    rooms: [RoomId; 2],
    owners: [Owner; 3],
}

impl Ledger {
    fn does(&self, tx: &mut Conn, step: Step) -> Result<bool> {
        match step {
            Step::Purchase(p, r, n) => self.post(tx, p, n, Effect::Purchased { into: self.rooms[r] }, None),
            Step::Return(p, r, n) => self.post(tx, p, n, Effect::ReturnedToVendor { from: self.rooms[r] }, None),
            Step::Move(p, r, n) => self.post(tx, p, n, Effect::Moved { from: self.rooms[r], to: self.rooms[1 - r] }, None),
            Step::CountMore(p, r, n) => self.post(tx, p, n, Effect::CountedMore { into: self.rooms[r] }, None),
            Step::CountLess(p, r, n) => self.post(tx, p, n, Effect::CountedLess { from: self.rooms[r] }, None),
            Step::Hold(p, r, o, n) => {
                supplies::hold(tx, self.owners[o], self.products[p], self.rooms[r], Quantity::units(n), self.at)
            }
            Step::Shrink(p, o, n) => {
                supplies::release_part(tx, self.owners[o], self.products[p], Quantity::units(n)).map(|()| true)
            }
            Step::Release(o) => supplies::release(tx, self.owners[o]).map(|()| true),
            Step::Refused(o) => {
                let filing = FilingId::new();
                supplies::take_over(tx, self.owners[o], filing)?;
                for (p, r) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                    let left = supplies::held_by(tx, self.owners[o], self.products[p], self.rooms[r])?;
                    assert_eq!(left, Quantity::ZERO, "a filing took it over");
                }
                supplies::give_back(tx, filing).map(|()| true)
            }
            Step::Sell(p, r, o, n) => self.post(tx, p, n, Effect::Sold { from: self.rooms[r] }, Some(self.owners[o])),
        }
    }

    fn post(&self, tx: &mut Conn, product: usize, count: i64, effect: Effect, held_by: Option<Owner>) -> Result<bool> {
        let (product, quantity) = (self.products[product], Quantity::units(count));
        let authority = NotReportable::of(tx, product)?.expect("merchandise");
        let (location, by, at) = (self.location, self.by, self.at);
        let posting = Posting { location, product, quantity, effect, held_by, purchase: None, reason: "", note: "", by, at };
        supplies::post(tx, &authority, &posting)
    }

    fn agrees(&self, tx: &mut Conn, books: &Bookkeeper, after: &[Step]) -> Result<()> {
        for p in 0..2 {
            for r in 0..2 {
                let balance = supplies::where_is(tx, self.products[p], self.rooms[r])?;
                let said = (balance.on_hand, balance.held);
                let wanted = (Quantity::units(books.on_hand(p, r)), Quantity::units(books.held(p, r)));
                assert_eq!(said, wanted, "product {p} in room {r} after {after:?}");
                for o in 0..3 {
                    let held = supplies::held_by(tx, self.owners[o], self.products[p], self.rooms[r])?;
                    assert_eq!(held, Quantity::units(books.of(o, p, r)), "cart {o} after {after:?}");
                }
            }
        }
        Ok(())
    }
}

async fn ledger(shop: &Shop) -> Ledger {
    let at = shop.app().clock.now();
    let made = shop.app().db.write(move |tx| -> Result<Ledger> {
        let mut make = |sku: &str| save(tx, None, &NewProduct::named(sku, sku, Goods::Merchandise), at);
        let products = [make("LEDGER-1")?, make("LEDGER-2")?];
        let (by, location): (UserId, LocationId) =
            users::table.filter(users::login_id.eq(MANAGER)).select((users::id, users::location_id)).first(tx)?;
        let rooms: Vec<RoomId> =
            rooms::table.filter(rooms::location_id.eq(location)).order(rooms::state_room).limit(2).select(rooms::id).load(tx)?;
        let owner = || Owner::CartLine(CartLineId::new());
        Ok(Ledger { location, by, at, products, rooms: [rooms[0], rooms[1]], owners: [owner(), owner(), owner()] })
    });
    made.await.unwrap()
}

#[test]
fn whatever_is_done_in_whatever_order_the_ledger_and_a_bookkeeper_agree() {
    shop(async |shop| {
        let ledger = std::sync::Arc::new(ledger(shop).await);
        let mut runner = TestRunner::deterministic();
        for _ in 0..60 {
            let steps = steps().new_tree(&mut runner).unwrap().current();
            let ledger = ledger.clone();
            let done = shop.app().db.write(move |tx| -> Result<()> {
                let mut books = Bookkeeper::default();
                for (index, step) in steps.iter().enumerate() {
                    let Some(wanted) = books.does(*step) else { continue };
                    let so_far = &steps[..=index];
                    assert_eq!(ledger.does(tx, *step)?, wanted, "{so_far:?}");
                    ledger.agrees(tx, &books, so_far)?;
                }
                // Rolled back: the next one begins with nothing.
                Err(Error::Rule("as before".into()))
            });
            assert_eq!(done.await.unwrap_err().to_string(), "as before");
        }
    });
}

#[test]
fn nobody_posts_cannabis_a_part_of_one_or_the_sale_of_a_device_without_the_states_yes() {
    shop(async |shop| {
        let ledger = ledger(shop).await;
        let done = shop.app().db.write(move |tx| -> Result<()> {
            let of = |sku: &'static str| products::table.filter(products::sku.eq(sku)).select(products::id);
            let (flower, device): (ProductId, ProductId) = (of("FLW-BD-35").first(tx)?, of("DEV-SB-510").first(tx)?);
            assert!(NotReportable::of(tx, flower)?.is_none(), "cannabis has an identifier of the state");
            let authority = NotReportable::of(tx, device)?.expect("a device");
            let posting = |product, quantity, effect| Posting {
                location: ledger.location,
                product,
                quantity,
                effect,
                held_by: None,
                purchase: None,
                reason: "",
                note: "",
                by: ledger.by,
                at: ledger.at,
            };
            let into = Effect::Purchased { into: ledger.rooms[0] };
            for wrong in [
                posting(device, Quantity::ONE, Effect::Sold { from: ledger.rooms[0] }),
                posting(device, Quantity::ONE, Effect::SaleVoided { into: ledger.rooms[0] }),
                posting(ledger.products[0], Quantity::ONE, into),
                posting(device, Quantity(150), into),
                posting(device, Quantity::ZERO, into),
                posting(device, Quantity(-100), into),
            ] {
                assert!(matches!(supplies::post(tx, &authority, &wrong), Err(Error::Internal(_))), "{wrong:?}");
            }
            assert!(supplies::post(tx, &authority, &posting(device, Quantity::ONE, into))?);
            Ok(())
        });
        done.await.unwrap();
    });
}

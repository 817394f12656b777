//! The first start: a shop, its rooms and its people, in an empty database.

use crate::app::App;
use crate::db::Conn;
use crate::demo;
use crate::error::Result;
use crate::features::drawers;
use crate::features::locations::{CreateBatches, Location};
use crate::features::pins::Pin;
use crate::features::products::{self, NewProduct};
use crate::features::purchases::{Said, take_in};
use crate::features::rooms::{Kind, Room};
use crate::features::sign_in::hash_password;
use crate::features::users::registry_checks::{Asked, asked};
use crate::features::users::{Details, New, Paper, Registry, User};
use crate::may::{self, Role};
use crate::rules::allotment::Variant;
use crate::schema::users;
use crate::start::NotAllowed;
use crate::values::clock::local_date;
use crate::values::{At, Cents, License, LocationId, Quantity, RoomId, UserId};
use diesel::prelude::*;

/// A person of the first start.
pub struct Person {
    pub name: String,
    /// Login ID, Email and MMUR email alike.
    pub login: String,
    /// As the state's staff registry is to be asked; differs only where the demonstration shows a mismatch.
    pub role: Role,
    pub password: String,
    /// In the demonstration some have one already.
    pub pin: Option<String>,
}

/// Whatever the books lack before the first request: permissions new to this version, and on the very first start its people.
pub async fn first_start(app: &App) -> anyhow::Result<()> {
    app.db.write(may::complete).await?;
    let people: i64 = app.read(|conn| Ok(users::table.count().first(conn)?)).await?;
    if people > 0 {
        return Ok(());
    }
    match (&app.config.first_admin, app.config.demo) {
        (_, true) => demo::load(app).await,
        (Some((login, password)), false) => first_admin(app, login, password).await,
        (None, false) => Err(NotAllowed(
            "nobody can sign in yet: set LOTBOOK_ADMIN_LOGIN and LOTBOOK_ADMIN_PASSWORD for the first admin, or LOTBOOK_DEMO=1"
                .into(),
        )
        .into()),
    }
}

/// The admin named by the settings, and a location for each licence the state has for us.
async fn first_admin(app: &App, login: &str, password: &str) -> anyhow::Result<()> {
    if password.chars().count() < 12 {
        return Err(NotAllowed("LOTBOOK_ADMIN_PASSWORD must have at least 12 characters".into()).into());
    }
    let licenses = app
        .biotrack
        .licenses()
        .await
        .map_err(|error| NotAllowed(format!("the first start needs the state's list of our rooms, and: {error}")))?;
    let Some(first) = licenses.first().cloned() else {
        return Err(NotAllowed("the state has no room of ours yet, so there is no licence to work at".into()).into());
    };
    let mut books = FirstBooks::default();
    for license in licenses {
        books.add_location(app, new_location(license)).await?;
    }
    let home = books.locations.iter().find(|location| location.license == first).map(|location| location.id);
    let home = home.ok_or_else(|| NotAllowed("there is no location".into()))?;
    let admin =
        Person { name: "Admin".into(), login: login.to_owned(), role: Role::Admin, password: password.to_owned(), pin: None };
    books.add_person(app, home, admin).await?;
    books.write(app).await
}

/// A location with the defaults of the law: dispensing from 7 to 21 (florida-rules 4.1).
pub fn new_location(license: License) -> Location {
    Location {
        id: LocationId::new(),
        name: format!("Dispensary {license}"),
        license,
        address: String::new(),
        phone: String::new(),
        time_zone: "America/New_York".into(),
        opens_minute: 7 * 60,
        closes_minute: 21 * 60,
        create_batches: CreateBatches::Package,
        receiving_room_id: None,
        expiry_days: 0,
        drivers_enabled: true,
        scan_only: false,
        id_check_required: true,
        idle_blank_minutes: 2,
        password_length: 12,
        password_days: 0,
        tax_rate_basis_points: 0,
        receipt_footer: String::new(),
        two_person_release: false,
        cash_in_drawers: true,
        blind_counts: true,
        cart_minutes: 30,
        pre_order_hours: 24,
        schedule_returns: None,
        pin_length: 6,
        window_variant: Variant::A,
        law_hours: true,
        one_session: false,
    }
}

/// Everything of a first start, gathered first (rooms and people are asked of the state) and written in one commit: a start that is cut
/// off leaves nothing, and of two processes that start at once one finds the work done.
#[derive(Default)]
pub struct FirstBooks {
    locations: Vec<Location>,
    rooms: Vec<Room>,
    people: Vec<FirstPerson>,
    products: Vec<NewProduct>,
    purchases: Vec<FirstPurchase>,
}

/// Devices and merchandise that are on the shelf from the beginning, with the products they are.
pub struct FirstPurchase {
    pub location: LocationId,
    pub vendor: String,
    pub invoice_number: String,
    pub goods: Vec<(NewProduct, Quantity, Cents)>,
}

struct FirstPerson {
    location: LocationId,
    details: Details,
    registry: Registry,
    password_hash: String,
    pin_hash: Option<String>,
}

impl FirstBooks {
    /// A location with the rooms the state knows. What is called a sales floor becomes one; an admin can change each kind.
    pub async fn add_location(&mut self, app: &App, mut location: Location) -> anyhow::Result<LocationId> {
        let id = location.id;
        let known = app.biotrack.rooms(&location.license).await?;
        let rooms = known.into_iter().filter_map(|room| {
            let kind = match (room.quarantine, room.name.to_lowercase().contains("sales")) {
                (true, _) => Kind::Quarantine,
                (false, true) => Kind::SalesFloor,
                (false, false) => Kind::Inventory,
            };
            // A room without a number cannot be moved to.
            Some(Room { id: RoomId::new(), location_id: id, state_room: room.room?, name: room.name, kind, active: true })
        });
        let rooms: Vec<Room> = rooms.collect();
        location.receiving_room_id = rooms.iter().find(|room| room.kind == Kind::SalesFloor).map(|room| room.id);
        self.rooms.extend(rooms);
        self.locations.push(location);
        Ok(id)
    }

    /// A person, as the state's staff registry has them; if it is silent they are "not checked yet".
    pub async fn add_person(&mut self, app: &App, location: LocationId, person: Person) -> anyhow::Result<()> {
        let Person { name, login, role, password, pin } = person;
        let password_hash = hash_password(password).await?;
        let pin_hash = match pin {
            Some(pin) => Some(hash_password(pin).await?),
            None => None,
        };
        let Asked { registry, silence } = asked(app, &login).await;
        if let Some(why) = silence {
            tracing::warn!(%why, "the staff registry could not be asked; an admin can do it under Users");
        }
        let details = Details { name, login_id: login.clone(), email: login.clone(), mmur_email: login, role };
        self.people.push(FirstPerson { location, details, registry, password_hash, pin_hash });
        Ok(())
    }

    pub fn add_product(&mut self, product: NewProduct) {
        self.products.push(product);
    }

    pub fn add_purchase(&mut self, purchase: FirstPurchase) {
        self.purchases.push(purchase);
    }

    /// Writes all of it, unless another process just did.
    pub async fn write(self, app: &App) -> anyhow::Result<()> {
        let now = app.clock.now();
        let written = app.db.write(move |tx| self.insert(tx, now)).await;
        if written.is_err() && app.read(|conn| Ok(users::table.count().get_result::<i64>(conn)? > 0)).await? {
            return Ok(());
        }
        Ok(written?)
    }

    fn insert(&self, tx: &mut Conn, now: At) -> Result<()> {
        for location in &self.locations {
            location.insert(tx)?;
            drawers::begin(tx, location.id, now)?;
        }
        self.rooms.iter().try_for_each(|room| room.insert(tx))?;
        let mut people = Vec::new();
        for FirstPerson { location, details, registry, password_hash, pin_hash } in &self.people {
            let id =
                User::insert(tx, &New { location: *location, details, paper: &Paper::blank(), registry, password_hash, now })?;
            if let Some(hash) = pin_hash {
                Pin::set(tx, id, hash, now)?;
            }
            people.push((*location, id));
        }
        self.products.iter().try_for_each(|product| products::save(tx, None, product, now).map(drop))?;
        self.purchases.iter().try_for_each(|purchase| self.take_in(tx, purchase, &people, now))
    }

    /// By the first person of its location, onto the sales floor; where there is neither, there is no shelf yet.
    fn take_in(&self, tx: &mut Conn, purchase: &FirstPurchase, people: &[(LocationId, UserId)], now: At) -> Result<()> {
        let location = self.locations.iter().find(|location| location.id == purchase.location);
        let person = people.iter().find(|(location, _)| *location == purchase.location);
        let room = self.rooms.iter().find(|room| room.location_id == purchase.location && room.kind == Kind::SalesFloor);
        let (Some(location), Some((_, by)), Some(room)) = (location, person, room) else { return Ok(()) };
        let said = Said {
            vendor: purchase.vendor.clone(),
            invoice_number: purchase.invoice_number.clone(),
            delivered_on: local_date(now, location.zone()?),
            room_id: room.id,
            note: String::new(),
        };
        let mut goods = Vec::new();
        for (product, quantity, cost) in &purchase.goods {
            goods.push((products::save(tx, None, product, now)?, *quantity, *cost));
        }
        take_in(tx, location.id, &said, &goods, *by, now).map(drop)
    }
}

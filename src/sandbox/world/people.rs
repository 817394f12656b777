//! The patients of the demonstration world, each with something to show.

use crate::sandbox::florida::eastern_date;
use crate::sandbox::refusal::Result;
use crate::sandbox::rows::{Caregiver, PastDispensation, Patient, PatientOrder};
use crate::sandbox::state::Books;
use crate::values::{Amount, OrderType, Route};
use chrono::{Datelike, Days, NaiveDate};

/// The key that a lookup of the card gives, the same for as long as the card is.
pub fn card_key(card_id: &str) -> String {
    format!("KEY-{}", Patient::key(card_id))
}

pub fn load(books: &mut Books) -> Result<()> {
    let today = eastern_date(books.now);
    for patient in patients(today) {
        books.put(&patient)?;
    }
    Ok(())
}

fn patients(today: NaiveDate) -> [Patient; 8] {
    let day = Day(today);
    [ada(&day), marcus(&day), tomas(&day), expired(&day), suspended(&day), low_thc(&day), last_eighth(&day), ruth(&day)]
}

/// The day that everything counts from.
struct Day(NaiveDate);

impl Day {
    fn ago(&self, days: u64) -> NaiveDate {
        self.0.checked_sub_days(Days::new(days)).unwrap_or(self.0)
    }

    fn ahead(&self, days: u64) -> NaiveDate {
        self.0.checked_add_days(Days::new(days)).unwrap_or(self.0)
    }

    /// Born on that month and day, so many years before this one.
    fn born(&self, years: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0.year() - years, month, day).unwrap_or(self.0)
    }

    fn patient(&self, card_id: &str, first: &str, last: &str, birth_date: NaiveDate) -> Patient {
        Patient {
            card_id: card_id.into(),
            card_key: card_key(card_id),
            first_name: first.into(),
            last_name: last.into(),
            birth_date,
            status: "active".into(),
            card_expires_on: self.ahead(200),
            certification_expires_on: self.ahead(150),
            caregivers: Vec::new(),
            orders: Vec::new(),
            exceptions: Vec::new(),
            history: Vec::new(),
        }
    }

    /// A medical order, in whole milligrams a day for 70 days; it began 25 days ago.
    fn medical(&self, patient: &str, route: Route, daily: i64) -> PatientOrder {
        self.order(patient, OrderType::Medical, route, Amount(daily * 1000), Amount(daily * 70_000))
    }

    /// A smoking order, in thousandths of an ounce.
    fn smoking(&self, patient: &str, thousandths: i64) -> PatientOrder {
        PatientOrder {
            ends_on: self.ahead(9),
            ..self.order(patient, OrderType::Smoking, Route::Smoking, Amount::ZERO, Amount(thousandths))
        }
    }

    fn order(&self, patient: &str, order_type: OrderType, route: Route, daily: Amount, ordered: Amount) -> PatientOrder {
        PatientOrder {
            order_id: order_id(patient, order_type, route),
            order_type,
            route,
            physician: "Dr. Helen Ibarra".into(),
            starts_on: self.ago(25),
            ends_on: self.ahead(44),
            certification_id: format!("CERT-{patient}"),
            daily,
            ordered,
            device: i64::from(route == Route::Inhalation),
        }
    }

    fn past(&self, patient: &str, order_type: OrderType, route: Route, days_ago: u64, amount: Amount) -> PastDispensation {
        PastDispensation {
            dispensed_on: self.ago(days_ago),
            order_id: order_id(patient, order_type, route),
            order_type,
            route,
            amount,
            dispensary: "Gulf Coast Dispensary".into(),
            status: "dispensed".into(),
            sale: None,
        }
    }

    fn caregiver(&self, card: &str, name: &str) -> Caregiver {
        let (caregiver_card_id, name) = (card.to_owned(), name.to_owned());
        Caregiver { caregiver_card_id, name, status: "active".into(), expires_on: self.ahead(180) }
    }
}

fn order_id(patient: &str, order_type: OrderType, route: Route) -> String {
    format!("{patient}-{order_type}-{route}")
}

/// Several routes, some used.
fn ada(day: &Day) -> Patient {
    let card = "P1000001";
    let birth_date = NaiveDate::from_ymd_opt(1980, 3, 14).unwrap_or(day.0);
    Patient {
        orders: vec![day.smoking(card, 2_500), day.medical(card, Route::Inhalation, 350), day.medical(card, Route::Edible, 60)],
        history: vec![
            day.past(card, OrderType::Medical, Route::Inhalation, 20, Amount(2_000_000)),
            day.past(card, OrderType::Smoking, Route::Smoking, 10, Amount(1_000)),
        ],
        ..day.patient(card, "Ada", "Lindqvist", birth_date)
    }
}

/// The aggregate of all routes is nearly used, by orders of before.
fn marcus(day: &Day) -> Patient {
    let card = "P1000002";
    let birth_date = NaiveDate::from_ymd_opt(1967, 11, 2).unwrap_or(day.0);
    let routes = [(Route::Oral, 200), (Route::Sublingual, 190), (Route::Topical, 150)];
    let before = PastDispensation {
        order_id: format!("{card}-before"),
        ..day.past(card, OrderType::Medical, Route::Inhalation, 40, Amount(23_800_000))
    };
    Patient {
        orders: routes.map(|(route, daily)| day.medical(card, route, daily)).to_vec(),
        history: vec![before],
        ..day.patient(card, "Marcus", "Bell", birth_date)
    }
}

/// A minor: only the caregiver may buy.
fn tomas(day: &Day) -> Patient {
    let card = "P1000003";
    Patient {
        caregivers: vec![day.caregiver("C2000003", "Elena Rivera")],
        orders: vec![day.medical(card, Route::Edible, 30), day.medical(card, Route::Oral, 50)],
        ..day.patient(card, "Tomas", "Rivera", day.born(16, 12, 31))
    }
}

fn expired(day: &Day) -> Patient {
    let card = "P1000004";
    Patient {
        status: "expired".into(),
        card_expires_on: day.ago(1),
        orders: vec![day.medical(card, Route::Edible, 60)],
        ..day.patient(card, "Priya", "Raman", day.born(44, 5, 9))
    }
}

fn suspended(day: &Day) -> Patient {
    let card = "P1000005";
    Patient {
        status: "suspended".into(),
        orders: vec![day.medical(card, Route::Inhalation, 350)],
        ..day.patient(card, "Glenn", "Fowler", day.born(51, 8, 21))
    }
}

/// Low-THC only: counted in milligrams of CBD, and by its own order alone.
fn low_thc(day: &Day) -> Patient {
    let card = "P1000006";
    let (daily, ordered) = (Amount(100_000), Amount(7_000_000));
    Patient {
        orders: vec![day.order(card, OrderType::LowThc, Route::Sublingual, daily, ordered)],
        ..day.patient(card, "Nadia", "Petrov", day.born(38, 2, 17))
    }
}

/// An eighth is left.
fn last_eighth(day: &Day) -> Patient {
    let card = "P1000007";
    Patient {
        orders: vec![day.smoking(card, 2_500)],
        history: vec![day.past(card, OrderType::Smoking, Route::Smoking, 12, Amount(2_375))],
        ..day.patient(card, "Owen", "Castell", day.born(59, 6, 30))
    }
}

/// Every route, a device, and a caregiver who may buy for her.
fn ruth(day: &Day) -> Patient {
    let card = "P1000008";
    let routes = [
        (Route::Edible, 60),
        (Route::Inhalation, 350),
        (Route::Oral, 200),
        (Route::Sublingual, 190),
        (Route::Suppository, 195),
        (Route::Topical, 150),
    ];
    let mut orders = routes.map(|(route, daily)| day.medical(card, route, daily)).to_vec();
    orders.push(day.smoking(card, 2_500));
    orders.push(day.order(card, OrderType::LowThc, Route::Sublingual, Amount(100_000), Amount(7_000_000)));
    Patient {
        caregivers: vec![day.caregiver("C2000008", "Samuel Okafor")],
        orders,
        ..day.patient(card, "Ruth", "Okafor", day.born(72, 9, 4))
    }
}

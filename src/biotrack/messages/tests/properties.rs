//! Whatever we say, another reader of the wire reads what we meant: one that knows nothing of our types, and takes numbers for text
//! and text for numbers.

use super::*;
use proptest::prelude::*;

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) }
}

/// The reader: a message as bytes, read again.
struct Read(Value);

impl Read {
    fn of(message: impl Into<Message>) -> Self {
        let message = message.into();
        let bytes = serde_json::to_vec(&Value::Object(message.body)).unwrap();
        Self(serde_json::from_slice(&bytes).unwrap())
    }

    fn lines(&self, field: &str) -> Vec<Read> {
        self.0[field].as_array().unwrap().iter().cloned().map(Read).collect()
    }

    fn text(&self, field: &str) -> String {
        match &self.0[field] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }

    /// A decimal, in hundredths, read digit by digit.
    fn hundredths(&self, field: &str) -> i64 {
        let text = self.text(field);
        let (sign, digits) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        assert!(part.len() <= 2, "{text}");
        let part: i64 = format!("{part:0<2}").parse().unwrap();
        sign * (whole.parse::<i64>().unwrap() * 100 + part)
    }

    fn has(&self, field: &str) -> bool {
        self.0.get(field).is_some()
    }
}

prop_compose! {
    fn a_barcode()(digits in "[0-9]{16}") -> Barcode {
        digits.parse().unwrap()
    }
}

prop_compose! {
    fn a_quantity()(hundredths in 0..100_000_000_000_i64) -> Quantity {
        Quantity(hundredths)
    }
}

prop_compose! {
    fn an_instant()(seconds in 0..4_000_000_000_i64) -> At {
        at(seconds)
    }
}

prop_compose! {
    fn a_sale_line()(barcodeid in a_barcode(), quantity in 1..10_000_i64, cents in -1_000_000_000..1_000_000_000_i64,
        item_number in proptest::option::of(0..500_i64)) -> SaleLine {
        SaleLine { barcodeid, quantity, price: Cents(cents), item_number, from: DispensedFrom::default() }
    }
}

prop_compose! {
    fn a_split_line()(barcodeid in a_barcode(), remove_quantity in a_quantity(), grams in any::<bool>()) -> SplitLine {
        SplitLine { barcodeid, remove_quantity, remove_quantity_uom: grams.then_some(Uom::Gram) }
    }
}

fn a_stop_for() -> impl Strategy<Value = StopFor> {
    let barcodes = proptest::collection::vec(a_barcode(), 0..20);
    let parts = proptest::collection::vec((a_barcode(), a_quantity()), 0..20);
    prop_oneof![
        ("[A-Z0-9-]{1,20}", barcodes)
            .prop_map(|(license, barcodeid)| StopFor::Licensee { vendor_license: license.parse().unwrap(), barcodeid }),
        (".{1,20}", parts).prop_map(|(card_id, parts)| {
            let data = parts.into_iter().map(|(barcodeid, quantity)| HandedOver { barcodeid, quantity }).collect();
            StopFor::Patient(PatientStop { card_id, data })
        }),
    ]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_sale_reads_as_it_was_meant(lines in proptest::collection::vec(a_sale_line(), 0..30), terminal_id in ".*", card_id in ".*",
        sale_time in an_instant()) {
        let sale = SaleDispense {
            card_id: card_id.clone(),
            card_key: String::new(),
            terminal_id: terminal_id.clone(),
            sale_time,
            data: lines.clone(),
            florida: DispenseAs::default(),
        };
        let read = Read::of(sale);
        prop_assert_eq!((read.text("terminal_id"), read.text("card_id")), (terminal_id, card_id));
        prop_assert_eq!(read.text("sale_time"), sale_time.and_utc().timestamp().to_string());
        let told = read.lines("data");
        prop_assert_eq!(told.len(), lines.len());
        for (told, line) in told.iter().zip(&lines) {
            prop_assert_eq!(told.text("barcodeid"), line.barcodeid.to_string());
            prop_assert_eq!((told.hundredths("quantity"), told.hundredths("price")), (line.quantity * 100, line.price.0));
            prop_assert_eq!(told.has("item_number"), line.item_number.is_some());
        }
    }

    #[test]
    fn an_adjustment_reads_as_it_was_meant(barcodeid in a_barcode(), quantity in a_quantity(), reason in ".*", number in 0..99_i64) {
        let line = AdjustLine { barcodeid, quantity, quantity_uom: Uom::Gram, r#type: number, reason: reason.clone() };
        let read = Read::of(InventoryAdjust { data: vec![line] });
        let told = &read.lines("data")[0];
        prop_assert_eq!((told.text("barcodeid"), told.hundredths("quantity")), (barcodeid.to_string(), quantity.0));
        prop_assert_eq!((told.text("reason"), told.text("type"), told.text("quantity_uom")), (reason, number.to_string(), "g".into()));
    }

    #[test]
    fn a_conversion_reads_as_it_was_meant(lines in proptest::collection::vec(a_split_line(), 0..10), out in a_quantity(),
        waste in proptest::option::of(a_quantity()), usable in proptest::option::of(a_quantity())) {
        let mut convert = InventoryConvert::of(lines.clone(), 28, out, Uom::Each);
        if let Some(grams) = waste {
            convert = convert.waste_grams(grams);
        }
        if let Some(grams) = usable {
            convert = convert.usable_grams(grams);
        }
        let read = Read::of(convert);
        prop_assert_eq!(read.hundredths("derivative_quantity"), out.0);
        for (field, said) in [("waste", waste), ("derivative_usable", usable)] {
            prop_assert_eq!((read.has(field), read.has(&format!("{field}_uom"))), (said.is_some(), said.is_some()));
            if let Some(said) = said {
                prop_assert_eq!(read.hundredths(field), said.0);
            }
        }
        for (told, line) in read.lines("data").iter().zip(&lines) {
            prop_assert_eq!(told.hundredths("remove_quantity"), line.remove_quantity.0);
            prop_assert_eq!(told.has("remove_quantity_uom"), line.remove_quantity_uom.is_some());
        }
    }

    #[test]
    fn a_stop_is_a_licensees_or_a_patients_and_never_both(to in a_stop_for(), departure in an_instant(), number in 1..500_i64) {
        let stop = Stop {
            stop_number: number,
            approximate_departure: departure,
            approximate_arrival: departure,
            approximate_route: String::new(),
            to: to.clone(),
        };
        let read = Read::of(super::manifests::ours(vec![stop]));
        let told = &read.lines("stop_overview")[0];
        prop_assert_eq!(told.text("stop_number"), number.to_string());
        match to {
            StopFor::Licensee { vendor_license, barcodeid } => {
                prop_assert_eq!(told.text("vendor_license"), vendor_license.to_string());
                prop_assert_eq!(told.0["barcodeid"].as_array().unwrap().len(), barcodeid.len());
                prop_assert!(!told.has("card_id") && !told.has("data"));
            }
            StopFor::Patient(patient) => {
                prop_assert_eq!(told.text("card_id"), patient.card_id);
                prop_assert!(!told.has("vendor_license") && !told.has("barcodeid"));
                for (told, part) in told.lines("data").iter().zip(&patient.data) {
                    prop_assert_eq!((told.text("barcodeid"), told.hundredths("quantity")), (part.barcodeid.to_string(), part.quantity.0));
                }
            }
        }
    }

    #[test]
    fn what_is_kept_is_what_was_said_without_its_secrets(key in "[a-zA-Z0-9]{6,40}", card_id in "[0-9]{8}") {
        let message = Message::from(RegistryHold { card_id: card_id.clone(), card_key: format!("KEY{key}"), data: vec![] });
        let kept: Message = serde_json::from_str(&message.kept()).unwrap();
        let key = format!("KEY{key}");
        prop_assert!(!message.kept().contains(&key));
        prop_assert_eq!(kept.body.get("card_id"), message.body.get("card_id"));
        prop_assert_eq!(kept.action, message.action);
    }
}

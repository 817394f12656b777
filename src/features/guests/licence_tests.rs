//! Synthetic licences of every version, as scanners and keyboards mangle them.

use super::*;
use proptest::prelude::*;

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

fn read(text: &str) -> Licence {
    assert!(is_licence(text), "{text}");
    parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Florida, version 9: names in three parts.
const FLORIDA: &str = "@\n\u{1e}\rANSI 636010090002DL00410278ZF03190011DLDAQL532001804740\nDCSLINDQVIST\nDDEN\nDACADA\nDDFN\nDADMARIA\nDDGN\n\
    DCAE\nDCBNONE\nDCDNONE\nDBD03142023\nDBB03141980\nDBA03142031\nDBC2\nDAU064 in\nDAYGRN\nDAG12 BAYSHORE DR\nDAITAMPA\nDAJFL\n\
    DAK336060000\nDCF1234567890\nDCGUSA\nDCK9876\nDDAF\nDDB01012017\nDDK1\rZFZFAREPLACED: 00000000\nZFB\nZFC\r";

fn is_ada(licence: &Licence) {
    assert_eq!((licence.first_name.as_str(), licence.last_name.as_str()), ("ADA", "LINDQVIST"));
    assert_eq!((licence.birth_date, licence.expires_on), (day(1980, 3, 14), day(2031, 3, 14)));
    assert_eq!((licence.number.as_str(), licence.state.as_str()), ("L532001804740", "FL"));
    assert_eq!(licence.initials(), "AL");
}

#[test]
fn a_licence_as_it_was_printed_is_read() {
    is_ada(&read(FLORIDA));
}

#[test]
fn what_keyboards_do_to_the_control_characters_does_not_matter() {
    is_ada(&read(&FLORIDA.replace('\u{1e}', "")));
    is_ada(&read(&FLORIDA.replace('\n', "\r\n").replace('\u{1e}', "")));
    is_ada(&read(&FLORIDA.replace(['\n', '\r', '\u{1e}'], " ")));
    is_ada(&read(&FLORIDA.replace(['\n', '\r', '\u{1e}'], "")));
    is_ada(&read(&FLORIDA.replace('@', "\"").to_ascii_lowercase()));
    is_ada(&read(FLORIDA.trim_start_matches(['@', '\n', '\r', '\u{1e}'])));
}

#[test]
fn each_version_puts_names_and_dates_elsewhere() {
    // 1: the whole name in one part, dates from the year.
    let first =
        read("@\n\u{1e}\rAAMVA6360100101DL00290179DLDAALINDQVIST,ADA,MARIA\nDAQL532001804740\nDAJFL\nDBB19800314\nDBA20310314\n");
    is_ada(&first);
    // 2 and 3: given names together.
    for version in ["02", "03"] {
        let text = format!(
            "@\n\u{1e}\rANSI 636010{version}0001DL00310200DLDCSLINDQVIST\nDCTADA MARIA\nDAQL532001804740\nDAJFL\nDBB03141980\nDBA03142031\n"
        );
        is_ada(&read(&text));
        is_ada(&read(&text.replace("ADA MARIA", "ADA,MARIA")));
    }
    for version in ["04", "05", "06", "07", "08", "09", "10"] {
        is_ada(&read(&FLORIDA.replace("63601009", &format!("636010{version}"))));
    }
    // An ID card, and a Canadian licence with its own order of dates.
    is_ada(&read(&FLORIDA.replace("DL00410278", "ID00410278").replace("DLDAQ", "IDDAQ")));
    let ontario = read(
        "@\n\u{1e}\rANSI 636012030001DL00000359DLDCSTREMBLAY\nDCTMARIE\nDBA20290702\nDBB19710702\nDAQT12345678710702\nDAJON\nDCGCAN\n",
    );
    assert_eq!((ontario.birth_date, ontario.expires_on, ontario.state.as_str()), (day(1971, 7, 2), day(2029, 7, 2), "ON"));
}

#[test]
fn names_that_look_like_parts_and_missing_ones_do_no_harm() {
    let text = FLORIDA.replace("DCSLINDQVIST", "DCSDAGGER").replace("DACADA", "DACDANDAN");
    let read_whole = read(&text);
    assert_eq!((read_whole.first_name.as_str(), read_whole.last_name.as_str()), ("DANDAN", "DAGGER"));
    // With nothing between the parts a name may be cut; the dates, which decide, are not.
    let squeezed = read(&text.replace(['\n', '\r', '\u{1e}'], ""));
    assert_eq!((squeezed.birth_date, squeezed.expires_on), (day(1980, 3, 14), day(2031, 3, 14)));
    let bare = read("ANSI 636010090001DL00410278DLDAQX1\nDBB02301980\nDBA00000000\nDACNONE\n");
    assert_eq!((bare.birth_date, bare.expires_on, bare.first_name.as_str()), (None, None, ""));
}

#[test]
fn what_is_no_licence_is_told_so() {
    for text in ["", "P1000001", "6853296789574110", "ANSI", "ANSI 63", "@\n\u{1e}\r", "https://example.org/ANSI"] {
        assert!(!is_licence(text), "{text}");
        assert!(parse(text).is_err(), "{text}");
    }
    assert!(parse("@ANSI 636010090001DL00410278DL").is_err_and(|error| error.0.contains("incomplete")));
}

#[test]
fn it_says_nothing_where_it_is_written_down_but_tells_one_from_another() {
    let (one, other) = (parse(FLORIDA).unwrap(), Licence { number: "L1".to_owned(), ..parse(FLORIDA).unwrap() });
    let written = serde_json::to_string(&one).unwrap();
    assert_eq!(written, serde_json::to_string(&parse(FLORIDA).unwrap()).unwrap());
    assert_ne!(written, serde_json::to_string(&other).unwrap());
    assert!(written.len() <= 18 && !written.contains(&one.number) && !written.contains(&one.last_name), "{written}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn nothing_makes_it_panic(text in any::<String>()) {
        drop(parse(&text));
        drop(parse(&format!("@\n\u{1e}\rANSI 636010090002DL00410278DL{text}")));
        drop(parse(&format!("ANSI {text}")));
    }

    #[test]
    fn a_cut_or_a_stray_character_never_makes_it_panic(at in 0usize..FLORIDA.len(), letter in any::<char>()) {
        let cut: String = FLORIDA.chars().take(at).collect();
        drop(parse(&cut));
        let strayed = format!("{cut}{letter}{}", FLORIDA.chars().skip(at).collect::<String>());
        drop(parse(&strayed));
    }

    #[test]
    fn every_date_is_read_in_both_orders(days in 0i64..73_000) {
        let date = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap() + chrono::TimeDelta::days(days);
        for form in ["%m%d%Y", "%Y%m%d"] {
            prop_assert_eq!(super::date(&date.format(form).to_string()), Some(date));
        }
    }
}

//! The state's types of inventory (biotrack-api §4.1): their names, and what may become of what (§4.6).

/// What it is called in refusals; `None` for a number that is no type.
pub fn name(inventory_type: i64) -> Option<&'static str> {
    let name = match inventory_type {
        5 => "Kief",
        6 => "Flower",
        7 => "Clone",
        9 => "Other Plant Material",
        10 => "Seed",
        11 => "Plant Tissue",
        12 => "Mature Plant",
        13 => "Flower Lot",
        14 => "Other Plant Material Lot",
        15 => "Bubble Hash",
        16 => "Hash",
        17 => "Hydrocarbon Wax",
        18 => "CO2 Hash Oil",
        19 => "Food Grade Solvent Extract",
        20 => "Infused Dairy Butter or Fat in Solid Form",
        21 => "Infused Cooking Oil",
        22 => "Solid Marijuana Infused Edible",
        23 => "Liquid Marijuana Infused Edible",
        24 => "Marijuana Extract for Inhalation",
        25 => "Marijuana Infused Topicals",
        26 => "Sample Jar",
        27 => "Waste",
        28 => "Usable Marijuana",
        29 => "Wet Flower",
        30 => "Marijuana Mix",
        31 => "Marijuana Mix Packaged",
        32 => "Marijuana Mix Infused",
        33 => "Non-Mandatory QA Sample",
        34 => "Capsule",
        35 => "Tincture",
        36 => "Transdermal Patch",
        37 => "Suppository",
        _ => return None,
    };
    Some(name)
}

/// What is put together to a lot: type of the lot, types it is made of.
const LOTS: &[(i64, &[i64])] = &[(FLOWER_LOT, &[6]), (MATERIAL_LOT, &[9]), (MIX, &[6, 9, FLOWER_LOT, MATERIAL_LOT])];

/// What is made: types of the result, types it is made of.
const CONVERSIONS: &[(&[i64], &[i64])] = &[
    (&[5, 15, 16, 17, 18, 19, 20, 21, MIX], &[FLOWER_LOT, MATERIAL_LOT]),
    (&[22, 23, 24, 25, 34, 35, 36, 37], EXTRACTS),
    (&[26, USABLE], &[FLOWER_LOT]),
    (&[31], &[MIX]),
    (&[INFUSED_MIX], &[FLOWER_LOT, 17, 18, 19]),
];

pub const FLOWER_LOT: i64 = 13;
pub const MATERIAL_LOT: i64 = 14;
pub const WASTE: i64 = 27;
pub const USABLE: i64 = 28;
pub const MIX: i64 = 30;
pub const INFUSED_MIX: i64 = 32;
pub const FREE_SAMPLE: i64 = 33;
const EXTRACTS: &[i64] = &[17, 18, 19];

/// The type of the lot that such goods are put into when the caller does not say.
pub fn lot_of(inventory_type: i64) -> Option<i64> {
    LOTS.iter().find(|(_, sources)| sources.contains(&inventory_type)).map(|(lot, _)| *lot)
}

pub fn may_be_put_into(source: i64, lot: i64) -> bool {
    LOTS.iter().any(|(known, sources)| *known == lot && sources.contains(&source))
}

pub fn may_become(source: i64, derivative: i64) -> bool {
    CONVERSIONS.iter().any(|(results, sources)| results.contains(&derivative) && sources.contains(&source))
}

/// Whether an infused mix can be made of them: it takes flower and an extract.
pub fn infuses(sources: &[i64]) -> bool {
    sources.contains(&FLOWER_LOT) && sources.iter().any(|source| EXTRACTS.contains(source))
}

/// Whether it is sold under a name.
pub fn is_named(inventory_type: i64) -> bool {
    matches!(inventory_type, 22..=25 | 28 | 32 | 34..=37)
}

/// Whether a laboratory takes samples of it. SYNTHETIC: no source lists the types; ours leaves out what is alive, waste, wet, or a
/// sample itself.
pub fn may_be_sampled(inventory_type: i64) -> bool {
    name(inventory_type).is_some() && !matches!(inventory_type, 7 | 10..=12 | 26 | WASTE | 29 | FREE_SAMPLE)
}

/// Whether a grower begins with it (`inventory_new`).
pub fn is_a_beginning(inventory_type: i64) -> bool {
    matches!(inventory_type, 7 | 10..=12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_conversions_known_to_be_refused_are_refused() {
        for (from, into) in [(17, 28), (18, 28), (30, 28), (13, 31), (13, 24), (30, 24), (5, 5)] {
            assert!(!may_become(from, into), "{from} into {into}");
        }
        for (from, into) in [(13, 5), (14, 21), (13, 30), (19, 37), (13, 28), (13, 26), (17, 32), (30, 31)] {
            assert!(may_become(from, into), "{from} into {into}");
        }
    }

    #[test]
    fn every_type_that_can_be_made_has_a_name() {
        let made = CONVERSIONS.iter().flat_map(|(results, _)| results.iter()).chain(LOTS.iter().map(|(lot, _)| lot));
        assert!(made.copied().all(|inventory_type| name(inventory_type).is_some()));
        assert_eq!((lot_of(6), lot_of(9), lot_of(13), lot_of(28)), (Some(13), Some(14), Some(30), None));
    }
}

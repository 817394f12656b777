//! What the laboratories' words make of an item. It is bound to the samples that speak for it: one, or two after a re-test.

use super::refusal::Result;
use super::rows::{Item, Sample};
use super::state::Books;
use super::world::LAB;
use crate::values::{OrderType, Quantity};
use serde_json::{Value, json};

/// How an item stands with the laboratories. The worst of its samples decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    Failed,
    Pending,
    Passed,
    Untested,
}

impl Standing {
    fn of(result: i64) -> Self {
        match result {
            0 => Self::Pending,
            1 => Self::Passed,
            _ => Self::Failed,
        }
    }
}

impl Books<'_> {
    /// Whether an item has passed, failed, or not yet been tested.
    pub fn standing(&mut self, item: &Item) -> Result<Standing> {
        Ok(self.deciding_sample(item)?.map_or(Standing::Untested, |sample| Standing::of(sample.result)))
    }

    /// The sample whose result is the item's; of two that say the same the later.
    pub fn deciding_sample(&mut self, item: &Item) -> Result<Option<Sample>> {
        let samples = self.samples_of(item)?;
        Ok(samples.into_iter().rev().min_by_key(|sample| Standing::of(sample.result)))
    }

    fn samples_of(&mut self, item: &Item) -> Result<Vec<Sample>> {
        let mut samples = Vec::new();
        for id in item.samples() {
            samples.extend(self.get::<Sample>(id)?.filter(|sample| !sample.voided));
        }
        Ok(samples)
    }

    /// What is made of an item, with the samples that speak for the item. Where results do not reach back, only if they have spoken;
    /// but those of a re-test speak for all that failed, whatever is split off it meanwhile.
    pub fn with_results_of(&mut self, parent: &Item, child: Item) -> Result<Item> {
        let is_retested = parent.second_sample.is_some();
        let too_early = !self.profile.results_reach_children && !is_retested && self.standing(parent)? == Standing::Pending;
        if too_early {
            return Ok(Item { sample: None, second_sample: None, med_usableweight: None, ..child });
        }
        Ok(Item { sample: parent.sample.clone(), second_sample: parent.second_sample.clone(), ..child })
    }

    /// Files a laboratory's result; the item that the sample speaks for is touched with it.
    pub fn file_result(&mut self, sample: Sample, result: i64, tests: Vec<Value>, debit: Option<&str>) -> Result<()> {
        let (id, parent) = (sample.id.clone(), sample.parentid.clone());
        self.put(&Sample { result, tests, ..sample })?;
        let Some(mut item) = self.get::<Item>(&parent)?.filter(|item| item.samples().any(|own| *own == id)) else {
            return Ok(()); // it speaks for nothing any more
        };
        if result != 0 {
            item.med_usableweight = debit.map(str::to_owned).or(item.med_usableweight.take());
        }
        self.put(&item)
    }
}

/// A result out of nothing, for the demonstration world and the control door: the first time a laboratory speaks of an item, it has
/// drawn a sample; later it speaks for every sample of the item.
pub fn set_result(books: &mut Books, item: &mut Item, result: i64, debit: Option<&str>) -> Result<()> {
    let mut samples = books.samples_of(item)?;
    if samples.is_empty() {
        let sample = drawn(books.new_identifier()?, item);
        item.sample = Some(sample.id.clone());
        item.second_sample = None;
        samples.push(sample);
    }
    for sample in samples {
        books.put(&Sample { result, tests: certificate(item, result), ..sample })?;
    }
    if result != 0 {
        item.med_usableweight = debit.map(str::to_owned).or(item.med_usableweight.take());
    }
    books.put(item)
}

fn drawn(id: String, item: &Item) -> Sample {
    Sample {
        id,
        parentid: item.id.clone(),
        inventorytype: item.inventorytype,
        strain: item.strain.clone(),
        lab_license: LAB.into(),
        quantity: Quantity::ONE,
        result: 0,
        sample_use: 0,
        location: item.location.clone(),
        tests: Vec::new(),
        replaced: Vec::new(),
        voided: false,
    }
}

/// A plausible certificate: percentages by the kind of goods; what fails, fails for mould. None while the result is pending.
pub fn certificate(item: &Item, result: i64) -> Vec<Value> {
    if result == 0 {
        return Vec::new();
    }
    let [thc, thca, cbd, total] = match (item.inventorytype, item.order_type) {
        (_, OrderType::LowThc) => ["0.4", "0.1", "14.2", "0.5"],
        (28, _) => ["0.9", "24.3", "0.1", "22.2"],
        (24, _) => ["81.5", "1.2", "0.6", "82.6"],
        _ => ["2.1", "0.0", "0.1", "2.1"],
    };
    let mould = if result == 1 { "120" } else { "250000" };
    vec![
        json!({"type": 1, "moisture": "9.8"}),
        json!({"type": 2, "THC": thc, "THCA": thca, "CBD": cbd, "CBDA": "0.1", "Total": total}),
        json!({"type": 3, "Stems": "0.2", "Other": "0.0"}),
        json!({"type": 4, "aerobic_bacteria": "900", "yeast_and_mold": mould, "coliforms": "10", "bile_tolerant": "10",
               "e_coli_and_salmonella": "0"}),
        json!({"type": 5, "residual_solvent": "12"}),
        json!({"type": 6, "total_mycotoxins": "1"}),
        json!({"type": 7, "pesticide_residue": "0"}),
        json!({"type": 8, "heavy_metal": "0.1"}),
    ]
}

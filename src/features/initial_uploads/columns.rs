//! The columns of the spreadsheet of a shelf, and the cells of one of its rows.

use crate::error::{Result, rule};
use crate::values::text_enum;
use serde::{Deserialize, Serialize};

text_enum! {
    /// One column, by its heading.
    Column {
        Label = "label", "Old label";
        Sku = "sku", "SKU";
        Product = "product", "Product";
        Strain = "strain", "Strain";
        InventoryType = "inventory_type", "Inventory type";
        Quantity = "quantity", "Quantity";
        Cost = "cost", "Unit cost";
        Room = "room", "Room";
        Expiry = "expiry", "Expiry";
        Batch = "batch", "Batch";
    }
}

/// Without one of these a file says too little to look at its rows.
const REQUIRED: [Column; 4] = [Column::Label, Column::InventoryType, Column::Quantity, Column::Room];

impl Column {
    /// Headings that others use for it, in lower case and without blanks.
    fn other_names(self) -> &'static [&'static str] {
        match self {
            Self::Label => {
                &["oldlabel", "oldpackageid", "oldid", "label", "packageid", "externalpackageid", "oldbarcode", "barcode"]
            }
            Self::Sku => &["sku", "productsku", "itemnumber"],
            Self::Product => &["product", "productname", "name", "item"],
            Self::Strain => &["strain", "strainname", "cultivar"],
            Self::InventoryType => {
                &["inventorytype", "biotrackinventorytype", "externalcategory", "biotracktype", "type", "inventorytypeid"]
            }
            Self::Quantity => &["quantity", "qty", "onhand", "quantityonhand", "amount"],
            Self::Cost => &["unitcost", "cost", "costperunit", "costeach"],
            Self::Room => &["room", "roomname", "location"],
            Self::Expiry => &["expiry", "expirydate", "expirationdate", "expires", "expireson", "useby"],
            Self::Batch => &["batch", "lot", "lotbatch", "batchlot", "lotname", "batchid", "lotnumber"],
        }
    }

    fn headed(heading: &str) -> Option<Self> {
        let bare: String = heading.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
        Self::ALL.iter().copied().find(|column| column.other_names().contains(&bare.as_str()))
    }
}

/// Which column each cell of a row belongs to; whatever is not ours, missing or there twice is told by name.
pub fn read_headings(headings: &[String]) -> Result<Vec<Column>> {
    let (mut columns, mut unknown, mut twice): (Vec<Column>, Vec<&str>, Vec<&str>) = Default::default();
    for heading in headings {
        match Column::headed(heading) {
            Some(column) if columns.contains(&column) => twice.push(heading),
            Some(column) => columns.push(column),
            None => unknown.push(heading),
        }
    }
    let mut wrong = Vec::new();
    if !unknown.is_empty() {
        wrong.push(format!("These columns are not known here: {}.", listed(&unknown)));
    }
    if !twice.is_empty() {
        wrong.push(format!("These are there twice: {}. Keep one of each.", listed(&twice)));
    }
    let mut missing: Vec<&str> =
        REQUIRED.iter().filter(|column| !columns.contains(column)).map(|column| column.label()).collect();
    if !columns.contains(&Column::Sku) && !columns.contains(&Column::Product) {
        missing.push("SKU (or Product)");
    }
    if !missing.is_empty() {
        wrong.push(format!("These are missing: {}.", listed(&missing)));
    }
    if wrong.is_empty() {
        return Ok(columns);
    }
    let all: Vec<&str> = Column::ALL.iter().map(Column::label).collect();
    rule(format!("{} Nothing was kept. The headings are: {}.", wrong.join(" "), all.join(", ")))
}

fn listed(names: &[&str]) -> String {
    let quoted = |name: &&str| if name.is_empty() { "an empty heading".to_owned() } else { format!("“{name}”") };
    names.iter().map(quoted).collect::<Vec<_>>().join(", ")
}

/// One row as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells {
    pub label: String,
    pub sku: String,
    pub product: String,
    pub strain: String,
    pub inventory_type: String,
    pub quantity: String,
    pub cost: String,
    pub room: String,
    pub expiry: String,
    pub batch: String,
    /// What stands beyond the last heading.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub beyond: String,
}

impl Cells {
    pub fn of(columns: &[Column], cells: &[String]) -> Self {
        let mut row = Self::default();
        for (column, cell) in columns.iter().zip(cells) {
            *row.cell(*column) = plain(cell);
        }
        row.beyond = cells.iter().skip(columns.len()).find(|cell| !cell.is_empty()).cloned().unwrap_or_default();
        row
    }

    fn cell(&mut self, column: Column) -> &mut String {
        match column {
            Column::Label => &mut self.label,
            Column::Sku => &mut self.sku,
            Column::Product => &mut self.product,
            Column::Strain => &mut self.strain,
            Column::InventoryType => &mut self.inventory_type,
            Column::Quantity => &mut self.quantity,
            Column::Cost => &mut self.cost,
            Column::Room => &mut self.room,
            Column::Expiry => &mut self.expiry,
            Column::Batch => &mut self.batch,
        }
    }

    /// In the order of the columns, for a file.
    pub fn all(&self) -> [&str; 10] {
        [
            &self.label,
            &self.sku,
            &self.product,
            &self.strain,
            &self.inventory_type,
            &self.quantity,
            &self.cost,
            &self.room,
            &self.expiry,
            &self.batch,
        ]
    }

    /// What tells one label from another, however it is cased.
    pub fn label_key(&self) -> String {
        self.label.to_lowercase()
    }
}

/// A file that keeps leading zeros says `="0012"`: the text inside is meant.
fn plain(cell: &str) -> String {
    let inside = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).filter(|text| !text.contains('"'));
    inside.unwrap_or(cell).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(headings: &[&str]) -> Result<Vec<Column>> {
        read_headings(&headings.iter().map(|heading| (*heading).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn headings_are_found_in_any_order_case_and_spacing() {
        let columns = read(&["QTY", " room ", "Old_Package-ID", "product sku", "BioTrack Inventory Type", "Lot/Batch"]).unwrap();
        let expected = [Column::Quantity, Column::Room, Column::Label, Column::Sku, Column::InventoryType, Column::Batch];
        assert_eq!(columns, expected);
    }

    #[test]
    fn what_is_unknown_missing_or_twice_is_told_by_name() {
        let told = read(&["Label", "old label", "Colour", "", "Quantity"]).unwrap_err().to_string();
        assert!(told.contains("not known here: “Colour”, an empty heading"), "{told}");
        assert!(told.contains("twice: “old label”"), "{told}");
        assert!(told.contains("missing: “Inventory type”, “Room”, “SKU (or Product)”"), "{told}");
    }

    #[test]
    fn cells_that_keep_their_zeros_are_read_and_what_is_too_much_is_noticed() {
        let row = Cells::of(&[Column::Label, Column::Room], &["=\"0012\"".into(), " Vault ".into(), String::new(), "x".into()]);
        assert_eq!((row.label.as_str(), row.room.as_str(), row.beyond.as_str()), ("0012", "Vault", "x"));
    }
}

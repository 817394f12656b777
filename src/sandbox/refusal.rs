//! Saying no: the error envelope, and the texts that are documented or were captured from a live state system (biotrack-api §1.6).
//! Texts that we made up are in `texts.rs`.

use crate::db::{self, Trouble};

/// The state's no: nothing was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub code: Option<i64>,
    pub text: String,
}

impl Refusal {
    pub fn new(code: i64, text: impl Into<String>) -> Self {
        Self { code: Some(code), text: text.into() }
    }

    /// A refusal that carries no code, as some live ones do.
    pub fn bare(text: impl Into<String>) -> Self {
        Self { code: None, text: text.into() }
    }
}

/// Why a call was not done.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("refused: {0:?}")]
    Refused(Refusal),
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
    #[error(transparent)]
    Trouble(#[from] Trouble),
    #[error("the books of training cannot be opened: {0:#}")]
    Training(anyhow::Error),
    /// Not a no: the answer to this nonce of before, where a nonce is done once only.
    #[error("done before: {0}")]
    DoneBefore(String),
    #[error("the world cannot be loaded: {0}")]
    World(String),
    #[error("a row of the books cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
}

pub type Result<T, E = Failure> = std::result::Result<T, E>;

impl db::Failure for Failure {
    fn database(&self) -> Option<&diesel::result::Error> {
        match self {
            Self::Database(error) => Some(error),
            _ => None,
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

pub fn refuse<T>(refusal: Refusal) -> Result<T> {
    Err(Failure::Refused(refusal))
}

/// A text of the state that needs no particulars.
macro_rules! documented {
    ($($name:ident $code:literal $text:literal;)+) => {$(
        #[doc = concat!("“", $text, "”")]
        pub fn $name() -> Refusal { Refusal::new($code, $text) }
    )+};
}

mod shipments; // below the macro that it uses

pub use shipments::*;

mod goods;

pub use goods::*;

documented! {
    api_version 17 "Invalid API Version";
    session_expired 63 "Your session has expired.";
    not_your_location 63 "You provided an invalid location license number.";
    not_whole 202 "You did not provide a whole quantity.";
    employee_not_found 600 "The employee could not be found.";
    no_identifier 602 "Please specify at least one identifier.";
    manifest_not_found 602 "The manifest you specified could not be found or has already been voided.";
    nothing_inbound 602 "No inbound transfers or pending manifests found.";
    nothing_outstanding 602 "No outstanding inbound inventory items were found.";
    no_receiver 602 "Please specify the license number of the entity receiving the transfer.";
    not_inbound 602 "The barcode identifier could not be found under the specified license number or has already been received.";
    nothing_returned 602 "No outstanding returned items were found.";
    no_location 602 "Please specify a licensed location.";
    no_sample 602 "There were no samples found for the specified identifer.";
    tax_figures_missing 602 "You requested a verification for the tax obligation report but did not provide BOTH the gross sales and excise tax due.";
    taxes_already_filed 602 "The tax obligation report for this period has already been filed and will need to be unlocked by the WSLCB before it can be re-filed.";
    transaction_not_found 602 "The transaction you specified could not be found or has already been voided.";
    no_room_id 603 "Please provide a room id.";
}

/// Live systems add their intermediate figures in brackets; what those mean is not known.
pub fn gross_sales_differ(submitted: &str, reported: &str) -> Refusal {
    let asked = "You requested a verification for the tax obligation report and the submitted gross sales of";
    Refusal::new(602, format!("{asked} {submitted} did not match the previously reported amount of {reported}."))
}

pub fn wrong_password() -> Refusal {
    Refusal::bare("Invalid username or password.")
}

pub fn no_password() -> Refusal {
    Refusal::bare("Please supply a valid password.")
}

pub fn simple_password() -> Refusal {
    Refusal::bare("Your password was too simple. Please choose another password and try again.")
}

pub fn user_not_found() -> Refusal {
    Refusal::bare("The user you provided could not be found.")
}

pub fn nothing_to_update() -> Refusal {
    Refusal::bare("You did not provide any information to update.")
}

pub fn no_privilege(action: &str) -> Refusal {
    Refusal::new(62, format!("The current session does not possess access to the {action} privilege."))
}

pub fn not_possessed(barcode: &str) -> Refusal {
    Refusal::new(602, format!("You do not currently have possession of identifier {barcode}."))
}

pub fn on_a_manifest(barcode: &str) -> Refusal {
    let text = "has already been scheduled for transfer in a previous manifest that has not been completed yet.";
    Refusal::new(602, format!("Barcode {barcode} {text}"))
}

pub fn locked_period(month: u32, year: i32) -> Refusal {
    let text = format!("The transaction specified occurred in {month}/{year} which is a currently locked tax period.");
    Refusal::new(1020, text)
}

pub fn not_shipped(pending: usize) -> Refusal {
    Refusal::new(
        602,
        format!(
            "No inbound transfers found. However, there was {pending} pending manifest that have yet to be shipped. If you are expecting \
             one of these to be available, please contact the vendor and inform them that they must complete the transfer before it can \
             be accepted inbound."
        ),
    )
}

//! Patients: the only place where their names are kept. What the registry says of them is kept without names, in `register/`.

mod model;

pub use model::{Patient, masked};

//! The rules that everything is checked against, for whoever asks why.

pub mod web;

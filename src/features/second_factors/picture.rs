//! The secret as a picture that a telephone reads.

use crate::error::{Result, internal};
use crate::web::query::encoded;
use qrcodegen::{QrCode, QrCodeEcc};

/// An SVG path of one unit for each module, and its width with the quiet zone.
pub struct Picture {
    pub path: String,
    pub size: i32,
}

/// Modules of white around it.
const QUIET: i32 = 4;

pub fn of(secret: &str, login_id: &str) -> Result<Picture> {
    let address = format!("otpauth://totp/Lotbook:{}?secret={secret}&issuer=Lotbook", encoded(login_id));
    let code = QrCode::encode_text(&address, QrCodeEcc::Medium).map_err(|error| internal(format!("no QR code: {error}")))?;
    let places = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
    let dark = places.filter(|(x, y)| code.get_module(*x, *y));
    let path = dark.map(|(x, y)| format!("M{} {}h1v1h-1z", x + QUIET, y + QUIET)).collect();
    Ok(Picture { path, size: code.size() + 2 * QUIET })
}

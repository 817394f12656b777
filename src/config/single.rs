//! Single settings: what their text must be, and the words when it is not.

use std::net::SocketAddr;
use std::time::Duration;

pub fn switch(text: &str) -> Result<bool, String> {
    match text {
        "1" => Ok(true),
        "0" => Ok(false),
        _ => Err("write 0 or 1".to_owned()),
    }
}

pub fn milliseconds(name: &str, value: u64) -> Result<Duration, String> {
    if (10..=3_600_000).contains(&value) {
        Ok(Duration::from_millis(value))
    } else {
        Err(format!("{name}: {value} is not between 10 and 3600000 milliseconds"))
    }
}

pub fn loopback(name: &str, text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text.parse().map_err(|_| format!("{name}: “{text}” is no address; write 127.0.0.1:0"))?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err(format!("{name}: the sandbox listens on loopback only, not on {address}"))
    }
}

//! Asks the state by itself what is on its way, for every location, one after the other. A page that is opened has news already, and
//! what arrives in the night is there in the morning.

use super::incoming::pull_for;
use crate::app::App;
use crate::error::Result;
use crate::features::locations::Location;
use chrono::TimeDelta;
use std::time::Duration;

/// The task that `start.rs` runs once for each process.
pub struct Puller {
    app: App,
    every: Option<Duration>,
}

impl Puller {
    pub fn new(app: App) -> Self {
        Self { every: app.config.pull, app }
    }

    /// Asks for ever. Told to stop by dropping its task.
    pub async fn run(self) {
        let Some(every) = self.every else { return };
        loop {
            tokio::time::sleep(every).await;
            if let Err(error) = self.round(every).await {
                tracing::error!(?error, "what is on its way could not be asked; the next round will try");
            }
        }
    }

    /// Every location once. While the link is silent it is the link's watch that tries it, not we; what another process or a person has
    /// just asked is not asked again.
    pub async fn round(&self, every: Duration) -> Result<()> {
        let fresh = TimeDelta::from_std(every / 2).unwrap_or(TimeDelta::MAX);
        for location in self.app.read(Location::all).await? {
            if self.app.biotrack.health().failing_since.is_some() {
                return Ok(());
            }
            pull_for(&self.app, location.id, fresh).await?;
        }
        Ok(())
    }
}

/// `every 2 minutes`.
pub fn words(every: Duration) -> String {
    match (every.as_secs(), every.as_secs() / 60) {
        (60..=119, _) => "every minute".to_owned(),
        (seconds, minutes) if seconds >= 120 && seconds % 60 == 0 => format!("every {minutes} minutes"),
        (0 | 1, _) => "every second".to_owned(),
        (seconds, _) => format!("every {seconds} seconds"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_often_is_said_as_people_say_it() {
        let of = |seconds| words(Duration::from_secs(seconds));
        assert_eq!(of(120), "every 2 minutes");
        assert_eq!(of(60), "every minute");
        assert_eq!(of(45), "every 45 seconds");
    }
}

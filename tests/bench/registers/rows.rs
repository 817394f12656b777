//! What was measured: a line for a person, and one of JSON for a program that compares two runs.

use serde_json::{Value, json};
use std::io::Write;
use std::time::Duration;

/// Where all rows of a run go.
pub struct Rows {
    file: std::fs::File,
    database: &'static str,
}

/// Latencies of one kind of request under one load.
pub struct Measured {
    pub what: String,
    pub clerks: usize,
    pub state_ms: u64,
    pub packages: i64,
    pub sales: i64,
    pub spent: Duration,
    pub took: Vec<Duration>,
}

impl Rows {
    pub fn new(database: &'static str) -> Self {
        let path = std::env::var("BENCH_JSON").unwrap_or_else(|_| "target/registers.jsonl".to_owned());
        let file = std::fs::File::options().create(true).append(true).open(&path).unwrap();
        println!("{database}; a JSON line for each row goes to {path}");
        Self { file, database }
    }

    pub fn add(&mut self, mut measured: Measured) {
        measured.took.sort();
        let count = measured.took.len();
        assert!(count > 0, "nothing was measured of {}", measured.what);
        let micros = |percent: usize| measured.took[(count * percent / 100).min(count - 1)].as_micros();
        let per_second = count as u128 * 1_000_000 / measured.spent.as_micros().max(1);
        let Measured { what, clerks, state_ms, packages, sales, .. } = &measured;
        println!(
            "{what:<26} clerks {clerks:>3}  state {state_ms:>3} ms  packages {packages:>6}  past sales {sales:>7}: {per_second:>5}/s  \
             p50 {}  p95 {}  p99 {}  (of {count})",
            ms(micros(50)),
            ms(micros(95)),
            ms(micros(99))
        );
        self.write(json!({
            "what": what, "clerks": clerks, "state_ms": state_ms, "packages": packages, "past_sales": sales, "count": count,
            "per_second": per_second as u64, "p50_us": micros(50) as u64, "p95_us": micros(95) as u64, "p99_us": micros(99) as u64,
        }));
    }

    /// A single figure.
    pub fn note(&mut self, what: &str, value: u64, unit: &str) {
        println!("{what}: {value} {unit}");
        self.write(json!({ "what": what, "value": value, "unit": unit }));
    }

    fn write(&mut self, mut row: Value) {
        row["database"] = self.database.into();
        row["at"] = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true).into();
        writeln!(self.file, "{row}").unwrap();
    }
}

/// `12.3 ms`, without a float.
fn ms(micros: u128) -> String {
    format!("{}.{} ms", micros / 1000, micros % 1000 / 100)
}

//! Reads the configuration, starts, waits for the end.

use lotbook::config::{self, Asked};
use lotbook::db::{self, Db};
use lotbook::values::Clock;
use lotbook::{demo, event, sandbox, start};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// Password hashing takes 19 MiB at a time, and glibc's allocator keeps such pieces for every thread that ever hashed: 342 MiB resident
/// after a thousand sales, against 121 MiB with this one (`tests/bench/registers.rs`, 2026-11-23).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let asked = match config::read(std::env::args_os()) {
        Ok(asked) => asked,
        Err(line) => {
            eprintln!("lotbook: {line}");
            return ExitCode::from(2);
        }
    };
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_env("LOTBOOK_LOG").unwrap_or_else(|_| EnvFilter::new("warn")))
        .with_writer(std::io::stderr)
        .init();
    let ran = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(anyhow::Error::from).and_then(|runtime| {
        runtime.block_on(async {
            match asked {
                Asked::Serve(config) => serve(*config).await?,
                Asked::Sandbox(asked) => alone(asked.0, asked.1).await?,
                Asked::VerifyLog(database) => return verify_log(&database).await,
                Asked::WriteWorld(data) => {
                    let world = sandbox::write_world(&data).await?;
                    println!("{}", serde_json::to_string_pretty(&world)?);
                }
            }
            Ok(ExitCode::SUCCESS)
        })
    });
    match ran {
        Ok(code) => code,
        Err(error) => {
            eprintln!("lotbook: {error:#}");
            ExitCode::from(if error.is::<start::NotAllowed>() || error.is::<sandbox::NotAllowed>() { 2 } else { 1 })
        }
    }
}

async fn serve(config: config::Config) -> anyhow::Result<()> {
    let is_demo = config.demo;
    let mut running = start::start(config).await?;
    println!("listening on http://{}", running.address);
    if let Some(sandbox) = running.sandbox {
        println!("sandbox on http://{sandbox}/serverjson.asp");
    }
    if is_demo {
        demo::print_sign_ins();
    }
    tokio::select! {
        ended = running.wait() => ended,
        () = told_to_end() => {
            running.stop().await;
            Ok(())
        }
    }
}

async fn alone(settings: sandbox::Settings, wishes: sandbox::Wishes) -> anyhow::Result<()> {
    let running = sandbox::start_with(settings, wishes).await?;
    println!("sandbox on http://{}/serverjson.asp", running.address);
    told_to_end().await;
    running.server.stop(true).await;
    Ok(())
}

/// One line for a person or a nightly job; the exit code says the same.
async fn verify_log(database: &db::Url) -> anyhow::Result<ExitCode> {
    if let db::Url::Sqlite(path) = database
        && !path.exists()
    {
        anyhow::bail!("there is no database {}; say where it is with --data or --database-url", path.display());
    }
    let found = event::check(&Db::open(database)?, None, Clock::default().machine()).await?;
    match found.misfit {
        None => {
            println!("{} events, all fit; last hash {}", found.events, if found.hash.is_empty() { "none" } else { &found.hash });
            Ok(ExitCode::SUCCESS)
        }
        Some((_, words)) => {
            println!("{words} The {} events before it fit.", found.events);
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Ctrl-C, or the service manager's polite end.
async fn told_to_end() {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}

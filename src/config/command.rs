//! What the program can be asked besides serving.

use super::single::switch;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Subcommand)]
pub enum Command {
    /// Run the sandbox, the state's stand-in, alone.
    Sandbox {
        /// Address to listen on (loopback only); port 0 picks a free one.
        #[arg(long, default_value = "127.0.0.1:0")]
        bind: String,
        /// Folder for the sandbox's books.
        #[arg(long, default_value = "./data")]
        data: PathBuf,
        /// Open the control door: faults, clock, books.
        #[arg(long, env = "LOTBOOK_SANDBOX_CONTROL", default_value = "0", value_parser = switch, action = clap::ArgAction::Set)]
        control: bool,
        #[command(flatten)]
        beginning: Beginning,
        /// Print the books in the data folder as a world file, and end.
        #[arg(long)]
        write_world: bool,
    },
    /// Go through the event log: exit 0 when every row fits, 1 with the first row that does not. It may run beside the server.
    VerifyLog(Log),
}

/// What the sandbox's books begin with. Books that exist keep theirs, and are refused when another is asked for.
#[derive(Args)]
pub struct Beginning {
    /// What new books of the sandbox hold: demo, or a JSON file (see the README). Default: demo.
    #[arg(long, env = "LOTBOOK_WORLD")]
    pub world: Option<String>,
    /// The rules of the state, for new books of the sandbox: florida or generic. Default: the world's own, or florida.
    #[arg(long, env = "LOTBOOK_PROFILE")]
    pub profile: Option<String>,
}

/// Where the event log is.
#[derive(Args)]
pub struct Log {
    /// Folder of the embedded database.
    #[arg(long, env = "LOTBOOK_DATA", default_value = "./data")]
    pub data: PathBuf,
    /// As for the server.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
}

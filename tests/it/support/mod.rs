//! The real server on port 0, the real database, the sandbox over real HTTP: one shop for each test, and its invariants at the end.

pub mod aged;
mod browser;
pub mod crowd;
mod database;
mod drawers;
pub mod invariants;
mod picks;
mod shop;
mod state;
mod supplies;
mod world;

pub use browser::{Answer, Clerk, Form, Page};
pub use database::Database;
pub use shop::{Shop, config, keep_drawers, shop, shop_with};
pub use state::State;

pub const MANAGER: &str = "maria.manager@demo.example";
pub const BUDTENDER: &str = "ben.budtender@demo.example";
/// The state knows her as `Bea.Budtender@…`.
pub const MISMATCHED: &str = "bea.budtender@demo.example";
pub const INVENTORY: &str = "ines.inventory@demo.example";
pub const COMPLIANCE: &str = "carla.compliance@demo.example";
pub const DRIVER: &str = "dan.driver@demo.example";
pub const ADMIN: &str = "alex.admin@demo.example";
pub const AUDITOR: &str = "audrey.auditor@demo.example";

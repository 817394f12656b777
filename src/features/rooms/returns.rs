//! Goods come back into a room: a sale or a sample is voided, a conversion undone, more was found than the books have. The room may
//! have been retired since, because nothing lay in it.

use super::model::Room;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::filing::{Opening, claims};
use crate::values::{Barcode, RoomId};

impl Room {
    /// Shares the rooms, so that none of them is given up meanwhile, and refuses what would come back into one that is.
    pub fn must_take_back(tx: &mut Conn, opening: &Opening<'_>, goods: &[(Barcode, RoomId)]) -> Result<()> {
        let subjects: Vec<String> = goods.iter().map(|(_, room)| Self::subject(*room)).collect();
        claims::share(tx, opening.filing, &subjects)?;
        for (barcode, room) in goods {
            let room = Self::find(tx, opening.clerk.location, *room)?;
            if !room.active {
                return rule(format!(
                    "Package {} is booked in {}, which is retired, and nothing comes back into that. Move the package first: scan it under Move by scanning.",
                    barcode.grouped(),
                    room.name
                ));
            }
        }
        Ok(())
    }
}

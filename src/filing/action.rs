//! Every act that is told to the state, by name.

use crate::values::text_enum;

text_enum! {
    /// Names one act in the books; the message itself says the API's word for it.
    Action {
        AddDriver = "add_driver", "Add driver";
        ChangeDriver = "change_driver", "Change driver";
        RetireDriver = "retire_driver", "Retire driver";
        AddVehicle = "add_vehicle", "Add vehicle";
        ChangeVehicle = "change_vehicle", "Change vehicle";
        RetireVehicle = "retire_vehicle", "Retire vehicle";
        AddRoom = "add_room", "Add room";
        ChangeRoom = "change_room", "Change room";
        RetireRoom = "retire_room", "Retire room";
        ConfirmArrival = "confirm_arrival", "Confirm arrival";
        Receive = "receive", "Receive manifest";
        Adjust = "adjust", "Adjust quantity";
        Move = "move", "Move to room";
        MakeSublots = "make_sublots", "Make sublots";
        Convert = "convert", "Convert";
        UndoConversion = "undo_conversion", "Undo conversion";
        CreateSample = "create_sample", "Send a sample";
        VoidSample = "void_sample", "Void a sample";
        Retest = "retest", "Retest";
        Remediate = "remediate", "Remediate";
        ScheduleDestruction = "schedule_destruction", "Schedule destruction";
        UndoDestruction = "undo_destruction", "Undo destruction";
        Destroy = "destroy", "Destroy";
        Sell = "sell", "Sell";
        VoidSale = "void_sale", "Void sale";
        ReturnSale = "return_sale", "Take goods back";
        FileManifest = "file_manifest", "File manifest";
        ShipManifest = "ship_manifest", "Ship manifest";
        RecallShipment = "recall_shipment", "Void shipment";
        VoidManifest = "void_manifest", "Void manifest";
        VoidStop = "void_stop", "Void stop";
        TakeBack = "take_back", "Take back";
        TakeOver = "take_over", "Initial upload";
    }
}

text_enum! {
    /// Where a filing stands. "Unknown" is not a status: it is an open row older than the time limit.
    Status {
        /// A follow-up that has not been sent yet.
        Planned = "planned", "Planned";
        Open = "open", "Waiting for the state";
        Accepted = "accepted", "Accepted";
        Refused = "refused", "Refused";
    }
}

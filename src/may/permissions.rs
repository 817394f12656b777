//! Everything that somebody may do, one line each, with the roles that have it.

use super::{Permission, Role};

/// Declares permissions: one line each, with the roles that have it; `[TOLD]` as in [`Permission`].
macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident $([$told:ident])?: $($role:ident),+;)+) => {$(
        $(#[$doc])*
        pub struct $name;
        impl Permission for $name {
            const ROLES: &'static [Role] = &[$(Role::$role),+];
            $(const $told: bool = true;)?
        }
    )+};
}

permissions! {
    /// Look at incoming manifests.
    SeeReceiving: Inventory, Manager, Auditor;
    /// Confirm arrival and receive, wholly or in part.
    Receive: Inventory, Manager;
    /// Take in devices and merchandise from a vendor, and send them back.
    Purchase: Inventory, Manager;
    /// Move and adjust devices and merchandise.
    EditSupplies: Inventory, Manager;
    SeeInventory: Admin, Inventory, Manager, Compliance, Auditor;
    /// Set a package to what was counted.
    Adjust: Inventory, Manager;
    /// Split parts off a package.
    MakeSublots: Inventory, Manager;
    /// Make another product of a package, and take that back.
    Convert: Inventory, Manager;
    /// Labels of packages, on paper.
    PrintLabels: Inventory, Manager;
    /// What the state is not told of a package: its batch, its inventory status, its older label.
    EditPackages: Inventory, Manager;
    /// The list of inventory statuses.
    EditStatuses: Admin, Manager;
    /// Ask the state for a package's lab result again.
    ReadLabs: Inventory, Manager, Compliance;
    /// Send samples to a laboratory, and decide what follows a failed test.
    SendSamples: Inventory, Manager, Compliance;
    /// Be one of the two who sign a certificate.
    SignCertificate: Inventory, Manager, Compliance;
    /// Manifests of ours, and where goods may be sent.
    SeeManifests: Admin, Inventory, Manager, Compliance, Auditor;
    /// Where goods may be sent.
    EditFacilities: Admin, Inventory, Manager;
    /// Draft, file, ship and void manifests, and take back what was not accepted.
    SendGoods: Inventory, Manager;
    SeeCounts: Admin, Inventory, Manager, Compliance, Auditor;
    /// Begin a count, count and submit it.
    Count: Inventory, Manager;
    /// Decide what becomes of the differences of a count.
    CompleteCounts: Manager;
    SeeDestructions: Inventory, Manager, Compliance, Auditor;
    /// Schedule, complete and undo a destruction.
    Destroy: Inventory, Manager, Compliance;
    /// Read the patient registry, fill a cart and sell.
    Sell: Budtender, Manager;
    /// Who is here, and who waits.
    SeeGuests: Budtender, Manager;
    /// Check guests in, move them and turn them away.
    CheckIn: Budtender, Manager;
    /// The lanes of the guest list, and how its cards look.
    EditLanes: Admin, Manager;
    /// Find patients and open their record; every look is logged.
    SeePatients: Budtender, Manager, Compliance, Auditor;
    /// Write notes and warnings about a patient.
    NotePatients: Budtender, Manager, Compliance;
    /// Ban a patient, and lift that.
    BanPatients: Manager;
    /// Who looked at which patient's record.
    SeeViews: Manager, Compliance, Auditor;
    /// What patients have ordered ahead.
    SeePreOrders: Budtender, Manager, Auditor;
    /// Take pre-orders, pick them, and say that they are ready.
    EditPreOrders: Budtender, Manager;
    /// Cancel a cart that somebody else left open.
    CancelCarts: Manager;
    /// A budtender sees their own sales, the others all.
    SeeSales: Budtender, Manager, Compliance, Auditor;
    /// Registers and their drawers.
    SeeDrawers: Admin, Manager, Budtender, Compliance, Auditor;
    /// Stand at a register: open its drawer, drop cash, count and close, confirm that cash was given back. Whoever takes the cash
    /// counts it; what it should have been is [`SeeOverShort`]'s where the count is blind (product-spec 5.10).
    UseDrawer: Budtender, Manager;
    /// Put cash in, take cash out, from drawer to drawer.
    MoveCash: Manager;
    /// Say that a drawer holds more or less than the books do.
    AdjustDrawer: Manager;
    /// What a drawer should hold and by how much its count was over or short, where counting is blind. Not for those who count: a
    /// count that is told its result by the next day is a count that fits.
    SeeOverShort: Admin, Manager, Compliance, Auditor;
    /// Registers, and the reasons for moving cash.
    EditRegisters: Admin, Manager;
    VoidSale [TOLD]: Manager;
    /// Ask for a void: a budtender with a manager's PIN.
    BeginVoid: Budtender, Manager;
    /// Take goods back from a customer, and give money back.
    ReturnSale [TOLD]: Manager;
    /// Ask for a return: a budtender with a manager's PIN.
    BeginReturn: Budtender, Manager;
    /// Receipts and product labels of a sale, on paper.
    PrintReceipts: Budtender, Manager;
    SeeProducts: Admin, Manager, Inventory, Auditor;
    /// Discounts and price tiers.
    SeeDiscounts: Admin, Manager, Budtender, Auditor;
    EditDiscounts: Admin, Manager;
    /// Say yes to the use of a discount that asks for it.
    ApproveDiscount: Manager;
    EditProducts: Admin, Manager;
    SeeSettings: Admin, Auditor;
    /// See where the registry's figures are not ours.
    SeeDifferences: Admin, Manager, Compliance, Auditor;
    EditSettings: Admin;
    /// Who changed what, from what to what.
    SeeEvents: Admin, Manager, Compliance, Auditor;
    /// Go through the chain of the event log, and keep what was found.
    CheckEvents: Admin, Manager, Compliance;
    SeeUsers: Admin, Auditor;
    EditUsers: Admin;
    SeeFleet: Admin, Manager, Auditor;
    /// Drivers and vehicles, and their records in BioTrack.
    EditFleet: Admin, Manager;
    SeeRooms: Admin, Inventory, Manager, Compliance, Auditor;
    /// Rooms, and their records in BioTrack.
    EditRooms: Admin, Manager;
    SeeFilings: Compliance, Manager, Auditor;
    /// Say what became of a filing that stayed open, or that a contradiction was corrected.
    SettleFiling: Compliance, Manager;
    /// The link to the state, and the times it was away. The banner is for everybody.
    SeeIncidents: Admin, Manager, Compliance, Auditor;
    /// Write down that the department was told.
    RecordNotice: Admin, Manager, Compliance;
    /// Whether the store is ready to go live, and what was uploaded of its shelf.
    SeeGoLive: Admin, Manager, Auditor;
    CheckGoLive: Admin, Manager;
    /// Tell the state what was on the shelf before it knew of this store.
    UploadStock: Admin, Manager;
    /// The rules that everything here is checked against.
    SeeRules: Admin, Manager, Inventory, Budtender, Compliance, Driver, Auditor;
    /// Everybody's own, and nobody else's: an auditor has one too.
    ChangePassword: Admin, Manager, Inventory, Budtender, Compliance, Driver, Auditor;
}

//! Everything that somebody may do, one line each, with the roles that have it.

use super::{Permission, Role};

/// One permission, as people read of it.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// What the books call it.
    pub name: &'static str,
    doc: &'static str,
    /// The shipped groups that begin with it.
    pub roles: &'static [Role],
}

impl Entry {
    pub fn named(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|entry| entry.name == name)
    }

    /// `EditPackages` in words: “Edit packages”.
    pub fn label(&self) -> String {
        let mut words = String::new();
        for letter in self.name.chars() {
            if letter.is_uppercase() && !words.is_empty() {
                words.push(' ');
                words.extend(letter.to_lowercase());
            } else {
                words.push(letter);
            }
        }
        words
    }

    /// Its own sentence.
    pub fn meaning(&self) -> String {
        self.doc.trim().replace("[`", "").replace("`]", "")
    }
}

/// Declares permissions: one line each, with the roles whose shipped group has it; `[TOLD]` as in [`Permission`].
macro_rules! permissions {
    ($($(#[doc = $doc:literal])* $name:ident $([$told:ident])?: $($role:ident),+;)+) => {
        $(
            $(#[doc = $doc])*
            pub struct $name;
            impl Permission for $name {
                const NAME: &'static str = stringify!($name);
                const ROLES: &'static [Role] = &[$(Role::$role),+];
                $(const $told: bool = true;)?
            }
        )+

        /// Every permission there is.
        pub const ALL: &[Entry] =
            &[$(Entry { name: stringify!($name), doc: concat!($($doc),*), roles: <$name as Permission>::ROLES }),+];
    };
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
    /// Packages, devices and merchandise, and their history.
    SeeInventory: Admin, Inventory, Manager, Compliance, Auditor, Fulfilment, ShiftLead;
    /// Set a package to what was counted.
    Adjust: Inventory, Manager;
    /// Split parts off a package.
    MakeSublots: Inventory, Manager;
    /// Make another product of a package, and take that back.
    Convert: Inventory, Manager;
    /// Labels of packages, on paper.
    PrintLabels: Inventory, Manager, Fulfilment;
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
    /// Look at counts of what is on the shelf.
    SeeCounts: Admin, Inventory, Manager, Compliance, Auditor;
    /// Begin a count, count and submit it.
    Count: Inventory, Manager;
    /// Decide what becomes of the differences of a count.
    CompleteCounts: Manager;
    /// Look at destructions and at goods that came back.
    SeeDestructions: Inventory, Manager, Compliance, Auditor;
    /// Schedule, complete and undo a destruction.
    Destroy: Inventory, Manager, Compliance;
    /// Read the patient registry, fill a cart and sell.
    Sell: Budtender, Manager, ShiftLead;
    /// Who is here, and who waits.
    SeeGuests: Budtender, Manager, FrontDesk, ShiftLead;
    /// Check guests in, move them and turn them away.
    CheckIn: Budtender, Manager, FrontDesk, ShiftLead;
    /// The lanes of the guest list, and how its cards look.
    EditLanes: Admin, Manager;
    /// Find patients and open their record; every look is logged.
    SeePatients: Budtender, Manager, Compliance, Auditor, FrontDesk, ShiftLead;
    /// Write notes and warnings about a patient.
    NotePatients: Budtender, Manager, Compliance, FrontDesk, ShiftLead;
    /// Ban a patient, and lift that.
    BanPatients: Manager;
    /// Who looked at which patient's record.
    SeeViews: Manager, Compliance, Auditor;
    /// What patients have ordered ahead.
    SeePreOrders: Budtender, Manager, Auditor, Fulfilment, ShiftLead;
    /// Take pre-orders, pick them, and say that they are ready.
    EditPreOrders: Budtender, Manager, Fulfilment, ShiftLead;
    /// Cancel a cart that somebody else left open.
    CancelCarts: Manager, ShiftLead;
    /// A budtender sees their own sales, the others all.
    SeeSales: Budtender, Manager, Compliance, Auditor, Fulfilment, ShiftLead;
    /// Registers and their drawers.
    SeeDrawers: Admin, Manager, Budtender, Compliance, Auditor, ShiftLead;
    /// Stand at a register: open its drawer, drop cash, count and close, confirm that cash was given back. Whoever takes the cash
    /// counts it; what it should have been is [`SeeOverShort`]'s where the count is blind (product-spec 5.10).
    UseDrawer: Budtender, Manager, ShiftLead;
    /// Put cash in, take cash out, from drawer to drawer.
    MoveCash: Manager, ShiftLead;
    /// Say that a drawer holds more or less than the books do.
    AdjustDrawer: Manager;
    /// What a drawer should hold and by how much its count was over or short, where counting is blind. Not for those who count: a
    /// count that is told its result by the next day is a count that fits.
    SeeOverShort: Admin, Manager, Compliance, Auditor;
    /// Registers, and the reasons for moving cash.
    EditRegisters: Admin, Manager;
    /// Take a whole sale of today back.
    VoidSale [TOLD]: Manager, ShiftLead;
    /// Ask for a void: a budtender with a manager's PIN.
    BeginVoid: Budtender, Manager, ShiftLead;
    /// Take goods back from a customer, and give money back.
    ReturnSale [TOLD]: Manager, ShiftLead;
    /// Ask for a return: a budtender with a manager's PIN.
    BeginReturn: Budtender, Manager, ShiftLead;
    /// Receipts and product labels of a sale, on paper.
    PrintReceipts: Budtender, Manager, Fulfilment, ShiftLead;
    /// Look at the catalog.
    SeeProducts: Admin, Manager, Inventory, Auditor;
    /// Discounts and price tiers.
    SeeDiscounts: Admin, Manager, Budtender, Auditor, ShiftLead;
    /// Discounts, price tiers, and products without discounts.
    EditDiscounts: Admin, Manager;
    /// Say yes to the use of a discount that asks for it.
    ApproveDiscount: Manager, ShiftLead;
    /// The catalog: add, change, import, retire and combine products.
    EditProducts: Admin, Manager;
    /// Look at the settings of the location.
    SeeSettings: Admin, Auditor;
    /// See where the registry's figures are not ours.
    SeeDifferences: Admin, Manager, Compliance, Auditor;
    /// Change the settings of the location.
    EditSettings: Admin;
    /// Who changed what, from what to what.
    SeeEvents: Admin, Manager, Compliance, Auditor;
    /// Go through the chain of the event log, and keep what was found.
    CheckEvents: Admin, Manager, Compliance;
    /// Who came to inspect, and what they looked at.
    SeeInspectors: Admin, Manager, Compliance, Auditor;
    /// Let an inspector in for a time, and end that.
    AdmitInspectors: Admin, Compliance;
    /// Gather the evidence of a span of days; that it was done is in the event log.
    SeeEvidence: Admin, Manager, Compliance, Auditor;
    /// Look at the users, and at what the state knows of them.
    SeeUsers: Admin, Auditor;
    /// Add, change and dismiss users, and sign them out.
    EditUsers: Admin;
    /// Look at the groups of permissions.
    SeeGroups: Admin, Auditor;
    /// Edit the groups of permissions, and say who is in which; the only ones who may give others what they do not have themselves.
    AssignPermissions: Admin;
    /// Look at drivers and vehicles.
    SeeFleet: Admin, Manager, Auditor;
    /// Drivers and vehicles, and their records in BioTrack.
    EditFleet: Admin, Manager;
    /// Look at the rooms.
    SeeRooms: Admin, Inventory, Manager, Compliance, Auditor, ShiftLead;
    /// Rooms, and their records in BioTrack.
    EditRooms: Admin, Manager;
    /// Look at what was told to the state, and what it answered.
    SeeFilings: Compliance, Manager, Auditor;
    /// Say what became of a filing that stayed open, or that a contradiction was corrected.
    SettleFiling: Compliance, Manager;
    /// The link to the state, and the times it was away. The banner is for everybody.
    SeeIncidents: Admin, Manager, Compliance, Auditor;
    /// Write down that the department was told.
    RecordNotice: Admin, Manager, Compliance;
    /// Whether the store is ready to go live, and what was uploaded of its shelf.
    SeeGoLive: Admin, Manager, Auditor;
    /// Look again at whether the store is ready.
    CheckGoLive: Admin, Manager;
    /// Tell the state what was on the shelf before it knew of this store.
    UploadStock: Admin, Manager;
    /// One's own password and PIN. Everybody has it, and nobody is without.
    ChangePassword: Admin, Manager, Inventory, Budtender, Compliance, Driver, Auditor, FrontDesk, Fulfilment, ShiftLead;
    /// The rules that everything here is checked against.
    SeeRules: Admin, Manager, Inventory, Budtender, Compliance, Driver, Auditor, FrontDesk, Fulfilment, ShiftLead;
}

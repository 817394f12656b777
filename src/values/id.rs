//! Ids: UUIDv7 as text, made by us before anything is written, sorted by time, and each its own type.
//! The text is stored inside (36 bytes), so an id is `Copy`, moves into closures without clones, and binds on both databases.

use uuid::Uuid;

/// Declares id types that cannot be mistaken for one another.
macro_rules! text_id {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub struct $name([u8; 36]);

        impl $name {
            /// A new id, later than all before it.
            #[allow(clippy::new_without_default, reason = "a new id is never a default")]
            pub fn new() -> Self {
                Self::from_uuid(Uuid::now_v7())
            }

            fn from_uuid(uuid: Uuid) -> Self {
                let mut text = [0; 36];
                uuid.hyphenated().encode_lower(&mut text);
                Self(text)
            }

            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0).unwrap_or_default() // only ASCII is ever put in
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::values::Unreadable;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self::from_uuid).map_err(|_| $crate::values::Unreadable::new("That is not one of our ids."))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.serialize_str(self.as_str()) }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                <std::borrow::Cow<'de, str>>::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }

        $crate::values::stored::stored_as_text!($name);
    )+};
}

text_id! {
    /// A shop: one licence, one time zone.
    LocationId;
    /// A person who signs in.
    UserId;
    /// A shop's own word for the standing of a package.
    InventoryStatusId;
    /// A room of a shop.
    RoomId;
    /// An entry of the catalog.
    ProductId;
    /// A package: one 16-digit BioTrack identifier.
    PackageId;
    /// A shipment on its way to us.
    ManifestId;
    /// One package on such a shipment.
    ManifestLineId;
    /// A code that was scanned of a shipment before it is received.
    ReceiptScanId;
    /// A scheduled, done or undone destruction of one package.
    DestructionId;
    /// A picture of a disposal.
    DestructionPhotoId;
    /// A person who delivers; an employee in BioTrack.
    DriverId;
    VehicleId;
    PatientId;
    /// One reading of the state's patient registry.
    RegistryReadId;
    /// One figure of such a reading that is not ours.
    RegistryDifferenceId;
    CartId;
    /// What a patient orders ahead.
    PreOrderId;
    PreOrderLineId;
    /// So much of one package, in the bag of a pre-order.
    PreOrderPickId;
    PreOrderEventId;
    CartLineId;
    SaleId;
    SaleLineId;
    /// What a customer brought back of a sale, at one time.
    ReturnId;
    ReturnLineId;
    /// One press of “Print” for the receipt or the labels of a sale.
    SalePrintId;
    /// One act told to the state. Also the nonce of that call.
    FilingId;
    HoldId;
    MoveId;
    /// One line of a package's journal.
    PackageChangeId;
    /// One press of “Print”: a sheet of package labels.
    LabelPrintId;
    LabelPrintLineId;
    /// A spreadsheet on its way into the catalog.
    ProductImportId;
    /// A time in which nobody here reached the state.
    IncidentId;
    /// What the department was sent about one.
    NoticeId;
    /// A count of what is on the shelf.
    CountId;
    /// What was counted of one package.
    CountLineId;
    /// A code that was scanned in a count and is no package here.
    CountFindId;
    /// Filters and columns of a list under a name.
    SavedViewId;
    /// A part of a package at a laboratory.
    LabSampleId;
    /// One time that a package was found to have failed.
    FailedTestId;
    /// Two signatures under one certificate.
    CertificateReleaseId;
    /// Devices and merchandise bought from a vendor, without a manifest of the state.
    PurchaseId;
    /// One product on a purchase.
    PurchaseLineId;
    /// One move in the ledger of supplies.
    SupplyMoveId;
    SupplyHoldId;
    /// A spreadsheet of what was on the shelf before the state knew of it.
    InitialUploadId;
    /// Something that takes something off a cart.
    DiscountId;
    /// One choice of a discount for a cart.
    CartDiscountId;
    /// What one discount took off one line of a sale.
    SaleDiscountId;
    /// Prices that fall with the number of units.
    PriceTierId;
    /// One look at whether a store is ready to go live.
    GoLiveCheckId;
    /// A till with a drawer.
    RegisterId;
    /// A drawer from its opening to its closing.
    DrawerSessionId;
    DrawerMoveId;
    /// A column of the guest list.
    LaneId;
    /// Somebody at the desk, before they are checked in.
    LookupId;
    /// One visit of a patient.
    GuestId;
    /// What somebody wrote about a patient.
    PatientNoteId;
    /// A warning about a patient, or a ban.
    PatientFlagId;
    /// One look at a patient's record.
    PatientViewId;
    /// Somewhere that goods may be sent.
    FacilityId;
    /// A manifest of ours.
    OutgoingId;
    OutgoingStopId;
    /// One package on a manifest of ours.
    OutgoingLineId;
    /// What a receiver did not take of one.
    OutgoingReturnId;
    OutgoingPrintId;
    /// One page that was shown to an inspector.
    InspectionLookId;
    /// One time that somebody went through the event log.
    EventCheckId;
    /// The hidden field that makes a double submit harmless.
    FormKey;
}

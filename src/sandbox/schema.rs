//! The tables of the sandbox's own file (`migrations/sandbox`).

diesel::table! {
    rows (kind, id) {
        kind -> Text,
        id -> Text,
        owner -> Text,
        transaction_id -> BigInt,
        transaction_original -> BigInt,
        deleted -> Bool,
        body -> Text,
    }
}

diesel::table! {
    nonces (ubi, nonce) {
        ubi -> Text,
        nonce -> Text,
        answer -> Text,
    }
}

diesel::table! {
    meta (name) {
        name -> Text,
        value -> Text,
    }
}

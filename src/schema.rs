//! What the migrations make, for Diesel. `tests/it/both_databases.rs` compares it with both databases.

diesel::table! {
    facts (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    locations (id) {
        id -> Text,
        name -> Text,
        license -> Text,
        address -> Text,
        phone -> Text,
        time_zone -> Text,
        opens_minute -> BigInt,
        closes_minute -> BigInt,
        create_batches -> Text,
        receiving_room_id -> Nullable<Text>,
        expiry_days -> BigInt,
        drivers_enabled -> Bool,
        scan_only -> Bool,
        id_check_required -> Bool,
        idle_blank_minutes -> BigInt,
        password_length -> BigInt,
        password_days -> BigInt,
        tax_rate_basis_points -> BigInt,
        receipt_footer -> Text,
        two_person_release -> Bool,
        cash_in_drawers -> Bool,
        blind_counts -> Bool,
        schedule_returns -> Nullable<BigInt>,
        pin_length -> BigInt,
        window_variant -> Text,
        law_hours -> Bool,
        cart_minutes -> BigInt,
        one_session -> Bool,
        pre_order_hours -> BigInt,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        location_id -> Text,
        name -> Text,
        login_id -> Text,
        email -> Text,
        mmur_email -> Text,
        role -> Text,
        password_hash -> Text,
        password_set_at -> Timestamp,
        active -> Bool,
        failed_tries -> BigInt,
        locked_until -> Nullable<Timestamp>,
        registry_standing -> Text,
        registry_near -> Nullable<Text>,
        registry_role -> Nullable<Text>,
        registry_checked_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        group_id -> Nullable<Text>,
        extra_permissions -> Text,
        kind -> Text,
        born_on -> Nullable<Date>,
        state_id -> Text,
        state_id_expires_on -> Nullable<Date>,
    }
}

diesel::table! {
    sessions (id_hash) {
        id_hash -> Text,
        user_id -> Nullable<Text>,
        state -> Text,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    pins (user_id) {
        user_id -> Text,
        hash -> Text,
        set_at -> Timestamp,
        failed_tries -> BigInt,
        locked_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    device_sign_ins (device_hash, user_id) {
        device_hash -> Text,
        user_id -> Text,
        day -> Date,
        signed_in_at -> Timestamp,
    }
}

diesel::table! {
    records (user_id, form_key) {
        form_key -> Text,
        user_id -> Text,
        location_id -> Text,
        act -> Text,
        content_hash -> Text,
        done -> Text,
        recorded_at -> Timestamp,
        approved_by -> Nullable<Text>,
    }
}

diesel::table! {
    filings (id) {
        id -> Text,
        form_key -> Nullable<Text>,
        content_hash -> Text,
        user_id -> Text,
        location_id -> Text,
        actor -> Text,
        action -> Text,
        status -> Text,
        follows -> Nullable<Text>,
        summary -> Text,
        intent -> Text,
        message -> Nullable<Text>,
        form_url -> Text,
        result_url -> Nullable<Text>,
        done -> Nullable<Text>,
        send_by -> Nullable<Timestamp>,
        high_water -> Nullable<BigInt>,
        answer -> Nullable<Text>,
        refusal -> Nullable<Text>,
        contradiction -> Nullable<Text>,
        settled -> Nullable<Text>,
        state_transaction -> Nullable<BigInt>,
        searched_at -> Nullable<Timestamp>,
        opened_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
        looked_at -> Nullable<Timestamp>,
        lease_until -> Nullable<Timestamp>,
        approved_by -> Nullable<Text>,
    }
}

diesel::table! {
    filing_subjects (subject, filing_id) {
        filing_id -> Text,
        subject -> Text,
    }
}

diesel::table! {
    claimed (subject) {
        subject -> Text,
        alone_id -> Nullable<Text>,
        sharers -> BigInt,
    }
}

diesel::table! {
    claims (filing_id, subject) {
        filing_id -> Text,
        subject -> Text,
        alone -> Bool,
    }
}

diesel::table! {
    rooms (id) {
        id -> Text,
        location_id -> Text,
        state_room -> BigInt,
        name -> Text,
        kind -> Text,
        active -> Bool,
    }
}

diesel::table! {
    state_reasons (kind, code) {
        kind -> Text,
        code -> BigInt,
        name -> Text,
        pulled_at -> Timestamp,
    }
}

diesel::table! {
    products (id) {
        id -> Text,
        name -> Text,
        name_lower -> Text,
        sku -> Text,
        goods -> Text,
        category -> Text,
        brand -> Text,
        strain -> Text,
        inventory_type -> Nullable<BigInt>,
        order_type -> Nullable<Text>,
        route -> Nullable<Text>,
        alternate_routes -> Text,
        posted_amount -> BigInt,
        price_cents -> BigInt,
        state_name -> Nullable<Text>,
        on_register -> Bool,
        active -> Bool,
        created_at -> Timestamp,
        vendor -> Text,
        tags -> Text,
        upc -> Text,
        external_id -> Text,
        size -> Text,
        volume -> Text,
        flavor -> Text,
        thc_cbd_ratio -> Text,
        six_attributes -> Text,
        description -> Text,
        ingredients -> Text,
        allergens -> Text,
        cost_cents -> Nullable<BigInt>,
        net_weight -> Nullable<BigInt>,
        servings -> Nullable<BigInt>,
        serving_amount -> Nullable<BigInt>,
        thc_content -> Nullable<BigInt>,
        cbd_content -> Nullable<BigInt>,
        expiration_days -> Nullable<BigInt>,
        low_threshold -> Nullable<BigInt>,
        most_per_sale -> Nullable<BigInt>,
    }
}

diesel::table! {
    catalog_terms (kind, name_lower) {
        kind -> Text,
        name_lower -> Text,
        name -> Text,
        active -> Bool,
    }
}

diesel::table! {
    product_imports (id) {
        id -> Text,
        user_id -> Text,
        name -> Text,
        headings -> Text,
        rows -> BigInt,
        parts -> BigInt,
        status -> Text,
        staged_at -> Timestamp,
        applied_by -> Nullable<Text>,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    product_import_parts (import_id, number) {
        import_id -> Text,
        number -> BigInt,
        content -> Text,
        applied -> Bool,
        added -> BigInt,
        changed -> BigInt,
        left_out -> Text,
    }
}

diesel::table! {
    manifests (id) {
        id -> Text,
        location_id -> Text,
        number -> Text,
        sender_license -> Text,
        sender_name -> Text,
        transfer_date -> Nullable<Date>,
        item_count -> BigInt,
        status -> Text,
        arrived_at -> Nullable<Timestamp>,
        received_at -> Nullable<Timestamp>,
        received_by -> Nullable<Text>,
        pulled_at -> Timestamp,
    }
}

diesel::table! {
    manifest_lines (id) {
        id -> Text,
        manifest_id -> Text,
        barcode -> Text,
        inventory_type -> BigInt,
        strain -> Text,
        state_name -> Text,
        quantity -> BigInt,
        usable_weight -> Nullable<Text>,
        med_usable -> Nullable<BigInt>,
        sample_id -> Nullable<Text>,
        lab_result -> Nullable<BigInt>,
        lab_license -> Nullable<Text>,
        lab_tests -> Nullable<Text>,
        lab_read_at -> Nullable<Timestamp>,
        accepted -> Nullable<BigInt>,
        rejected -> Nullable<BigInt>,
        reject_reason -> Nullable<Text>,
        package_id -> Nullable<Text>,
    }
}

diesel::table! {
    packages (id) {
        id -> Text,
        location_id -> Text,
        barcode -> Text,
        external_barcode -> Nullable<Text>,
        product_id -> Text,
        room_id -> Text,
        status -> Text,
        inventory_type -> BigInt,
        state_name -> Text,
        strain -> Text,
        lot_name -> Nullable<Text>,
        cost_cents -> Nullable<BigInt>,
        med_usable -> Nullable<BigInt>,
        sample_id -> Nullable<Text>,
        lab_result -> Nullable<BigInt>,
        lab_license -> Nullable<Text>,
        lab_tests -> Nullable<Text>,
        lab_read_at -> Nullable<Timestamp>,
        expires_on -> Nullable<Date>,
        manifest_id -> Nullable<Text>,
        parent_id -> Nullable<Text>,
        customer_return -> Bool,
        received_at -> Timestamp,
        search_text -> Text,
        inventory_status_id -> Nullable<Text>,
        in_stock -> Bool,
    }
}

diesel::table! {
    inventory_statuses (id) {
        id -> Text,
        location_id -> Text,
        name -> Text,
        sellable -> Bool,
        active -> Bool,
    }
}

diesel::table! {
    list_columns (user_id, list) {
        user_id -> Text,
        list -> Text,
        names -> Text,
    }
}

diesel::table! {
    moves (id) {
        id -> Text,
        package_id -> Text,
        from_place -> Text,
        to_place -> Text,
        quantity -> BigInt,
        act -> Text,
        filing_id -> Nullable<Text>,
        moved_at -> Timestamp,
    }
}

diesel::table! {
    stock (package_id, place_id) {
        package_id -> Text,
        place_id -> Text,
        on_hand -> BigInt,
        held -> BigInt,
    }
}

diesel::table! {
    holds (id) {
        id -> Text,
        package_id -> Text,
        place_id -> Text,
        quantity -> BigInt,
        owner -> Text,
        former_owner -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    destructions (id) {
        id -> Text,
        location_id -> Text,
        package_id -> Text,
        quantity -> BigInt,
        reason_code -> BigInt,
        reason_name -> Text,
        note -> Text,
        status -> Text,
        scheduled_by -> Text,
        scheduled_at -> Timestamp,
        due_at -> Timestamp,
        disposed_on -> Nullable<Date>,
        method -> Nullable<Text>,
        witness_one -> Nullable<Text>,
        witness_two -> Nullable<Text>,
        closed_by -> Nullable<Text>,
        closed_at -> Nullable<Timestamp>,
        product_name -> Nullable<Text>,
        undo_reason -> Nullable<Text>,
    }
}

diesel::table! {
    destruction_photos (id) {
        id -> Text,
        destruction_id -> Text,
        picture -> Text,
        content -> Text,
        added_by -> Text,
        added_at -> Timestamp,
        same_as -> Nullable<Text>,
    }
}

diesel::table! {
    saved_views (id) {
        id -> Text,
        user_id -> Text,
        list -> Text,
        name -> Text,
        query -> Text,
        names -> Text,
        opens_first -> Bool,
    }
}

diesel::table! {
    count_packages (count_id, package_id) {
        count_id -> Text,
        package_id -> Text,
    }
}

diesel::table! {
    counts (id) {
        id -> Text,
        location_id -> Text,
        number -> BigInt,
        scope -> Text,
        scope_value -> Text,
        scope_words -> Text,
        review -> Text,
        sight -> Text,
        status -> Text,
        created_by -> Text,
        created_at -> Timestamp,
        submitted_by -> Nullable<Text>,
        submitted_at -> Nullable<Timestamp>,
        closed_by -> Nullable<Text>,
        closed_at -> Nullable<Timestamp>,
        uncounted -> Nullable<BigInt>,
        closing_note -> Nullable<Text>,
    }
}

diesel::table! {
    count_lines (id) {
        id -> Text,
        count_id -> Text,
        package_id -> Text,
        belongs -> Bool,
        expected -> BigInt,
        counted -> BigInt,
        counted_by -> Text,
        counted_at -> Timestamp,
        left_as_it_is -> Bool,
        refusal -> Nullable<Text>,
        in_cart -> BigInt,
        cart_counted -> Bool,
        assumed -> Bool,
    }
}

diesel::table! {
    count_finds (id) {
        id -> Text,
        count_id -> Text,
        code -> Text,
        found_by -> Text,
        found_at -> Timestamp,
    }
}

diesel::table! {
    patients (id) {
        id -> Text,
        card_id -> Text,
        first_name -> Text,
        last_name -> Text,
        birth_date -> Date,
        card_expires_on -> Nullable<Date>,
        read_at -> Timestamp,
        search_name -> Text,
    }
}

diesel::table! {
    registry_reads (id) {
        id -> Text,
        location_id -> Text,
        user_id -> Text,
        patient_id -> Text,
        snapshot -> Text,
        read_at -> Timestamp,
    }
}

diesel::table! {
    registry_differences (id) {
        id -> Text,
        location_id -> Text,
        registry_read_id -> Text,
        patient_id -> Text,
        about -> Text,
        order_type -> Text,
        ours -> BigInt,
        registrys -> BigInt,
        window_variant -> Text,
        found_on -> Date,
        found_at -> Timestamp,
    }
}

diesel::table! {
    carts (id) {
        id -> Text,
        location_id -> Text,
        user_id -> Text,
        patient_id -> Text,
        registry_read_id -> Text,
        caregiver_card_id -> Nullable<Text>,
        status -> Text,
        last_scan -> Nullable<Text>,
        last_scan_refused -> Bool,
        opened_at -> Timestamp,
        touched_at -> Timestamp,
        put_aside -> Nullable<Text>,
        freed_because -> Nullable<Text>,
        advice_line -> Nullable<Text>,
        advice_units -> Nullable<BigInt>,
    }
}

diesel::table! {
    cart_lines (id) {
        id -> Text,
        cart_id -> Text,
        package_id -> Text,
        quantity -> BigInt,
        price_cents -> BigInt,
        order_id -> Text,
        order_type -> Text,
        route -> Text,
        amount_each -> BigInt,
    }
}

diesel::table! {
    allotment_holds (filing_id, order_id, route) {
        filing_id -> Text,
        patient_id -> Text,
        order_id -> Text,
        order_type -> Text,
        route -> Text,
        amount -> BigInt,
    }
}

diesel::table! {
    sales (id) {
        id -> Text,
        location_id -> Text,
        number -> BigInt,
        cart_id -> Text,
        user_id -> Text,
        patient_id -> Text,
        caregiver_card_id -> Nullable<Text>,
        status -> Text,
        subtotal_cents -> BigInt,
        tax_cents -> BigInt,
        total_cents -> BigInt,
        tendered_cents -> BigInt,
        change_cents -> BigInt,
        state_transaction -> Nullable<BigInt>,
        business_date -> Date,
        sold_at -> Timestamp,
        voided_at -> Nullable<Timestamp>,
        voided_by -> Nullable<Text>,
        void_reason -> Nullable<Text>,
        drawer_session_id -> Nullable<Text>,
        fulfilment -> Text,
        void_approved_by -> Nullable<Text>,
        filing_id -> Nullable<Text>,
    }
}

diesel::table! {
    sale_lines (id) {
        id -> Text,
        sale_id -> Text,
        package_id -> Text,
        item_number -> BigInt,
        product_name -> Text,
        quantity -> BigInt,
        price_cents -> BigInt,
        total_cents -> BigInt,
        order_id -> Text,
        order_type -> Text,
        route -> Text,
        amount -> BigInt,
        physician -> Text,
        returned -> BigInt,
        discount_cents -> BigInt,
        tax_cents -> BigInt,
    }
}

diesel::table! {
    cart_supplies (id) {
        id -> Text,
        cart_id -> Text,
        product_id -> Text,
        room_id -> Text,
        quantity -> BigInt,
        price_cents -> BigInt,
        order_id -> Nullable<Text>,
    }
}

diesel::table! {
    sale_supplies (id) {
        id -> Text,
        sale_id -> Text,
        product_id -> Text,
        room_id -> Text,
        item_number -> BigInt,
        goods -> Text,
        product_name -> Text,
        quantity -> BigInt,
        price_cents -> BigInt,
        total_cents -> BigInt,
        discount_cents -> BigInt,
        tax_cents -> BigInt,
        order_id -> Nullable<Text>,
        returned -> BigInt,
    }
}

diesel::table! {
    drivers (id) {
        id -> Text,
        location_id -> Text,
        employee_id -> Text,
        name -> Text,
        born_on -> Date,
        hired_on -> Date,
        license_number -> Text,
        phone -> Text,
        status -> Text,
    }
}

diesel::table! {
    vehicles (id) {
        id -> Text,
        location_id -> Text,
        vehicle_number -> BigInt,
        nickname -> Text,
        make -> Text,
        model -> Text,
        year -> BigInt,
        color -> Text,
        plate -> Text,
        vin -> Text,
        status -> Text,
    }
}

diesel::table! {
    incidents (id) {
        id -> Text,
        number -> BigInt,
        started_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        cause -> Text,
        answered_before -> Nullable<Timestamp>,
    }
}

diesel::table! {
    notices (id) {
        id -> Text,
        incident_id -> Text,
        user_id -> Text,
        sent_at -> Timestamp,
        recorded_at -> Timestamp,
        body -> Text,
        note -> Text,
    }
}

diesel::table! {
    package_changes (id) {
        id -> Text,
        package_id -> Text,
        property -> Text,
        old_value -> Text,
        new_value -> Text,
        user_id -> Text,
        filing_id -> Nullable<Text>,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    label_prints (id) {
        id -> Text,
        location_id -> Text,
        user_id -> Text,
        size -> Text,
        printed_at -> Timestamp,
    }
}

diesel::table! {
    label_print_lines (id) {
        id -> Text,
        print_id -> Text,
        package_id -> Text,
        copies -> BigInt,
        printed_before -> BigInt,
    }
}

diesel::table! {
    laboratories (license) {
        license -> Text,
        name -> Text,
        city -> Nullable<Text>,
        pulled_at -> Timestamp,
    }
}

diesel::table! {
    lab_samples (id) {
        id -> Text,
        location_id -> Text,
        package_id -> Text,
        number -> Text,
        lab_license -> Text,
        lab_name -> Text,
        quantity -> BigInt,
        purpose -> Text,
        result -> BigInt,
        result_before -> Nullable<BigInt>,
        filing_id -> Text,
        sent_in -> BigInt,
        sent_by -> Text,
        sent_at -> Timestamp,
        superseded_by -> Nullable<Text>,
        voided_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    failed_tests (id) {
        id -> Text,
        package_id -> Text,
        failed_at -> Timestamp,
        decision -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        filing_id -> Nullable<Text>,
    }
}

diesel::table! {
    certificate_releases (id) {
        id -> Text,
        location_id -> Text,
        package_id -> Text,
        certificate -> Text,
        content_hash -> Text,
        first_by -> Text,
        first_at -> Timestamp,
        first_note -> Text,
        second_by -> Nullable<Text>,
        second_at -> Nullable<Timestamp>,
        second_note -> Nullable<Text>,
        withdrawn_at -> Nullable<Timestamp>,
        med_usable -> Nullable<BigInt>,
    }
}

diesel::table! {
    package_tags (package_id, tag) {
        package_id -> Text,
        tag -> Text,
    }
}

diesel::table! {
    receipt_drafts (manifest_id) {
        manifest_id -> Text,
        room_id -> Nullable<Text>,
        saved_by -> Text,
        saved_at -> Timestamp,
    }
}

diesel::table! {
    receipt_draft_lines (manifest_id, barcode) {
        manifest_id -> Text,
        barcode -> Text,
        accepted -> Nullable<Text>,
        reason -> Nullable<Text>,
        room -> Nullable<Text>,
        cost -> Nullable<Text>,
        lot -> Nullable<Text>,
        expires -> Nullable<Text>,
        tags -> Nullable<Text>,
    }
}

diesel::table! {
    receipt_draft_products (manifest_id, state_name, inventory_type) {
        manifest_id -> Text,
        state_name -> Text,
        inventory_type -> BigInt,
        product_id -> Text,
    }
}

diesel::table! {
    receipt_scans (id) {
        id -> Text,
        manifest_id -> Text,
        code -> Text,
        scanned_by -> Text,
        scanned_at -> Timestamp,
    }
}

diesel::table! {
    receipt_damages (manifest_id, barcode) {
        manifest_id -> Text,
        barcode -> Text,
        quantity -> BigInt,
        note -> Text,
        noted_by -> Text,
        noted_at -> Timestamp,
    }
}

diesel::table! {
    product_state_names (state_name, inventory_type) {
        state_name -> Text,
        inventory_type -> BigInt,
        product_id -> Text,
    }
}

diesel::table! {
    purchases (id) {
        id -> Text,
        location_id -> Text,
        number -> BigInt,
        vendor -> Text,
        invoice_number -> Text,
        delivered_on -> Date,
        room_id -> Text,
        note -> Text,
        status -> Text,
        version -> BigInt,
        created_by -> Text,
        created_at -> Timestamp,
        closed_by -> Nullable<Text>,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    purchase_lines (id) {
        id -> Text,
        purchase_id -> Text,
        product_id -> Text,
        quantity -> BigInt,
        unit_cost_cents -> BigInt,
        returned -> BigInt,
    }
}

diesel::table! {
    supply_costs (location_id, product_id) {
        location_id -> Text,
        product_id -> Text,
        unit_cost_cents -> BigInt,
        purchase_id -> Text,
    }
}

diesel::table! {
    supply_moves (id) {
        id -> Text,
        location_id -> Text,
        product_id -> Text,
        from_place -> Text,
        to_place -> Text,
        quantity -> BigInt,
        act -> Text,
        reason -> Text,
        note -> Text,
        filing_id -> Nullable<Text>,
        purchase_id -> Nullable<Text>,
        moved_by -> Text,
        moved_at -> Timestamp,
    }
}

diesel::table! {
    supply_stock (product_id, room_id) {
        product_id -> Text,
        room_id -> Text,
        location_id -> Text,
        on_hand -> BigInt,
        held -> BigInt,
    }
}

diesel::table! {
    supply_holds (id) {
        id -> Text,
        product_id -> Text,
        room_id -> Text,
        quantity -> BigInt,
        owner -> Text,
        former_owner -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    search_words (word, about) {
        word -> Text,
        about -> Text,
        of_product -> Bool,
    }
}

diesel::table! {
    initial_uploads (id) {
        id -> Text,
        location_id -> Text,
        number -> BigInt,
        rows -> BigInt,
        status -> Text,
        uploaded_by -> Text,
        uploaded_at -> Timestamp,
        run_by -> Nullable<Text>,
        begun_at -> Nullable<Timestamp>,
        note -> Nullable<Text>,
        closed_at -> Nullable<Timestamp>,
        runner -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    initial_upload_rows (upload_id, line) {
        upload_id -> Text,
        line -> BigInt,
        label_key -> Text,
        cells -> Text,
        verdict -> Text,
        words -> Text,
        quantity -> Nullable<BigInt>,
        counted -> Bool,
        value_cents -> Nullable<BigInt>,
        status -> Text,
        filing_id -> Nullable<Text>,
        package_id -> Nullable<Text>,
        refusal -> Nullable<Text>,
    }
}

diesel::table! {
    go_live_checks (id) {
        id -> Text,
        location_id -> Text,
        checked_by -> Text,
        checked_at -> Timestamp,
        passed -> BigInt,
        failed -> BigInt,
        unknown -> BigInt,
        findings -> Text,
    }
}

diesel::table! {
    count_uncounted (count_id, package_id) {
        count_id -> Text,
        package_id -> Text,
        on_hand -> BigInt,
    }
}

diesel::table! {
    move_lists (user_id) {
        user_id -> Text,
        room_id -> Nullable<Text>,
        packages -> Text,
        refused_id -> Nullable<Text>,
    }
}

diesel::table! {
    registers (id) {
        id -> Text,
        location_id -> Text,
        name -> Text,
        name_lower -> Text,
        hidden -> Bool,
        created_at -> Timestamp,
    }
}

diesel::table! {
    drawer_reasons (location_id, kind, name) {
        location_id -> Text,
        kind -> Text,
        name -> Text,
        active -> Bool,
    }
}

diesel::table! {
    drawer_sessions (id) {
        id -> Text,
        register_id -> Text,
        location_id -> Text,
        status -> Text,
        business_date -> Date,
        left_cents -> Nullable<BigInt>,
        opening_cents -> BigInt,
        opened_by -> Text,
        opened_at -> Timestamp,
        balance_cents -> BigInt,
        held_cents -> BigInt,
        moves -> BigInt,
        counts -> BigInt,
        counted_by -> Nullable<Text>,
        counting_at -> Nullable<Timestamp>,
        counting_moves -> Nullable<BigInt>,
        counting_cents -> Nullable<BigInt>,
        denominations -> Nullable<Text>,
        expected_cents -> Nullable<BigInt>,
        counted_cents -> Nullable<BigInt>,
        next_cents -> Nullable<BigInt>,
        deposit_cents -> Nullable<BigInt>,
        note -> Nullable<Text>,
        closed_at -> Nullable<Timestamp>,
        after_close_cents -> BigInt,
    }
}

diesel::table! {
    drawer_moves (id) {
        id -> Text,
        session_id -> Text,
        kind -> Text,
        amount_cents -> BigInt,
        sale_id -> Nullable<Text>,
        other_session_id -> Nullable<Text>,
        reason -> Text,
        note -> Text,
        user_id -> Text,
        moved_at -> Timestamp,
        after_close -> Bool,
    }
}

diesel::table! {
    drawer_suspense (filing_id) {
        filing_id -> Text,
        session_id -> Text,
        sale_id -> Text,
        kind -> Text,
        cents -> BigInt,
        kept_cents -> BigInt,
        user_id -> Text,
        taken_at -> Timestamp,
        status -> Text,
        after_close -> Bool,
        named_by -> Nullable<Text>,
        named_at -> Nullable<Timestamp>,
        ended_by -> Nullable<Text>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sale_payments (sale_id, method) {
        sale_id -> Text,
        method -> Text,
        amount_cents -> BigInt,
        reference -> Nullable<Text>,
    }
}

diesel::table! {
    returns (id) {
        id -> Text,
        location_id -> Text,
        sale_id -> Text,
        user_id -> Text,
        approved_by -> Nullable<Text>,
        filing_id -> Nullable<Text>,
        status -> Text,
        reason -> Text,
        method -> Text,
        terminal_reference -> Nullable<Text>,
        amount_cents -> BigInt,
        state_transaction -> Nullable<BigInt>,
        business_date -> Date,
        returned_at -> Timestamp,
        cash_cents -> BigInt,
        other_way -> Nullable<Text>,
    }
}

diesel::table! {
    return_lines (id) {
        id -> Text,
        return_id -> Text,
        sale_line_id -> Nullable<Text>,
        sale_supply_id -> Nullable<Text>,
        product_name -> Text,
        quantity -> BigInt,
        amount_cents -> BigInt,
        restocked -> Bool,
        package_id -> Nullable<Text>,
    }
}

diesel::table! {
    sale_prints (id) {
        id -> Text,
        location_id -> Text,
        sale_id -> Text,
        user_id -> Text,
        kind -> Text,
        sale_line_id -> Nullable<Text>,
        each_unit -> Bool,
        printed_before -> BigInt,
        reason -> Nullable<Text>,
        printed_at -> Timestamp,
    }
}

diesel::table! {
    price_tiers (id) {
        id -> Text,
        location_id -> Text,
        name -> Text,
        active -> Bool,
    }
}

diesel::table! {
    price_tier_steps (tier_id, least_units) {
        tier_id -> Text,
        least_units -> BigInt,
        price_cents -> BigInt,
    }
}

diesel::table! {
    price_tier_products (location_id, product_id) {
        product_id -> Text,
        location_id -> Text,
        tier_id -> Text,
    }
}

diesel::table! {
    discounts (id) {
        id -> Text,
        location_id -> Text,
        name -> Text,
        method -> Text,
        code -> Nullable<Text>,
        terms -> Text,
        needs_approval -> Bool,
        active -> Bool,
        created_by -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    undiscounted_products (location_id, product_id) {
        product_id -> Text,
        location_id -> Text,
    }
}

diesel::table! {
    cart_discounts (id) {
        id -> Text,
        cart_id -> Text,
        discount_id -> Text,
        line -> Nullable<Text>,
        added_by -> Text,
        approved_by -> Nullable<Text>,
        added_at -> Timestamp,
        approved_for -> Nullable<Text>,
    }
}

diesel::table! {
    sale_discounts (id) {
        id -> Text,
        sale_id -> Text,
        line -> Text,
        discount_id -> Text,
        name -> Text,
        cents -> BigInt,
        approved_by -> Nullable<Text>,
    }
}

diesel::table! {
    guest_lanes (id) {
        id -> Text,
        location_id -> Text,
        name -> Text,
        kind -> Text,
        color -> Text,
        position -> BigInt,
        active -> Bool,
        stamp -> BigInt,
    }
}

diesel::table! {
    guest_settings (location_id) {
        location_id -> Text,
        shown_as -> Text,
    }
}

diesel::table! {
    guest_lookups (id) {
        id -> Text,
        location_id -> Text,
        user_id -> Text,
        card_id -> Nullable<Text>,
        patient_id -> Nullable<Text>,
        initials -> Text,
        birth_date -> Nullable<Date>,
        licence_expires_on -> Nullable<Date>,
        licence_digest -> Nullable<Text>,
        person_digest -> Nullable<Text>,
        made_at -> Timestamp,
    }
}

diesel::table! {
    guests (id) {
        id -> Text,
        location_id -> Text,
        lane_id -> Text,
        patient_id -> Nullable<Text>,
        card_id -> Text,
        card_key -> Text,
        initials -> Text,
        person_digest -> Nullable<Text>,
        licence_digest -> Nullable<Text>,
        licence_expires_on -> Nullable<Date>,
        caregiver_card_id -> Nullable<Text>,
        errand -> Text,
        registry_read_id -> Nullable<Text>,
        trouble -> Nullable<Text>,
        asked_at -> Nullable<Timestamp>,
        held_by -> Nullable<Text>,
        held_at -> Nullable<Timestamp>,
        cart_id -> Nullable<Text>,
        outcome -> Nullable<Text>,
        reason -> Nullable<Text>,
        checked_in_by -> Text,
        checked_in_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        stamp -> BigInt,
    }
}

diesel::table! {
    patient_licences (digest) {
        digest -> Text,
        patient_id -> Text,
        linked_by -> Text,
        linked_at -> Timestamp,
    }
}

diesel::table! {
    patient_notes (id) {
        id -> Text,
        patient_id -> Text,
        user_id -> Text,
        words -> Text,
        noted_at -> Timestamp,
    }
}

diesel::table! {
    patient_flags (id) {
        id -> Text,
        patient_id -> Text,
        kind -> Text,
        reason -> Text,
        raised_by -> Text,
        raised_at -> Timestamp,
        lifted_by -> Nullable<Text>,
        lifted_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    patient_views (id) {
        id -> Text,
        location_id -> Text,
        user_id -> Text,
        patient_id -> Text,
        place -> Text,
        viewed_at -> Timestamp,
    }
}

diesel::table! {
    pre_orders (id) {
        id -> Text,
        location_id -> Text,
        number -> BigInt,
        patient_id -> Text,
        status -> Text,
        source -> Text,
        external_number -> Nullable<Text>,
        pickup_on -> Date,
        from_minute -> BigInt,
        to_minute -> BigInt,
        due_at -> Timestamp,
        note -> Text,
        last_scan -> Nullable<Text>,
        last_scan_refused -> Bool,
        created_by -> Text,
        created_at -> Timestamp,
        picked_by -> Nullable<Text>,
        picked_at -> Nullable<Timestamp>,
        ready_at -> Nullable<Timestamp>,
        notified_by -> Nullable<Text>,
        notified_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        end_reason -> Nullable<Text>,
        touched_at -> Timestamp,
    }
}

diesel::table! {
    pre_order_lines (id) {
        id -> Text,
        pre_order_id -> Text,
        product_id -> Text,
        quantity -> BigInt,
    }
}

diesel::table! {
    pre_order_picks (id) {
        id -> Text,
        pre_order_id -> Text,
        line_id -> Text,
        package_id -> Text,
        quantity -> BigInt,
        cart_id -> Nullable<Text>,
    }
}

diesel::table! {
    pre_order_events (id) {
        id -> Text,
        pre_order_id -> Text,
        user_id -> Nullable<Text>,
        words -> Text,
        happened_at -> Timestamp,
    }
}

diesel::table! {
    events (position) {
        position -> BigInt,
        happened_at -> Timestamp,
        location_id -> Text,
        user_id -> Nullable<Text>,
        user_name -> Text,
        approved_by -> Nullable<Text>,
        category -> Text,
        kind -> Text,
        object_id -> Text,
        object_name -> Text,
        changes -> Text,
        hash -> Text,
    }
}

diesel::table! {
    event_heads (id) {
        id -> BigInt,
        position -> BigInt,
        hash -> Text,
    }
}

diesel::table! {
    event_checks (id) {
        id -> Text,
        checked_at -> Timestamp,
        checked_by -> Nullable<Text>,
        events -> BigInt,
        hash -> Text,
        misfit -> Nullable<BigInt>,
        words -> Text,
    }
}

diesel::table! {
    permission_groups (id) {
        id -> Text,
        name -> Text,
        name_lower -> Text,
        role -> Text,
        permissions -> Text,
        needs_second_factor -> Bool,
        active -> Bool,
    }
}

diesel::table! {
    facilities (id) {
        id -> Text,
        location_id -> Text,
        kind -> Text,
        license -> Text,
        ubi -> Text,
        ours -> Bool,
        name -> Text,
        street -> Text,
        city -> Text,
        state -> Text,
        zip -> Text,
        phone -> Text,
        permit -> Nullable<Text>,
        known_at -> Nullable<Timestamp>,
        active -> Bool,
        created_at -> Timestamp,
    }
}

diesel::table! {
    second_factors (user_id) {
        user_id -> Text,
        secret -> Text,
        confirmed_at -> Nullable<Timestamp>,
        last_step -> BigInt,
        failed_tries -> BigInt,
        locked_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    outgoing_manifests (id) {
        id -> Text,
        location_id -> Text,
        number -> BigInt,
        title -> Text,
        kind -> Text,
        status -> Text,
        driver_id -> Nullable<Text>,
        second_driver_id -> Nullable<Text>,
        vehicle_id -> Nullable<Text>,
        note -> Text,
        state_number -> Nullable<Text>,
        filed_transaction -> Nullable<BigInt>,
        shipped_transaction -> Nullable<BigInt>,
        invoice_number -> Nullable<Text>,
        void_reason -> Nullable<Text>,
        created_by -> Text,
        created_at -> Timestamp,
        filed_at -> Nullable<Timestamp>,
        shipped_at -> Nullable<Timestamp>,
        closed_at -> Nullable<Timestamp>,
        pulled_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    recovery_codes (user_id, hash) {
        user_id -> Text,
        hash -> Text,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    outgoing_stops (id) {
        id -> Text,
        manifest_id -> Text,
        position -> BigInt,
        facility_id -> Text,
        title -> Text,
        route -> Text,
        departs_at -> Nullable<Timestamp>,
        arrives_at -> Nullable<Timestamp>,
        status -> Text,
        arrived_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    outgoing_lines (id) {
        id -> Text,
        manifest_id -> Text,
        stop_id -> Text,
        package_id -> Text,
        quantity -> BigInt,
        unit_price_cents -> Nullable<BigInt>,
        room_id -> Nullable<Text>,
        is_open -> Bool,
        returned -> BigInt,
        reject_reason -> Nullable<Text>,
    }
}

diesel::table! {
    outgoing_returns (id) {
        id -> Text,
        location_id -> Text,
        line_id -> Text,
        quantity -> BigInt,
        reject_reason -> Nullable<Text>,
        heard_at -> Timestamp,
        package_id -> Nullable<Text>,
        taken_at -> Nullable<Timestamp>,
        taken_by -> Nullable<Text>,
    }
}

diesel::table! {
    outgoing_prints (id) {
        id -> Text,
        location_id -> Text,
        manifest_id -> Text,
        kind -> Text,
        content -> Text,
        user_id -> Text,
        printed_before -> BigInt,
        printed_at -> Timestamp,
    }
}

diesel::table! {
    inspections (user_id) {
        user_id -> Text,
        location_id -> Text,
        agency -> Text,
        badge -> Text,
        begins_at -> Timestamp,
        ends_at -> Timestamp,
        opened_at -> Timestamp,
        opened_by -> Text,
        ended_at -> Nullable<Timestamp>,
        ended_by -> Nullable<Text>,
    }
}

diesel::table! {
    inspection_looks (id) {
        id -> Text,
        user_id -> Text,
        looked_at -> Timestamp,
        page -> Text,
    }
}

diesel::joinable!(users -> locations (location_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(pins -> users (user_id));
diesel::joinable!(device_sign_ins -> users (user_id));
diesel::joinable!(records -> users (user_id));
diesel::joinable!(records -> locations (location_id));
diesel::joinable!(filings -> users (user_id));
diesel::joinable!(filings -> locations (location_id));
diesel::joinable!(filing_subjects -> filings (filing_id));
diesel::joinable!(claims -> filings (filing_id));
diesel::joinable!(claims -> claimed (subject));
diesel::joinable!(rooms -> locations (location_id));
diesel::joinable!(manifests -> locations (location_id));
diesel::joinable!(manifests -> users (received_by));
diesel::joinable!(manifest_lines -> manifests (manifest_id));
diesel::joinable!(packages -> locations (location_id));
diesel::joinable!(packages -> products (product_id));
diesel::joinable!(packages -> rooms (room_id));
diesel::joinable!(packages -> inventory_statuses (inventory_status_id));
diesel::joinable!(packages -> manifests (manifest_id));
diesel::joinable!(moves -> packages (package_id));
diesel::joinable!(moves -> filings (filing_id));
diesel::joinable!(stock -> packages (package_id));
diesel::joinable!(holds -> packages (package_id));
diesel::joinable!(destructions -> locations (location_id));
diesel::joinable!(destructions -> packages (package_id));
diesel::joinable!(destruction_photos -> destructions (destruction_id));
diesel::joinable!(destruction_photos -> users (added_by));
diesel::joinable!(counts -> locations (location_id));
diesel::joinable!(count_lines -> counts (count_id));
diesel::joinable!(count_lines -> packages (package_id));
diesel::joinable!(count_finds -> counts (count_id));
diesel::joinable!(count_uncounted -> packages (package_id));
diesel::joinable!(count_packages -> counts (count_id));
diesel::joinable!(count_packages -> packages (package_id));
diesel::joinable!(saved_views -> users (user_id));
diesel::joinable!(registry_reads -> locations (location_id));
diesel::joinable!(registry_reads -> users (user_id));
diesel::joinable!(registry_reads -> patients (patient_id));
diesel::joinable!(registry_differences -> locations (location_id));
diesel::joinable!(registry_differences -> registry_reads (registry_read_id));
diesel::joinable!(registry_differences -> patients (patient_id));
diesel::joinable!(carts -> locations (location_id));
diesel::joinable!(carts -> users (user_id));
diesel::joinable!(carts -> patients (patient_id));
diesel::joinable!(carts -> registry_reads (registry_read_id));
diesel::joinable!(cart_lines -> carts (cart_id));
diesel::joinable!(cart_lines -> packages (package_id));
diesel::joinable!(allotment_holds -> filings (filing_id));
diesel::joinable!(allotment_holds -> patients (patient_id));
diesel::joinable!(sales -> locations (location_id));
diesel::joinable!(sales -> carts (cart_id));
diesel::joinable!(sales -> patients (patient_id));
diesel::joinable!(sales -> filings (filing_id));
diesel::joinable!(sale_lines -> sales (sale_id));
diesel::joinable!(sale_lines -> packages (package_id));
diesel::joinable!(cart_supplies -> carts (cart_id));
diesel::joinable!(cart_supplies -> products (product_id));
diesel::joinable!(cart_supplies -> rooms (room_id));
diesel::joinable!(sale_supplies -> sales (sale_id));
diesel::joinable!(sale_supplies -> products (product_id));
diesel::joinable!(sale_supplies -> rooms (room_id));
diesel::joinable!(returns -> sales (sale_id));
diesel::joinable!(returns -> users (user_id));
diesel::joinable!(returns -> filings (filing_id));
diesel::joinable!(return_lines -> returns (return_id));
diesel::joinable!(return_lines -> sale_lines (sale_line_id));
diesel::joinable!(return_lines -> packages (package_id));
diesel::joinable!(sale_prints -> sales (sale_id));
diesel::joinable!(sale_prints -> users (user_id));
diesel::joinable!(drivers -> locations (location_id));
diesel::joinable!(vehicles -> locations (location_id));
diesel::joinable!(price_tier_steps -> price_tiers (tier_id));
diesel::joinable!(price_tier_products -> price_tiers (tier_id));
diesel::joinable!(price_tier_products -> products (product_id));
diesel::joinable!(cart_discounts -> carts (cart_id));
diesel::joinable!(cart_discounts -> discounts (discount_id));
diesel::joinable!(sale_discounts -> sales (sale_id));
diesel::joinable!(notices -> incidents (incident_id));
diesel::joinable!(notices -> users (user_id));
diesel::joinable!(package_changes -> packages (package_id));
diesel::joinable!(package_changes -> users (user_id));
diesel::joinable!(package_changes -> filings (filing_id));
diesel::joinable!(initial_upload_rows -> initial_uploads (upload_id));
diesel::joinable!(initial_upload_rows -> packages (package_id));
diesel::joinable!(initial_upload_rows -> filings (filing_id));
diesel::joinable!(initial_uploads -> locations (location_id));
diesel::joinable!(go_live_checks -> users (checked_by));
diesel::joinable!(label_prints -> locations (location_id));
diesel::joinable!(label_prints -> users (user_id));
diesel::joinable!(label_print_lines -> label_prints (print_id));
diesel::joinable!(label_print_lines -> packages (package_id));
diesel::joinable!(lab_samples -> packages (package_id));
diesel::joinable!(lab_samples -> users (sent_by));
diesel::joinable!(failed_tests -> packages (package_id));
diesel::joinable!(certificate_releases -> packages (package_id));
diesel::joinable!(package_tags -> packages (package_id));
diesel::joinable!(receipt_drafts -> manifests (manifest_id));
diesel::joinable!(receipt_drafts -> users (saved_by));
diesel::joinable!(receipt_scans -> users (scanned_by));
diesel::joinable!(receipt_damages -> users (noted_by));
diesel::joinable!(product_state_names -> products (product_id));
diesel::joinable!(purchases -> locations (location_id));
diesel::joinable!(purchases -> rooms (room_id));
diesel::joinable!(purchase_lines -> purchases (purchase_id));
diesel::joinable!(purchase_lines -> products (product_id));
diesel::joinable!(supply_costs -> products (product_id));
diesel::joinable!(supply_moves -> products (product_id));
diesel::joinable!(supply_moves -> filings (filing_id));
diesel::joinable!(supply_moves -> purchases (purchase_id));
diesel::joinable!(supply_moves -> users (moved_by));
diesel::joinable!(supply_stock -> products (product_id));
diesel::joinable!(supply_stock -> rooms (room_id));
diesel::joinable!(supply_holds -> products (product_id));
diesel::joinable!(drawer_sessions -> registers (register_id));
diesel::joinable!(drawer_moves -> drawer_sessions (session_id));
diesel::joinable!(drawer_moves -> users (user_id));
diesel::joinable!(drawer_suspense -> sales (sale_id));
diesel::joinable!(drawer_suspense -> drawer_sessions (session_id));
diesel::joinable!(sale_payments -> sales (sale_id));
diesel::joinable!(guest_lanes -> locations (location_id));
diesel::joinable!(guest_settings -> locations (location_id));
diesel::joinable!(guest_lookups -> locations (location_id));
diesel::joinable!(guest_lookups -> users (user_id));
diesel::joinable!(guest_lookups -> patients (patient_id));
diesel::joinable!(guests -> locations (location_id));
diesel::joinable!(guests -> guest_lanes (lane_id));
diesel::joinable!(guests -> patients (patient_id));
diesel::joinable!(guests -> registry_reads (registry_read_id));
diesel::joinable!(guests -> carts (cart_id));
diesel::joinable!(patient_licences -> patients (patient_id));
diesel::joinable!(patient_licences -> users (linked_by));
diesel::joinable!(patient_notes -> patients (patient_id));
diesel::joinable!(patient_notes -> users (user_id));
diesel::joinable!(patient_flags -> patients (patient_id));
diesel::joinable!(patient_views -> locations (location_id));
diesel::joinable!(patient_views -> users (user_id));
diesel::joinable!(patient_views -> patients (patient_id));
diesel::joinable!(pre_orders -> locations (location_id));
diesel::joinable!(pre_orders -> patients (patient_id));
diesel::joinable!(pre_order_lines -> pre_orders (pre_order_id));
diesel::joinable!(pre_order_lines -> products (product_id));
diesel::joinable!(pre_order_picks -> pre_orders (pre_order_id));
diesel::joinable!(pre_order_picks -> pre_order_lines (line_id));
diesel::joinable!(pre_order_picks -> packages (package_id));
diesel::joinable!(pre_order_picks -> carts (cart_id));
diesel::joinable!(pre_order_events -> pre_orders (pre_order_id));
diesel::joinable!(pre_order_events -> users (user_id));
diesel::joinable!(events -> locations (location_id));
diesel::joinable!(second_factors -> users (user_id));
diesel::joinable!(inspections -> users (user_id));
diesel::joinable!(inspections -> locations (location_id));
diesel::joinable!(inspection_looks -> inspections (user_id));
diesel::joinable!(recovery_codes -> users (user_id));
diesel::joinable!(facilities -> locations (location_id));
diesel::joinable!(outgoing_manifests -> locations (location_id));
diesel::joinable!(outgoing_manifests -> drivers (driver_id));
diesel::joinable!(outgoing_manifests -> vehicles (vehicle_id));
diesel::joinable!(outgoing_manifests -> users (created_by));
diesel::joinable!(outgoing_stops -> outgoing_manifests (manifest_id));
diesel::joinable!(outgoing_stops -> facilities (facility_id));
diesel::joinable!(outgoing_lines -> outgoing_manifests (manifest_id));
diesel::joinable!(outgoing_lines -> outgoing_stops (stop_id));
diesel::joinable!(outgoing_lines -> packages (package_id));
diesel::joinable!(outgoing_lines -> rooms (room_id));
diesel::joinable!(outgoing_returns -> locations (location_id));
diesel::joinable!(outgoing_returns -> outgoing_lines (line_id));
diesel::joinable!(outgoing_returns -> packages (package_id));
diesel::joinable!(outgoing_returns -> users (taken_by));
diesel::joinable!(outgoing_prints -> locations (location_id));
diesel::joinable!(outgoing_prints -> outgoing_manifests (manifest_id));
diesel::joinable!(outgoing_prints -> users (user_id));

diesel::allow_tables_to_appear_in_same_query!(
    label_prints,
    label_print_lines,
    facts,
    registry_differences,
    locations,
    users,
    sessions,
    pins,
    device_sign_ins,
    records,
    filings,
    filing_subjects,
    claimed,
    claims,
    rooms,
    state_reasons,
    products,
    manifests,
    manifest_lines,
    packages,
    inventory_statuses,
    list_columns,
    moves,
    stock,
    holds,
    destructions,
    destruction_photos,
    counts,
    count_lines,
    count_finds,
    count_uncounted,
    move_lists,
    count_packages,
    saved_views,
    patients,
    registry_reads,
    carts,
    cart_lines,
    allotment_holds,
    sales,
    sale_lines,
    price_tiers,
    price_tier_steps,
    price_tier_products,
    discounts,
    undiscounted_products,
    cart_discounts,
    sale_discounts,
    cart_supplies,
    sale_supplies,
    returns,
    return_lines,
    sale_prints,
    drivers,
    vehicles,
    incidents,
    notices,
    package_changes,
    laboratories,
    lab_samples,
    failed_tests,
    certificate_releases,
    search_words,
    package_tags,
    receipt_drafts,
    receipt_draft_lines,
    receipt_draft_products,
    receipt_scans,
    receipt_damages,
    product_state_names,
    purchases,
    purchase_lines,
    supply_costs,
    supply_moves,
    supply_stock,
    supply_holds,
    initial_uploads,
    initial_upload_rows,
    go_live_checks,
    registers,
    drawer_reasons,
    drawer_sessions,
    drawer_moves,
    drawer_suspense,
    sale_payments,
    guest_lanes,
    guest_settings,
    guest_lookups,
    guests,
    patient_licences,
    patient_notes,
    patient_flags,
    patient_views,
    pre_orders,
    pre_order_lines,
    pre_order_picks,
    pre_order_events,
    events,
    event_heads,
    event_checks,
    permission_groups,
    second_factors,
    recovery_codes,
    inspections,
    inspection_looks,
    facilities,
    outgoing_manifests,
    outgoing_stops,
    outgoing_lines,
    outgoing_returns,
    outgoing_prints,
);

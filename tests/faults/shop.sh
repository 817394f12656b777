# Faults in the shop: one check skipped, one move dropped. See `run`.

# --- stock

fault 'a move leaves and does not arrive' src/stock/ledger.rs \
    'leave(tx, filing, &move_)?;
    arrive(tx, &move_)' \
    'leave(tx, filing, &move_)' \
    receiving::a_part_is_accepted_and_the_rest_goes_back_by_itself

fault 'a move arrives and does not leave' src/stock/ledger.rs \
    'leave(tx, filing, &move_)?;
    arrive(tx, &move_)' \
    'arrive(tx, &move_)' \
    sales::a_sale_is_told_to_the_state_and_the_change_is_shown

fault 'a hold does not ask whether so much is free' src/stock/hold.rs \
    '.filter(stock::on_hand.ge(stock::held + quantity.0))' \
    '' \
    register::two_clerks_cannot_both_have_the_last_unit

fault 'a hold is noted and takes nothing from what is free' src/stock/hold.rs \
    'diesel::update(enough).set(stock::held.eq(stock::held + quantity.0))' \
    'diesel::update(enough).set(stock::held.eq(stock::held))' \
    concurrency::fifty_clerks_on_one_package_sell_exactly_what_is_there

fault 'a refused sale does not give its holds back to the cart' src/features/sales/filings.rs \
    'stock::give_back(tx, filing)?;' \
    '' \
    tender::a_refused_sale_goes_through_when_it_is_tried_again

fault 'a refused schedule keeps its hold' src/features/destructions/filings.rs \
    'stock::give_back(tx, filing)' \
    'Ok(())' \
    destructions::a_refusal_of_the_state_leaves_everything_as_it_was

# --- telling the state

fault 'who claims alone does not look for sharers' src/filing/claims.rs \
    'free.filter(claimed::sharers.eq(0_i64))' \
    'free' \
    concurrency::an_adjustment_waits_for_a_sale_on_the_wire

fault 'a filing is accepted although it is not open' src/filing/close.rs \
    'let open = filings::table.find(filing).filter(filings::status.eq(Status::Open));
    let won' \
    'let open = filings::table.find(filing);
    let won' \
    crashes::a_yes_after_the_row_was_refused_is_kept_and_frozen \
    concurrency::an_answer_heard_twice_is_written_down_once

fault 'a filing is refused although it is not open' src/filing/close.rs \
    'let open = filings::table.find(filing).filter(filings::status.eq(Status::Open));
            let closing' \
    'let open = filings::table.find(filing);
            let closing' \
    concurrency::an_answer_heard_twice_is_written_down_once

fault 'the sweeper refuses at the first "not found"' src/filing/sweep.rs \
    'if row.searched_at.is_some() && asked_at >= settled_at {' \
    'if true {' \
    crashes::a_request_lost_on_its_way_is_refused_only_after_the_settle_time \
    crashes::dying_before_the_call_is_found_out_after_the_settle_time_and_undone

fault 'the sweeper does not wait for the settle time' src/filing/sweep.rs \
    'row.searched_at.is_some() && asked_at >= settled_at' \
    'row.searched_at.is_some()' \
    crashes::a_request_lost_on_its_way_is_refused_only_after_the_settle_time

fault 'the sweeper resends what was not found' src/filing/sweep.rs \
    'Ok(Found::None) => self.not_found(&row, asked_at).await,' \
    'Ok(Found::None) => {
                let message = serde_json::from_str(row.message.as_deref().unwrap_or_default())?;
                let send_by = app.clock.machine() + delta(app.config.timeout);
                let call = super::Call { filing: row.id, actor: row.actor.clone(), message, send_by };
                super::carry(app, call).await.map(drop)
            }' \
    crashes::dying_before_the_call_is_found_out_after_the_settle_time_and_undone \
    crashes_of_acts::a_sale

fault 'every press of a button is a filing of its own' src/filing/open.rs \
    'if let Some(row) = Row::of_form(tx, &clerk, form)? {' \
    'let form = FormKey::new();
            if let Some(row) = Row::of_form(tx, &clerk, form)? {' \
    crashes::after_the_second_commit_the_same_form_lands_on_the_result \
    destructions::a_second_press_schedules_nothing_twice_and_a_second_form_is_told_why

fault 'the name of a patient gets into the summary of a filing' src/features/sales/filings.rs \
    'Sale::accept(tx, ticket.sale, receipt.transaction())?;' \
    'Sale::accept(tx, ticket.sale, receipt.transaction())?;
        {
            use crate::schema::{filings, patients};
            use diesel::prelude::*;
            let name: String = patients::table.select(patients::last_name).first(tx)?;
            diesel::update(filings::table.find(receipt.filing())).set(filings::summary.eq(format!("Sale to {name}"))).execute(tx)?;
        }' \
    sales::a_sale_is_told_to_the_state_and_the_change_is_shown

# --- selling

fault 'a sale is decided by an old reading of the registry' src/features/sales/checkout.rs \
    '!is_fresh || is_overtaken' \
    'is_overtaken' \
    tender::a_reading_of_more_than_a_minute_decides_nothing

fault 'a sale is decided by a reading from before the last sale' src/features/sales/checkout.rs \
    '!is_fresh || is_overtaken' \
    '!is_fresh' \
    tender::a_reading_from_before_the_patients_last_sale_decides_nothing

fault 'the allotment that another till holds is not counted' src/features/sales/checkout.rs \
    'must_fit(snapshot, &debits, &elsewhere, self.today)' \
    'must_fit(snapshot, &debits, &[], self.today)' \
    sales::two_tills_cannot_both_take_a_patients_last_eighth

fault 'a scan does not look at the lab result' src/features/register/goods.rs \
    'lab_result: self.package.lab_result,' \
    'lab_result: Some(1),' \
    register::a_scan_that_may_not_be_sold_names_the_clause

fault 'what was sellable at the scan is not looked at again' src/features/sales/checkout.rs \
    'self.lines.iter().try_for_each(|(_, goods)| goods.must_be_sellable(self.today))?;' \
    '' \
    sales::what_stands_in_the_way_of_a_sale_is_said_and_the_cart_stays

fault 'whom the state does not know may sell' src/features/sales/checkout.rs \
    'if let Some(trouble) = &opening.clerk.registry_trouble {' \
    'if let (true, Some(trouble)) = (false, &opening.clerk.registry_trouble) {' \
    sales::who_the_state_does_not_know_may_fill_a_cart_and_not_sell

fault 'a sale is voided on another day' src/features/sales/filings.rs \
    'if sale.business_date != today {' \
    'if false {' \
    sales::the_next_day_is_too_late_for_a_void

# --- receiving, destroying

fault 'more is received than was sent' src/features/receiving/lines.rs \
    'if choice.accepted > line.quantity {' \
    'if false {' \
    receiving::what_was_typed_wrong_is_said_beside_its_field_and_nothing_is_lost

fault 'something else is received than was confirmed' src/features/receiving/filings.rs \
    'if delivery.fingerprint()? == self.confirmed {' \
    'if true {' \
    receiving::only_what_was_confirmed_is_filed

fault 'a package is received twice' src/features/receiving/filings.rs \
    'refuse_known(&Package::already_here(tx, &prepared.barcodes_taken())?, opening)?;' \
    'let _ = refuse_known;' \
    receiving::a_received_manifest_is_not_reopened_and_a_package_is_not_received_twice

fault 'the shop itself does not wait for 72 hours' src/features/destructions/closings.rs \
    'if !destruction.is_due(opening.state_now) {' \
    'if false {' \
    destructions::nothing_is_destroyed_before_its_hours_are_over

# --- who may do what

fault 'a package of another location is found' src/features/inventory/model.rs \
    'packages::table.find(id).filter(packages::location_id.eq(location)).select(Self::as_select()).first(conn)?' \
    '{
            let _ = location;
            packages::table.find(id).select(Self::as_select()).first(conn)?
        }' \
    inventory::a_package_of_another_location_is_not_there

fault 'a permission is not looked at' src/may.rs \
    'if clerk.may::<P>() { Ok(Self(clerk, PhantomData)) } else { Err(Error::Forbidden) }' \
    'Ok(Self(clerk, PhantomData))' \
    roles::every_role_may_do_what_it_may_and_nothing_else

fault 'a write may come from another site' src/web/origin.rs \
    'if is_ours(&request) {' \
    'if is_ours(&request) || true {' \
    roles::a_write_from_another_site_is_refused

fault 'the session of a dismissed person lives on' src/features/users/model.rs \
    'diesel::update(users::table.find(id)).set(users::active.eq(false)).execute(tx)?;
        session::end_all(tx, id)' \
    'diesel::update(users::table.find(id)).set(users::active.eq(false)).execute(tx)?;
        Ok(())' \
    users::whoever_comes_back_signs_in_anew

fault 'who has been dismissed is recognised' src/may.rs \
    'if !person.active {' \
    'if false {' \
    users::a_session_that_outlived_a_dismissal_opens_nothing

# --- the writer

fault 'a job that failed is not undone' src/db/writer.rs \
    '"ROLLBACK TO job; RELEASE job"' \
    '"RELEASE job"' \
    writer::a_job_that_fails_undoes_itself_and_nobody_else

fault 'a job is answered as done although its batch was not committed' src/db/writer.rs \
    '(_, Some(trouble)) => Err(trouble.into()),
            (Some(done), None) => done,' \
    '(None, Some(trouble)) => Err(trouble.into()),
            (Some(done), _) => done,' \
    writer::after_a_panic_everybody_in_the_batch_hears_that_nothing_was_written

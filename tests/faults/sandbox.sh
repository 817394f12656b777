# Faults in the sandbox: the state must refuse what the shop should never have asked. See `run`.

fault 'the state sells what was not tested' src/sandbox/actions/sales.rs \
    'Standing::Untested | Standing::Pending => refuse(texts::not_tested(&item.id)),' \
    'Standing::Untested | Standing::Pending => Ok(()),' \
    sandbox::sales::nothing_is_sold_that_was_not_tested_and_passed

fault 'the state lets a sale go over the order' src/rules/allotment.rs \
    'short(order, sum(&|o| o.id == order.id), self.available(order, today))?;' \
    '' \
    sandbox::allotment::an_order_that_is_used_up_stays_so_when_its_window_opens_again

fault 'the state does not add up the medical routes' src/rules/allotment.rs \
    'short(order, sum(&|o| o.order_type == OrderType::Medical), self.aggregate_remaining(today))?;' \
    '' \
    sandbox::allotment::a_cart_of_two_routes_is_held_to_the_aggregate

fault 'the state sells what is scheduled for destruction' src/sandbox/actions/inventory.rs \
    'if item.is_scheduled() {' \
    'if false {' \
    sandbox::destruction::a_scheduled_package_is_neither_sold_nor_split_nor_counted_nor_scheduled_again

fault 'the state lets a package be destroyed too early' src/sandbox/actions/destruction.rs \
    '.is_some_and(|due| call.books.now < due)' \
    '.is_some_and(|_| false)' \
    sandbox::destruction::a_package_is_destroyed_72_hours_after_it_was_scheduled_and_not_before

fault 'the state lets part of a package be destroyed' src/sandbox/actions/inventory.rs \
    'if part { refuse(texts::whole_only()) } else { Ok(()) }' \
    'Ok(())' \
    sandbox::destruction::part_of_a_package_is_not_destroyed

fault 'the state takes a receipt of what has not arrived' src/sandbox/actions/receipts.rs \
    'if call.books.profile.arrival_before_receipt && receipt.stop.arrived_at.is_none() {' \
    'if false {' \
    sandbox::receiving::nothing_is_received_before_it_has_arrived

fault 'the state takes the same receipt twice' src/sandbox/actions/receipts.rs \
    'if stop.received_at.is_some() {' \
    'if false {' \
    sandbox::receiving::what_is_accepted_keeps_its_barcode_and_the_rest_is_the_senders_at_once

fault 'the state compares the actor without regard to case' src/sandbox/florida.rs \
    'books.get::<Staff>(actor)?.filter(' \
    'books.all::<Staff>()?.into_iter().find(|staff| staff.email.eq_ignore_ascii_case(actor)).filter(' \
    sandbox::sales::the_actor_is_registered_byte_for_byte

fault 'the state keeps the good lines of a refused call' src/sandbox/mod.rs \
    'set.db.write(move |conn| work(&mut Books::writing(conn, &profile, now)?)).await' \
    'set.db.write(move |conn| Ok::<_, Failure>(work(&mut Books::writing(conn, &profile, now)?))).await?' \
    sandbox::sales::one_bad_line_rejects_the_whole_sale \
    sandbox::receiving::one_bad_line_rejects_the_whole_receipt \
    sandbox::destruction::one_bad_barcode_rejects_them_all

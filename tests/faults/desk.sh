# Faults at the inventory desk: sublots, conversions, counts, rooms, samples, several packages at once. See `run`.

fault 'sublots take more than their source has free' src/features/sublots/filings.rs \
    'if total > available {' \
    'if false {' \
    sublots::what_cannot_be_split_off_is_said_beside_its_line

fault 'what is split off stays in its source too' src/features/sublots/filings.rs \
    'stock::post(tx, receipt, from, &[(package.id, output.quantity)], source.split_at)?;' \
    'let _ = from;' \
    sublots::several_sublots_at_once_have_everything_of_their_source \
    crashes_of_acts::sublots

fault 'an undone conversion gives its source nothing back' src/features/conversions/undo.rs \
    'stock::post(tx, receipt, back, &[(undone.source, undone.used)], at)?;' \
    'let _ = back;' \
    conversions::a_lot_becomes_packages_and_waste_and_is_taken_back \
    crashes_of_acts::an_undone_conversion

fault 'a conversion is undone although its product was touched' src/features/conversions/undo.rs \
    'stock::history(tx, made.id)?.len() == 1 && made.status == Status::Active' \
    'made.status == Status::Active' \
    conversions::what_was_touched_is_not_undone_and_what_is_in_a_cart_is_not_converted

fault 'the state is told the difference of a count, not the quantity' src/features/inventory/adjust.rs \
    'self.counted = on_hand.plus(difference);' \
    'self.counted = Quantity(difference.0.abs());' \
    counts::selling_goes_on_while_it_is_counted_and_makes_no_difference \
    crashes_of_the_desk::the_adjustment_of_a_count

fault 'what was adjusted since is counted against the count again' src/features/counts/told.rs \
    'if CountLine::is_outdated(tx, package, line.counted_at)? {' \
    'if CountLine::is_outdated(tx, package, line.counted_at)? && false {' \
    counts::two_counts_of_one_package_do_not_adjust_it_twice

fault 'a room is given up although something lies in it' src/features/rooms/filings.rs \
    'if lying > 0 {' \
    'if false {' \
    rooms::a_room_is_retired_when_nothing_lies_in_it

fault 'a new room gets a number that the state gave to another' src/features/rooms/filings.rs \
    'Room::next_number(tx, place.location)?.max(self.number)' \
    'Room::next_number(tx, place.location)?' \
    rooms::a_room_that_only_the_state_knows_keeps_its_number

fault 'of several packages those are scheduled that can be' src/features/destructions/filings.rs \
    'several => return rule(format!("None of the packages was scheduled. {}", several.join(" "))),' \
    '_ => self.packages.retain(|one| one.scheduled.is_some()),' \
    destructions::several_packages_are_scheduled_in_one_filing_all_or_none

fault 'a part of a package in a cart moves with the rest' src/features/inventory/filings.rs \
    'if !quantity.is_positive() || !stock::hold(tx, owner, package.id, package.room_id, quantity, opening.now)? {' \
    'let _ = stock::hold(tx, owner, package.id, package.room_id, quantity, opening.now)?;
        if !quantity.is_positive() {' \
    moves::what_cannot_move_is_refused_in_words

fault 'a sample is sent and stays in its package' src/features/labs/filings.rs \
    'stock::post(tx, receipt, Effect::Sampled { from: drawn.room }, &[(self.package, *quantity)], drawn.at)?;' \
    '' \
    labs::a_sample_leaves_the_package_and_its_result_is_the_packages \
    crashes_of_labs::a_sample

fault 'one passed sample of two is enough' src/rules/failed_tests.rs \
    'samples.len() >= self.retest_samples && samples.iter().all(|result| *result == 1)' \
    'samples.contains(&1)' \
    labs::what_failed_is_on_hold_until_two_new_samples_have_both_passed

fault 'what was remediated keeps its failed result' src/features/labs/remedies.rs \
    'package.forget_lab(tx, None, at)?;' \
    '' \
    labs::what_was_remediated_is_untested_and_sampled_as_if_for_the_first_time \
    crashes_of_labs::a_remediation

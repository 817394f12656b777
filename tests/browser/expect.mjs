// A claim that must hold, in words.

/** Ends the run with `words` when the claim does not hold. */
export function expect(holds, words) {
  if (!holds) throw new Error(words);
}

/** Both values in the words when they differ. */
export function same(actual, wanted, what) {
  const [have, want] = [JSON.stringify(actual), JSON.stringify(wanted)];
  expect(have === want, `${what}: ${have}, and should be ${want}`);
}

/** A quantity of the screen or of the wire as hundredths: "1,200.5" is 120050. */
export function hundredths(text) {
  const number = String(text).replaceAll(',', '').match(/-?\d+(\.\d+)?/);
  expect(number, `“${text}” is no quantity`);
  return Math.round(Number(number[0]) * 100);
}

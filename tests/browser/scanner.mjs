// A scanner, as the browser meets one.

/** Types as a scanner does: faster than anybody, and an Enter at the end. */
export async function scan(page, code) {
  await page.evaluate((text) => {
    const target = () => document.activeElement ?? document.body;
    const press = (key) => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      const allowed = target().dispatchEvent(event);
      if (!allowed || key.length > 1) return;
      if (target() instanceof HTMLInputElement) target().value += key;
    };
    for (const letter of text) press(letter);
    press('Enter');
  }, code);
}

// The cart by a scanner and a keyboard, whatever has the focus; by finger alone; put aside and taken up; goods of all classes.
import { expect, same } from './expect.mjs';
import { look } from './look.mjs';
import { scan } from './scanner.mjs';

const CARD = 'P1000001';
const TRAY = 'MER-TRAY';
const BATTERY = 'DEV-SB-510';

const line = (page, name) => page.locator('.cart-lines li[data-line]').filter({ hasText: name });
const counts = (page, name, units) => line(page, name).locator('output').filter({ hasText: new RegExp(`^${units}$`) }).waitFor();

async function open(page) {
  await page.goto(new URL('/register', page.url()).href);
  await page.getByText('Who is buying?').waitFor();
  await scan(page, CARD);
  await page.locator('#code').waitFor();
}

/** A whole visit by keyboard and scanner. */
async function byScannerAndKeys(page) {
  await open(page);
  // Whatever has the focus: nothing, the search, the quantity. What is typed there stays as it was.
  await page.locator('#code').blur();
  await scan(page, TRAY);
  await counts(page, 'Rolling Tray', 1);
  await page.locator('#q').fill('blue');
  await scan(page, TRAY);
  await counts(page, 'Rolling Tray', 2);
  same(await page.locator('#q').inputValue(), 'blue', 'what stood in the search field');
  await page.locator('#q').fill('');
  // Several in the air at once: none is lost.
  for (let times = 0; times < 4; times += 1) await scan(page, TRAY);
  await counts(page, 'Rolling Tray', 6);
  // Three of it.
  await page.locator('#code').focus();
  await page.keyboard.press('3');
  await page.keyboard.press('*');
  await page.waitForTimeout(80);
  same(await page.locator('#units').inputValue(), '3', 'the quantity before a scan');
  await scan(page, BATTERY);
  await counts(page, 'Slim Battery', 3);
  await look(page, 'cart-mixed');
  // The keys of a line: the last one, or the chosen one.
  await page.locator('#code').focus();
  await page.keyboard.press('-');
  await counts(page, 'Slim Battery', 2);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('+');
  await counts(page, 'Rolling Tray', 7);
  await page.keyboard.press('Delete');
  await line(page, 'Rolling Tray').waitFor({ state: 'detached' });
  // A refusal in words, and the list of keys.
  await scan(page, 'SALE-12');
  await page.locator('.last-scan.refused').filter({ hasText: 'receipt of sale 12' }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys and scans' }).waitFor();
  await look(page, 'cart-keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('F9');
  await page.getByText('Amount due').waitFor();
  await page.keyboard.press('Escape');
  await line(page, 'Slim Battery').waitFor();
}

/** Put aside, another patient, and taken up again. */
async function aside(page) {
  await page.keyboard.press('F6');
  await page.getByRole('dialog', { name: 'Put this cart aside' }).waitFor();
  await look(page, 'cart-park');
  await page.getByRole('button', { name: 'Fetching cash' }).click();
  await page.getByText('Who is buying?').waitFor();
  await page.getByText('Fetching cash').waitFor();
  await look(page, 'cart-parked');
  await page.keyboard.press('F6');
  await line(page, 'Slim Battery').waitFor();
}

/** Everything by finger: no key is pressed. */
async function byTouch(page) {
  await page.getByLabel('One more of Slim Battery 510').click();
  await counts(page, 'Slim Battery', 3);
  const small = await page.evaluate(() => [...document.querySelectorAll('main button, main a.button')]
    .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 44).map((one) => one.textContent.trim()));
  expect(small.length === 0, `too small for a finger: ${small.join(', ')}`);
  await page.getByRole('button', { name: 'Take everything out' }).click();
  await page.getByText('The cart is empty').waitFor();
  await page.getByRole('button', { name: 'Cancel this cart' }).click();
  await page.getByText('Who is buying?').waitFor();
}

/** 1024 × 768: six lines, the total and the next step without scrolling. */
async function fitsASmallTill(page, goods) {
  await open(page);
  for (const code of goods) {
    await scan(page, code);
    await page.locator('.last-scan.accepted').waitFor();
  }
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.locator('.cart-lines li[data-line]').nth(goods.length - 1).waitFor();
  const low = await page.evaluate(() => Math.max(...['.cart-lines li[data-line]:last-child', '.till-total > .button.big'].map((css) => document.querySelector(css).getBoundingClientRect().bottom)));
  await page.setViewportSize({ width: 1440, height: 900 });
  expect(low <= 768, `six lines end at ${low} px, below the edge of a small till`);
  await page.getByRole('button', { name: 'Cancel this cart' }).click();
  await page.getByText('Who is buying?').waitFor();
}

export async function cart(page, packages) {
  await byScannerAndKeys(page);
  await aside(page);
  await byTouch(page);
  await fitsASmallTill(page, [...packages.slice(0, 2), TRAY, BATTERY, 'MER-CAP', 'DEV-TV-1']);
}

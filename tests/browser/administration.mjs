// The people who work here: a spelling that the state does not know is found and mended; a second factor is set up and asked for; the
// groups of permissions and the event log are looked at.
import { createHmac } from 'node:crypto';
import { expect, same } from './expect.mjs';
import { look } from './look.mjs';
import { signIn } from './people.mjs';

const ADMIN = 'alex.admin@demo.example';
const COMPLIANCE = 'carla.compliance@demo.example';
/** As the state has her. */
const BEA = 'Bea.Budtender@demo.example';

/** In browsers of their own: whoever is signed in elsewhere stays so. */
export async function administration(browser, { url }, secret) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await signIn(page, url, ADMIN, secret);
    await mendsTheSpelling(page, url);
    await asksForACode(browser, url, secret);
    await looksAtWhoMayWhat(page, url);
    await looksAtTheLog(page, url);
  } finally {
    await context.close();
  }
}

/** Bea may not sell, because of two capital letters; then she may. */
async function mendsTheSpelling(page, url) {
  await page.goto(`${url}/users`);
  await look(page, 'users-with-a-mismatch');
  const row = page.getByRole('row', { name: /Bea Novak/ });
  await row.getByText('May not sell until this is mended.').waitFor();
  await row.getByText('Character 1 is “b” in the MMUR email and “B” in the State\'s registry').waitFor();
  await row.getByRole('link', { name: 'Bea Novak' }).click();
  await look(page, 'user-with-a-mismatch');
  for (const label of ['Login ID', 'Email', 'MMUR email']) await page.getByLabel(label, { exact: true }).fill(BEA);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The state knows them, spelled exactly so.').waitFor();
  await page.goto(`${url}/users`);
  same(await page.getByText('until this is mended').count(), 0, 'people whom the state does not know');
}

/** What an authenticator shows at that moment (RFC 6238). */
function code(key, at) {
  const bits = [...key].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac('sha1', bytes).update(counter).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** Carla sets a second factor up, and comes in again with its next code. */
async function asksForACode(browser, url, secret) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await signIn(page, url, COMPLIANCE, secret);
    await page.goto(`${url}/second_factors`);
    await page.getByLabel('Your password').fill(secret);
    await page.getByRole('button', { name: 'Set up' }).click();
    const key = (await page.locator('.secret-key').innerText()).replaceAll(' ', '');
    await look(page, 'second-factor');
    await page.getByRole('textbox', { name: 'Code' }).fill(code(key, Date.now() - 30_000));
    await page.getByRole('button', { name: 'Use it from now on' }).click();
    same(await page.locator('.recovery-codes li').count(), 10, 'recovery codes');
    await look(page, 'recovery-codes');
    await context.clearCookies();
    await page.goto(`${url}/sign-in`);
    await page.getByLabel('Login ID').fill(COMPLIANCE);
    await page.getByLabel('Password').fill(secret);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/second_factors\/checks\/new/);
    await look(page, 'second-factor-asked');
    await page.getByRole('textbox', { name: 'Code' }).fill('000-not-it');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('That is not the code').first().waitFor();
    await page.getByRole('textbox', { name: 'Code' }).fill(code(key, Date.now()));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((at) => at.pathname === '/');
  } finally {
    await context.close();
  }
}

async function looksAtWhoMayWhat(page, url) {
  await page.goto(`${url}/groups`);
  await look(page, 'groups');
  await page.getByRole('searchbox', { name: 'Search' }).fill('ban a patient');
  await page.keyboard.press('Enter');
  // The whole list shows that permission too: only the address says that it is the answer to the search.
  await page.waitForURL(/[?&]q=ban/);
  await page.getByText('Ban a patient, and lift that.').waitFor();
  same(await page.locator('.matrix tbody tr').count(), 1, 'permissions found');
  await page.getByRole('link', { name: 'Shift lead' }).click();
  await look(page, 'group');
}

async function looksAtTheLog(page, url) {
  await page.goto(`${url}/events?category=users`);
  await page.getByText(BEA).first().waitFor();
  await page.getByRole('button', { name: 'Check the log now' }).click();
  await page.getByText('none was removed, altered or put elsewhere').waitFor();
  expect(await page.getByText('Whole').first().isVisible(), 'the log is not said to be whole');
  await look(page, 'events');
}

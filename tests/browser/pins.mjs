// A till that two clerks stand at in turn: locked by key and by nobody touching it, opened and handed over by PIN.
import { expect, same } from './expect.mjs';
import { look } from './look.mjs';
import { BUDTENDER, MANAGER, signIn } from './people.mjs';

const CARD = 'P1000001';

/** In a browser of its own, whose clock may be moved. */
export async function pins(browser, { url }, secret) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.clock.install();
    await page.goto(`${url}/sign-in`);
    const pin = (await page.locator('.demonstration code').nth(1).innerText()).trim();
    await signIn(page, url, BUDTENDER, secret);
    await page.goto(`${url}/passwords/new`);
    await look(page, 'password-and-pin');
    await keepsWhatWasTyped(page, url, pin);
    await changesHands(page, url, secret, pin);
    await locksAlone(context, page, url, pin);
    await byPage(page, url, pin);
  } finally {
    await context.close();
  }
}

const cover = (page) => page.locator('dialog#lock');

async function open(page, pin) {
  await cover(page).getByLabel('PIN').fill(pin);
  await page.keyboard.press('Enter');
}

/** Nothing of the page is seen, heard or pressed under the cover; what was typed comes back. */
async function keepsWhatWasTyped(page, url, pin) {
  await page.goto(`${url}/register`);
  await page.locator('#card_id').fill(CARD);
  await page.keyboard.press('F7');
  await cover(page).getByRole('heading', { name: 'Locked' }).waitFor();
  await look(page, 'locked');
  expect(!(await page.locator('main').isVisible()), 'the page is seen under the lock');
  same(await page.title(), 'Locked · Lotbook', 'the title of a locked page');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  expect(await cover(page).isVisible(), 'Escape opens the lock');
  await open(page, '604739');
  await cover(page).getByText('That is not the PIN of Ben Carter.').waitFor();
  await look(page, 'locked-wrong-pin');
  await open(page, pin);
  await cover(page).waitFor({ state: 'hidden' });
  same(await page.locator('#card_id').inputValue(), CARD, 'what was typed before the lock');
  expect(!(await page.title()).startsWith('Locked'), 'the title stays locked');
}

/** Maria signs in at Ben's till; then Ben takes it back with his PIN. */
async function changesHands(page, url, secret, pin) {
  await page.keyboard.press('F7');
  await cover(page).getByRole('link', { name: 'Somebody else: sign in' }).click();
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel('Login ID').fill(MANAGER);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((at) => at.pathname === '/');
  await page.goto(`${url}/register`);
  await page.getByRole('button', { name: /^Lock/ }).click();
  await cover(page).getByLabel('Ben Carter').check();
  await open(page, pin);
  await page.locator('.person-name', { hasText: 'Ben Carter' }).waitFor();
  same(new URL(page.url()).pathname, '/register', 'where a clerk who took the till over is');
}

/** Two minutes without a touch cover every tab; a reload shows nothing, and one PIN opens both. */
async function locksAlone(context, page, url, pin) {
  const other = await context.newPage();
  await other.goto(`${url}/sales`);
  await page.bringToFront();
  // A key and not the wheel: the browser may handle a wheel only after the clock has gone on.
  await page.keyboard.press('Shift');
  await page.clock.fastForward('01:30');
  expect(!(await cover(page).isVisible()), 'the page locks too early');
  await page.clock.fastForward('00:45');
  await cover(page).getByRole('heading', { name: 'Locked' }).waitFor();
  await cover(other).getByRole('heading', { name: 'Locked' }).waitFor();
  await open(page, pin);
  await cover(page).waitFor({ state: 'hidden' });
  await cover(other).waitFor({ state: 'hidden' });
  await other.close();
}

/** After a reload the lock is a page, and leads back to the one that was locked. */
async function byPage(page, url, pin) {
  await page.goto(`${url}/sales`);
  await page.keyboard.press('F7');
  await cover(page).getByLabel('PIN').waitFor();
  await page.reload();
  await page.waitForURL(/\/locks\/new/);
  await look(page, 'lock-page');
  await page.getByLabel('Ben Carter').check();
  await page.getByLabel('PIN', { exact: true }).fill(pin);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.waitForURL((at) => at.pathname === '/sales');
}

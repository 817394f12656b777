// Signing in and out, by mouse and by keyboard alone.
import { expect } from './expect.mjs';
import { look } from './look.mjs';

export const MANAGER = 'maria.manager@demo.example';
export const BUDTENDER = 'ben.budtender@demo.example';

/** The demonstration's password, as the sign-in page shows it. */
export async function password(page, url) {
  await page.goto(`${url}/sign-in`);
  return (await page.locator('.demonstration code').first().innerText()).trim();
}

/** Signs in with mouse and keyboard. */
export async function signIn(page, url, login, secret) {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('Login ID').fill(login);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((at) => at.pathname === '/');
}

/** Signs in without a mouse; every stop of the Tab key must be visible. */
export async function signInByKeyboard(page, url, login, secret) {
  await page.goto(`${url}/sign-in`);
  await tabTo(page, 'the Login ID', (one) => one.id === 'login_id');
  await page.keyboard.type(login);
  await tabTo(page, 'the password', (one) => one.id === 'password');
  await page.keyboard.type(secret);
  await tabTo(page, 'the button', (one) => one.tagName === 'BUTTON' && one.textContent.trim() === 'Sign in');
  await page.keyboard.press('Enter');
  await page.waitForURL((at) => at.pathname === '/');
}

async function tabTo(page, what, isIt) {
  for (let presses = 0; presses < 20; presses++) {
    if (await page.evaluate(`(${isIt})(document.activeElement)`)) return;
    await page.keyboard.press('Tab');
    const outlined = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return document.activeElement === document.body || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0);
    });
    expect(outlined, `the Tab key stops at something that does not show it (on the way to ${what})`);
  }
  throw new Error(`the Tab key does not reach ${what}`);
}

/** Signs out through the menu of the person. */
export async function signOut(page) {
  await page.locator('details.person > summary').click();
  await look(page, 'person-menu');
  if (!(await page.getByRole('button', { name: 'Sign out' }).isVisible())) await page.locator('details.person > summary').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/\/sign-in/);
}

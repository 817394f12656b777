// Every other page that somebody works on, looked at once.
import { expect } from './expect.mjs';
import { look } from './look.mjs';
import { signIn, signOut } from './people.mjs';

const ADMIN = 'alex.admin@demo.example';
const DRIVER = 'dan.driver@demo.example';

/** As the manager who is signed in, then as an admin and a driver. */
export async function lookAround(page, url, secret) {
  await page.goto(url);
  await look(page, 'home-manager');
  await page.getByRole('link', { name: 'Catalog' }).first().click();
  await look(page, 'catalog');
  await page.goto(`${url}/filings?status=refused&q=nothing-is-called-this`);
  await look(page, 'filings-none');
  await page.goto(`${url}/rules`);
  await look(page, 'rules');
  await page.goto(`${url}/no-such-page`);
  expect(await page.getByRole('heading', { name: 'Not found' }).count(), 'an unknown address has no page that says so');
  await look(page, 'not-found');
  await signOut(page);
  await signIn(page, url, ADMIN, secret);
  await look(page, 'home-admin');
  await everyPlace(page, ['Location', 'Users', 'Drivers', 'Vehicles']);
  await signOut(page);
  await signIn(page, url, DRIVER, secret);
  await look(page, 'home-driver');
}

/** Each page of the navigation, and its form for something new. */
async function everyPlace(page, places) {
  for (const place of places) {
    await page.getByRole('link', { name: place, exact: true }).first().click();
    await look(page, `settings-${place.toLowerCase()}`);
    const add = page.locator('.page-actions a.primary');
    if (await add.count()) {
      await add.first().click();
      await look(page, `settings-${place.toLowerCase()}-new`);
    }
  }
}

// Discounts and price tiers: a manager sets them; in a cart one comes by itself, another by its code, and the register says what each
// takes off.
import { look } from './look.mjs';
import { BUDTENDER, MANAGER, signIn, signOut } from './people.mjs';

const CARD = 'P1000001';
const TRAY = 'MER-TRAY';

/** As nobody; leaves nobody signed in, no cart, and no discount in use. */
export async function discounts(page, url, secret) {
  await signIn(page, url, MANAGER, secret);
  await page.goto(`${url}/discounts`);
  await look(page, 'discounts-none');
  await add(page, url, 'Opening week', { value: '10' });
  await add(page, url, 'Five off', { kind: '$ off all of it together', value: '5', code: 'FIVE' });
  await look(page, 'discounts');
  await page.goto(`${url}/price_tiers/new`);
  await page.getByLabel('Name', { exact: true }).fill('Trays');
  await page.getByLabel('Units of row 1').fill('3');
  await page.getByLabel('Price of row 1').fill('12');
  await page.getByLabel('SKUs on this tier').fill(TRAY);
  await look(page, 'price-tier-new');
  await page.getByRole('button', { name: 'Save price tier' }).click();
  await page.getByText('from 3: $12.00').waitFor();
  await look(page, 'price-tiers');
  await signOut(page);
  await signIn(page, url, BUDTENDER, secret);
  await inACart(page, url);
  await signOut(page);
  await signIn(page, url, MANAGER, secret);
  for (const name of ['Opening week', 'Five off']) await retire(page, url, name);
  await signOut(page);
}

async function add(page, url, name, { kind = 'Percent off', value, code }) {
  await page.goto(`${url}/discounts/new`);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Kind').selectOption({ label: kind });
  await page.getByLabel('How much').fill(value);
  if (code) {
    await page.getByLabel('By a code').check();
    await page.locator('#code').fill(code);
    await look(page, 'discount-new');
  }
  await page.getByRole('button', { name: 'Save discount' }).click();
  await page.getByText(`“${name}” was added`).waitFor();
}

async function inACart(page, url) {
  await page.goto(`${url}/register`);
  await page.getByLabel('Patient card number').fill(CARD);
  await page.getByRole('button', { name: 'Ask the registry' }).click();
  await page.locator('#code').fill(TRAY);
  await page.locator('#code').press('Enter');
  await page.locator('.totals .discount').filter({ hasText: 'Opening week' }).waitFor();
  await page.keyboard.press('F8');
  await page.getByRole('heading', { name: 'Discounts' }).waitFor();
  await page.getByLabel('Code').fill('five');
  await look(page, 'register-discounts');
  await page.getByRole('button', { name: 'Put it on the cart' }).click();
  await page.getByText('“Five off” is on the cart').waitFor();
  await look(page, 'register-discounted');
  await page.getByRole('button', { name: 'Take off Five off' }).click();
  await page.getByRole('button', { name: 'Take off Five off' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Cancel this cart' }).click();
  await page.getByText('Who is buying?').waitFor();
}

async function retire(page, url, name) {
  await page.goto(`${url}/discounts`);
  await page.getByRole('link', { name }).click();
  await page.getByLabel('In use').uncheck();
  await page.getByRole('button', { name: 'Save discount' }).click();
  await page.getByText(`“${name}” was changed`).waitFor();
}

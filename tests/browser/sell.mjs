// Selling: registry, scan, tender, receipt; then the state's sale row and what remains.
import { expect, hundredths, same } from './expect.mjs';
import { look } from './look.mjs';
import { books } from './server.mjs';

const CARD = 'P1000001';

/** Sells two of the first package and one of the second to a patient of the demonstration. */
export async function sell(page, control, goods) {
  await page.getByRole('link', { name: 'Register', exact: true }).first().click();
  await look(page, 'register');
  await openDrawer(page);
  await page.getByLabel('Patient card number').fill(CARD);
  await page.getByRole('button', { name: 'Ask the registry' }).click();
  await page.locator('#code').waitFor();
  await look(page, 'register-empty-cart');
  await refusedScan(page);
  const [first, second] = goods;
  await scan(page, first.id, first.name);
  await page.locator('.cart-lines li').filter({ hasText: first.name }).getByLabel(`One more of ${first.name}`).click();
  await page.locator('.cart-lines output').filter({ hasText: '2' }).waitFor();
  await scan(page, second.id, second.name);
  await look(page, 'register-cart');
  await page.getByRole('link', { name: 'Tender' }).click();
  await look(page, 'tender');
  const checked = page.getByLabel(/Photo ID checked/);
  if (await checked.count()) await checked.check();
  await page.getByRole('button', { name: /^Exact/ }).click();
  await page.getByText('Change due').waitFor();
  await look(page, 'sold');
  const transaction = Number((await page.locator('.sold').innerText()).match(/\b(\d{5,})\b/)?.[1]);
  expect(transaction, 'the page after the sale names no transaction of the state');
  await page.locator('.sold').getByRole('button', { name: /Print receipt/ }).click();
  await page.getByText('BioTrack sale').waitFor();
  await look(page, 'receipt');
  await agree(control, transaction, [{ ...first, units: 2 }, { ...second, units: 1 }]);
}

/** Cash needs an open drawer: the register leads there, and back. */
async function openDrawer(page) {
  const way = page.getByRole('link', { name: 'Open the drawer of Register 1' });
  if ((await way.count()) === 0) return;
  await way.click();
  await look(page, 'drawer-opening');
  await page.getByLabel('In the drawer now').fill('200');
  await page.getByRole('button', { name: /^Open the drawer/ }).click();
  await page.getByText('drawer open').waitFor();
}

async function scan(page, code, name) {
  await page.locator('#code').fill(code);
  await page.locator('#code').press('Enter');
  await page.locator('.cart-lines li').filter({ hasText: name }).waitFor();
}

/** A code that is none stays out of the cart and is said in words. */
async function refusedScan(page) {
  await page.locator('#code').fill('0000000000000000');
  await page.locator('#code').press('Enter');
  await page.locator('.last-scan.refused').waitFor();
  await look(page, 'register-refused-scan');
}

async function agree(control, transaction, sold) {
  const { sale, inventory } = await books(control);
  for (const { id, name, units, accepted } of sold) {
    const row = sale.find((one) => one.inventoryid === id);
    expect(row, `the state's books have no sale of ${name}`);
    same(hundredths(row.quantity), units * 100, `what the state's books say was sold of ${name}`);
    same(row.card_number, CARD, 'the card of the sale in the state’s books');
    same(row.transactionid_original ?? row.transactionid, transaction, 'the transaction on the screen and in the state’s books');
    const left = hundredths(inventory.find((one) => one.id === id).remaining_quantity);
    same(left, accepted - units * 100, `what the state's books have left of ${name}`);
  }
}

/** The lists of sales, as the person who is signed in sees them. */
export async function lookAtSales(page) {
  await page.goto(new URL('/sales', page.url()).href);
  await look(page, 'sales');
  await page.locator('tbody a').first().click();
  await look(page, 'sale');
}

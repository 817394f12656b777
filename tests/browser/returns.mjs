// Taking a sale back: the guide, a void, and a return to stock through to its destruction.
import { expect, hundredths, same } from './expect.mjs';
import { look } from './look.mjs';
import { advance, books } from './server.mjs';

const CARD = 'P1000001';
const WAIT_SECONDS = 72 * 3600 + 60;

/** Whoever is signed in sells one of `goods`; the number of the sale at the state. */
async function sellOne(page, goods) {
  await page.goto(new URL('/register', page.url()).href);
  await page.getByLabel('Patient card number').fill(CARD);
  await page.getByRole('button', { name: 'Ask the registry' }).click();
  await page.locator('#code').fill(goods.id);
  await page.locator('#code').press('Enter');
  await page.locator('.cart-lines li').filter({ hasText: goods.name }).waitFor();
  await page.getByRole('link', { name: 'Tender' }).click();
  const checked = page.getByLabel(/Photo ID checked/);
  if (await checked.count()) await checked.check();
  await page.getByRole('button', { name: /^Exact/ }).click();
  await page.getByText('Change due').waitFor();
  return Number((await page.locator('.sold').innerText()).match(/\b(\d{5,})\b/)?.[1]);
}

/** From the list of sales to the guide of the newest, by keyboard: the answer, and on to what it picks. */
async function guide(page, answer, goOn) {
  await page.goto(new URL('/sales', page.url()).href);
  const link = page.getByRole('link', { name: /^Void or return sale/ }).first();
  await link.focus();
  await page.keyboard.press('Enter');
  await page.getByText('Was it a delivery?').waitFor();
  await page.getByLabel(answer).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: goOn }).waitFor();
  await look(page, `correction-${goOn.split(' ').at(-1)}`);
  await page.getByRole('link', { name: goOn }).click();
}

export async function returns(page, control, goods) {
  await voided(page, control, goods);
  const transaction = await sellOne(page, goods);
  await paper(page);
  await guide(page, 'Yes, the patient or caregiver left with them', 'Go on to the return');
  await look(page, 'return-new');
  await page.getByLabel(/^How many of/).first().fill('1');
  await page.getByLabel(/^What becomes of/).first().selectOption('stock');
  await page.getByLabel('Reason').fill('Side effects');
  await page.getByLabel('Cash', { exact: true }).check();
  await page.getByRole('button', { name: 'Take it back' }).click();
  await page.getByRole('heading', { name: 'Give back' }).waitFor();
  await page.getByText('Scheduled', { exact: true }).waitFor();
  await look(page, 'return');
  const after = await books(control);
  const refund = after.sale.find((row) => String(row.quantity).startsWith('-') && row.inventoryid === goods.id);
  expect(refund, `the state's books have no refund of ${goods.name}`);
  expect(after.sale.some((row) => row.transactionid_original === transaction && Number(row.refunded) === 1), 'the sale is not marked');
  const back = after.inventory.find((row) => row.inventoryparentid.includes(goods.id) && row.inventorystatus === 1);
  same(hundredths(back.remaining_quantity), 100, 'what came back, in the state’s books');
  same(back.inventorystatus, 1, 'that what came back is scheduled for destruction');
  await page.getByRole('link', { name: /^Print 1 label/ }).click();
  await look(page, 'return-label');
  await destroyed(page, control, back.id);
}

/** The goods never left: all of it goes back, here and there. */
async function voided(page, control, goods) {
  const before = hundredths((await books(control)).inventory.find((row) => row.id === goods.id).remaining_quantity);
  const transaction = await sellOne(page, goods);
  await guide(page, 'No, they never left', 'Go on to the void');
  await look(page, 'void-new');
  await page.getByLabel('Reason').fill('Rung up for the wrong patient');
  await page.getByRole('button', { name: /^Void sale/ }).click();
  await page.getByText('Voided, here and in BioTrack').waitFor();
  const after = await books(control);
  same(hundredths(after.inventory.find((row) => row.id === goods.id).remaining_quantity), before, 'what is left after the void');
  const row = after.sale.find((one) => one.transactionid_original === transaction);
  same(Number(row.deleted), 1, 'that the state’s row of the voided sale is struck off');
}

/** A receipt, once more with a reason, and the labels of all units. */
async function paper(page) {
  const sale = page.url().split('?')[0];
  await page.keyboard.press('F8');
  await page.waitForURL(/\/prints\//);
  await page.goto(`${sale}/receipt`);
  await page.getByLabel('Why once more').fill('Paper jam');
  await look(page, 'receipt-again');
  await page.getByRole('button', { name: /^Print/ }).click();
  await page.getByText('Reprint').first().waitFor();
  await look(page, 'receipt-reprint');
  await page.goto(`${sale}/prints/new`);
  await look(page, 'labels-new');
  await page.getByRole('button', { name: 'Make the labels' }).click();
  await page.locator('article.dispensed').first().waitFor();
  await look(page, 'labels-of-the-sale');
  await page.goto(sale);
  await page.getByText('Receipt printed again: Paper jam').waitFor();
  await look(page, 'sale-with-log');
}

/** 72 hours later, before two witnesses. */
async function destroyed(page, control, barcode) {
  await page.getByRole('link', { name: 'Returned goods' }).first().click();
  await look(page, 'returns');
  await advance(control, WAIT_SECONDS);
  await page.goto(new URL('/receiving', page.url()).href);
  await page.getByRole('button', { name: 'Ask the state now' }).click();
  await page.getByRole('link', { name: 'Returned goods' }).first().click();
  await page.getByRole('link', { name: /^from / }).first().click();
  await page.getByRole('link', { name: /^(Complete|Destroy)/ }).first().click();
  await page.getByLabel('Method').fill('Ground and mixed with half soil');
  for (const [label, index] of [['First witness', 1], ['Second witness', 2]]) await page.getByLabel(label).selectOption({ index });
  await page.getByRole('button', { name: /^Destroy / }).click();
  await page.waitForURL(/\/destructions(\/[0-9a-f-]{36})?$/);
  const row = (await books(control)).inventory.find((one) => one.id === barcode);
  same(row ? hundredths(row.remaining_quantity) : 0, 0, 'what is left of the returned package');
  await page.getByRole('link', { name: 'Returned goods' }).first().click();
  await page.getByText('Nothing waits').waitFor();
  await page.goto(new URL('/sales', page.url()).href);
  await page.locator('tbody a').first().click();
  await page.getByText('should show the allotment again').waitFor();
  await look(page, 'sale-returned');
}

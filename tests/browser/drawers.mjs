// Cash of a day: a split tender, a drop, a blind count with a shortage, and the manager's reports.
import { expect } from './expect.mjs';
import { look } from './look.mjs';

const CARD = 'P1000008';

/** As the budtender whose drawer is open with 200 dollars and some sales; it is open again afterwards. */
export async function closeOut(page) {
  await splitTender(page);
  await page.goto(new URL('/drawers', page.url()).href);
  await look(page, 'drawers');
  await page.getByRole('link', { name: 'Register 1', exact: true }).click();
  await look(page, 'drawer-budtender');
  await page.getByRole('link', { name: 'Drop', exact: true }).click();
  await look(page, 'drawer-drop');
  await page.getByLabel('Amount').fill('50');
  await page.getByLabel('Reason').selectOption('To the safe');
  await page.getByRole('button', { name: 'Drop cash' }).click();
  await page.getByText('Drop: $50.00. Written down.').waitFor();
  await page.getByRole('button', { name: 'Count and close' }).click();
  await look(page, 'drawer-count');
  await page.getByLabel('How many of $100').fill('1');
  await page.getByLabel('How many of $20').fill('2');
  await page.getByRole('button', { name: /^Add it up/ }).click();
  await page.getByText('$140.00').waitFor();
  expect((await page.getByText('should be in it').count()) === 0, 'a blind count says what should be there');
  await look(page, 'drawer-close');
  await page.getByLabel('Stays in the drawer').fill('100');
  await page.getByRole('button', { name: /^Close the drawer/ }).click();
  await page.getByText('$100.00 stays in the drawer, $40.00 is the deposit.').waitFor();
  expect((await page.getByText('short by').count()) === 0, 'who counted blind is told the shortage');
  await look(page, 'drawer-closed');
  await page.goto(new URL('/register', page.url()).href);
  await page.getByRole('link', { name: 'Open the drawer of Register 1' }).click();
  await page.getByText('The last close left $100.00').waitFor();
  await page.getByRole('button', { name: /^Open the drawer/ }).click();
  await page.getByText('drawer open').waitFor();
}

/** Merchandise, some of it by debit: change of the cash part alone. */
async function splitTender(page) {
  await page.goto(new URL('/register', page.url()).href);
  await page.getByLabel('Patient card number').fill(CARD);
  await page.getByRole('button', { name: 'Ask the registry' }).click();
  await page.locator('#code').fill('MER-CAP');
  await page.locator('#code').press('Enter');
  await page.locator('.cart-lines li').filter({ hasText: 'Lotbook Cap' }).waitFor();
  await page.getByRole('link', { name: 'Tender' }).click();
  await page.getByText('Split: some by debit').click();
  await page.getByLabel('Terminal reference').fill('T-7781');
  await page.getByLabel('Part by debit').fill('10');
  await page.getByLabel('Cash handed over for the rest').fill('20');
  await look(page, 'tender-split');
  await page.getByRole('button', { name: 'Sell, split' }).click();
  await page.getByText('$20.00 handed over and $10.00 by debit for $22.00').waitFor();
  await page.getByText('$8.00').first().waitFor();
}

/** As the manager: what the count was short by, and the day. */
export async function closingReports(page) {
  await page.getByRole('link', { name: 'Drawers', exact: true }).first().click();
  await page.getByText('short by').first().waitFor();
  await look(page, 'drawers-manager');
  await page.getByRole('link', { name: /^Register 1\s*, opened/ }).first().click();
  await page.getByText('Closing report').waitFor();
  await look(page, 'drawer-report');
  await page.getByRole('link', { name: 'Drawers', exact: true }).first().click();
  await page.getByRole('link', { name: "Today's report" }).click();
  await page.getByText('Tickets of the day').waitFor();
  await look(page, 'drawers-day');
}

// Destroying: set aside, 72 hours by the state's clock, two witnesses, and found again among what has zero quantity.
import { expect, hundredths, same } from './expect.mjs';
import { look } from './look.mjs';
import { openPackage } from './receive.mjs';
import { advance, books } from './server.mjs';

const WAIT_SECONDS = 72 * 3600 + 60;

/** Schedules the destruction of one package, waits by moving the clock, and completes it. */
export async function destroy(page, control, { id, name }) {
  await openPackage(page, id);
  await look(page, 'package');
  await page.getByRole('link', { name: 'Schedule destruction' }).click();
  await page.getByLabel('Reason').selectOption({ index: 1 });
  await page.getByLabel('Note').fill('Found mouldy on the shelf');
  await look(page, 'destruction-new');
  await page.getByRole('button', { name: 'Schedule destruction' }).click();
  await page.waitForURL(/\/destructions(\/[0-9a-f-]{36})?$/);
  await page.getByRole('link', { name: 'Destruction Manager' }).first().click();
  await look(page, 'destructions-waiting');
  const scheduled = (await books(control)).inventory.find((row) => row.id === id);
  same(scheduled.inventorystatus, 1, `that the state's books have ${name} set aside`);

  await advance(control, WAIT_SECONDS);
  await clockSeen(page, name);
  await page.getByRole('link', { name: 'Home' }).first().click();
  await page.getByText('package is due for destruction', { exact: true }).waitFor();
  await look(page, 'home-due');
  await page.getByRole('link', { name: /^Destroy ?:/ }).click();
  await look(page, 'destructions-due');
  await page.locator('tbody tr').filter({ hasText: name }).getByRole('link', { name: 'Complete' }).click();
  await page.getByLabel('Method').fill('Ground and mixed with half soil');
  await page.getByLabel('First witness').selectOption({ label: await optionOf(page, 'First witness', 1) });
  await page.getByLabel('Second witness').selectOption({ label: await optionOf(page, 'Second witness', 2) });
  await look(page, 'destruction-complete');
  await page.getByRole('button', { name: /^Destroy / }).click();
  await page.waitForURL(/\/destructions(\/[0-9a-f-]{36})?$/);
  await look(page, 'destruction-done');
  await gone(page, control, { id, name });
}

/** The shop learns the state's time from the state's next answer. */
async function clockSeen(page, name) {
  await page.goto(new URL('/receiving', page.url()).href);
  await page.getByRole('button', { name: 'Ask the state now' }).click();
  await page.getByRole('link', { name: 'Destruction Manager' }).first().click();
  const row = page.locator('tbody tr').filter({ hasText: name });
  expect(await row.getByRole('link', { name: 'Complete' }).count(), `${name} is not due after 72 hours: ${await row.innerText()}`);
}

const optionOf = (page, label, index) => page.getByLabel(label).locator('option').nth(index).innerText();

async function gone(page, control, { id, name }) {
  const item = (await books(control)).inventory.find((row) => row.id === id);
  same(item ? hundredths(item.remaining_quantity) : 0, 0, `what the state's books have left of ${name}`);
  await page.getByRole('link', { name: 'Inventory', exact: true }).first().click();
  await look(page, 'inventory');
  expect((await page.locator('#rows').innerText()).replace(/\D/g, '').includes(id) === false, `${name} is destroyed and still in stock`);
  await page.getByText('More', { exact: true }).click();
  await page.getByLabel('Show products with zero quantity').check();
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.waitForURL(/zero_quantity=1/);
  const row = page.locator('#rows tr').filter({ hasText: name });
  expect(await row.count(), `${name} is not among what has zero quantity`);
  expect((await page.locator('#rows').innerText()).replace(/\D/g, '').includes(id), `${id} is not among what has zero quantity`);
  await look(page, 'inventory-with-zero');
}

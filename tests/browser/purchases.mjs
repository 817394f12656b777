// Devices and merchandise: a delivery scanned onto a draft, received, moved, adjusted and partly sent back, by clicking and scanning.
import { expect, same } from './expect.mjs';
import { look } from './look.mjs';

/** As the manager who is signed in, in the demonstration's shop. */
export async function purchases(page, { url }) {
  await page.goto(`${url}/receiving/purchases`);
  await look(page, 'purchases');
  await page.getByRole('link', { name: 'Take in a purchase' }).click();
  await look(page, 'purchase-new');
  await page.getByLabel('Vendor').fill('Acme Glass and Accessories of Northern Florida');
  await page.getByLabel('Invoice or PO number').fill('A-17');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.waitForURL(/\/receiving\/purchases\/[0-9a-f-]{36}$/);
  await look(page, 'purchase-empty');
  await page.locator('#quantity').fill('10');
  await page.getByLabel('Unit cost').fill('9.50');
  await page.locator('#product_code').fill('DEV-SB-510');
  await page.keyboard.press('Enter');
  await page.getByText('Added: 10 of Slim Battery 510').waitFor();
  // A scanner types into nothing in particular.
  await page.locator('h1').click();
  await page.keyboard.type('MER-TRAY', { delay: 5 });
  await page.keyboard.press('Enter');
  await page.getByText('Added: 1 of Rolling Tray at $4.50').waitFor();
  await look(page, 'purchase-draft');
  await page.locator('#product_code').fill('FLW-BD-35');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.locator('#product_code-problem').waitFor();
  await look(page, 'purchase-wrong');
  await page.locator('#product_code').fill('');
  await page.getByRole('button', { name: 'Look at it and receive' }).click();
  await page.waitForURL(/\/receipts\/new$/);
  await look(page, 'purchase-receipt');
  await page.getByRole('button', { name: 'Receive 2 products, 11 units' }).click();
  await page.getByText('is received:').waitFor();
  await page.getByRole('link', { name: 'Return to vendor' }).click();
  await look(page, 'purchase-return');
  await page.getByLabel('How many of Slim Battery 510 go back').fill('2');
  await page.getByLabel('Reason').selectOption('damaged');
  await page.getByRole('button', { name: 'Return to Acme' }).click();
  await page.getByText('2 of Slim Battery 510: Damaged').waitFor();
  await look(page, 'purchase-received');
  await supplies(page, url);
}

async function supplies(page, url) {
  await page.getByRole('link', { name: 'Devices and merchandise', exact: true }).first().click();
  await page.waitForURL(`${url}/inventory/supplies`);
  same(await page.locator('.side a[aria-current]').count(), 1, 'places that are marked as the current one');
  await look(page, 'supplies');
  await page.locator('#q').fill('battery');
  await page.getByRole('link', { name: 'Lotbook Cap', exact: true }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Slim Battery 510', exact: true }).click();
  same((await page.locator('.figure').first().innerText()).trim(), '32', 'batteries on hand');
  await page.getByRole('link', { name: 'Move', exact: true }).click();
  await page.getByLabel('To room').selectOption({ index: 2 });
  await page.getByLabel('Quantity').fill('99');
  await page.getByRole('button', { name: 'Move' }).click();
  await page.locator('#quantity-problem, #to_room-problem').first().waitFor();
  await look(page, 'supplies-move');
  const floor = await page.getByLabel('From room').inputValue();
  const others = await page.getByLabel('To room').locator('option').evaluateAll((all) => all.map((one) => one.value));
  await page.getByLabel('To room').selectOption(others.find((id) => id && id !== floor));
  await page.getByLabel('Quantity').fill('12');
  await page.getByRole('button', { name: 'Move' }).click();
  await page.getByText('Moved: 12 of Slim Battery 510').waitFor();
  await page.getByRole('link', { name: 'Adjust in' }).first().click();
  await page.getByLabel('Counted').fill('11');
  await page.getByLabel('Reason').selectOption('damaged');
  await page.getByLabel('Note').fill('One lay on the floor, broken');
  await look(page, 'supplies-adjust');
  await page.getByRole('button', { name: 'Adjust' }).click();
  await page.getByText('Adjusted to 11').waitFor();
  await look(page, 'supplies-product');
  await page.getByRole('link', { name: 'Catalog' }).last().click();
  expect((await page.locator('main').innerText()).includes('Rooms and history'), 'the catalog does not lead to the rooms of a device');
  await look(page, 'product-device');
}

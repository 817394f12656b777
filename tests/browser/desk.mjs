// What a clerk does with one package after the other: adjust, compare, move by scanning, convert a lot and take it back.
import { expect, same } from './expect.mjs';
import { look } from './look.mjs';
import { books } from './server.mjs';

/** As the manager who is signed in. `id` is a package on the sales floor with a few units. */
export async function desk(page, { url, control }, id) {
  const source = await openOnly(page, url, id);
  await adjust(page);
  await compare(page, source);
  await moveByScanning(page, url, id);
  await assignBatch(page, source);
  await convert(page, { url, control });
}

async function openOnly(page, url, id) {
  await page.goto(`${url}/inventory?q=${id}`);
  await page.locator('#rows tbody tr').filter({ has: page.locator(`[data-copy="${id}"]`) }).locator('th a').first().click();
  await page.waitForURL(/\/inventory\/[0-9a-f-]{36}$/);
  return page.url();
}

async function adjust(page) {
  await page.getByRole('link', { name: 'Adjust', exact: true }).click();
  await look(page, 'adjust-new');
  await page.getByLabel('Quantity').fill('900');
  await page.getByLabel('Reason').selectOption({ index: 1 });
  await page.getByLabel('Note').fill('Found behind the shelf');
  await page.getByRole('button', { name: 'Adjust', exact: true }).click();
  await page.locator('#sure-problem').waitFor();
  await look(page, 'adjust-doubt');
  await page.getByLabel('Quantity').fill('1');
  await page.getByLabel('Add it to what is on hand').check();
  await page.getByRole('button', { name: 'Adjust', exact: true }).click();
  await page.getByText('1 more, here and in BioTrack.').waitFor();
}

async function compare(page, source) {
  await page.getByRole('link', { name: 'Compare with the state' }).click();
  await page.getByText('Both books say the same.').waitFor();
  await look(page, 'comparison');
  await page.goto(source);
}

async function moveByScanning(page, url, id) {
  await page.goto(`${url}/rooms`);
  await page.getByRole('link', { name: 'Add room' }).click();
  await look(page, 'room-new');
  await page.getByLabel('Name', { exact: true }).fill('Overflow');
  await page.locator('input[name=kind]').nth(1).check();
  await page.getByRole('button', { name: 'Add and tell BioTrack' }).click();
  await page.getByText('Overflow').first().waitFor();
  await page.goto(`${url}/inventory/moves/new`);
  await look(page, 'moves-empty');
  await page.locator('#room').selectOption({ label: await roomOption(page, 'Overflow') });
  await page.locator('#code').fill(id);
  await page.locator('#code').press('Enter');
  await page.getByRole('button', { name: /^Move 1 package to Overflow$/ }).waitFor();
  await look(page, 'moves-scanned');
  // Leaving loses nothing.
  await page.goto(`${url}/inventory`);
  await page.goto(`${url}/inventory/moves/new`);
  await page.getByRole('button', { name: /^Move 1 package to Overflow$/ }).click();
  await page.waitForURL(/\/inventory/);
  await page.getByRole('status').filter({ hasText: 'Overflow' }).waitFor();
}

async function roomOption(page, name) {
  const all = await page.locator('#room option').allInnerTexts();
  const found = all.find((words) => words.startsWith(name));
  expect(found, `there is no room ${name} among ${all.join(', ')}`);
  return found;
}

async function assignBatch(page, source) {
  await page.goto(source);
  await page.getByRole('link', { name: 'Assign batch' }).click();
  await look(page, 'batch-new');
  await page.locator('#batch').fill('B-17');
  await page.getByRole('button', { name: /^Assign to/ }).click();
  await page.getByText('batch B-17').first().waitFor();
}

/** A lot comes as bulk cannabis, some of it becomes jars, and the jars become the lot again. */
async function convert(page, { url, control }) {
  await page.goto(`${url}/products/new`);
  await page.getByLabel('Name', { exact: true }).fill('Blue Dream lot');
  await page.getByLabel('Bulk cannabis, for converting').check();
  await page.getByLabel('External category').selectOption({ label: 'Flower Lot (bulk)' });
  await page.getByLabel("The state's name for it").fill('Blue Dream lot');
  await page.getByLabel('Price').fill('0');
  await look(page, 'product-new-bulk');
  await page.getByRole('button', { name: 'Add product' }).click();
  await page.getByText('Blue Dream lot was added to the catalog.').waitFor();
  const lot = await receiveLot(page, url, control);
  const source = await openOnly(page, url, lot);
  await page.getByRole('link', { name: 'Convert' }).click();
  await page.getByLabel('Becomes').selectOption({ label: await becomes(page) });
  for (const [field, value] of [['from', '20'], ['to', '5'], ['in_each', '3.5'], ['waste', '2.5']]) {
    await page.locator(`#${field}`).fill(value);
  }
  await page.getByLabel('No modification to product').check();
  await look(page, 'conversion-new');
  await page.getByRole('button', { name: 'Convert', exact: true }).click();
  await page.waitForURL((to) => /\/inventory\/[0-9a-f-]{36}$/.test(to.href) && to.href !== source);
  await look(page, 'package-converted');
  same(await left(control, lot), 22000, 'what the state has left of the lot');
  await page.getByRole('link', { name: 'Undo the conversion' }).click();
  await look(page, 'conversion-undo');
  await page.getByRole('button', { name: 'Undo the conversion' }).click();
  await page.waitForURL(source);
  same(await left(control, lot), 24000, 'what the state has of the lot again');
}

async function becomes(page) {
  const all = await page.locator('#becomes option').allInnerTexts();
  return all.find((words) => words.startsWith('Blue Dream 3.5 g'));
}

async function left(control, lot) {
  const row = (await books(control)).inventory.find((one) => one.id === lot);
  return Math.round(Number(row.remaining_quantity) * 100);
}

async function receiveLot(page, url, control) {
  const items = [{ name: 'Blue Dream lot', inventorytype: 13, strain: 'Blue Dream', quantity: '240', usable_weight: '0', med_usableweight: '0', result: 1 }];
  const answer = await fetch(`${control}/shipments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ items }),
  });
  expect(answer.ok, `the sandbox sent no lot: ${await answer.clone().text()}`);
  const { manifest_id: manifest, barcodes } = await answer.json();
  await page.goto(`${url}/receiving`);
  await page.getByRole('button', { name: 'Ask the state now' }).click();
  await page.goto(`${url}/receiving/${manifest}`);
  await page.getByRole('button', { name: 'Confirm arrival' }).click();
  await page.getByRole('button', { name: 'Check and continue' }).click();
  await page.waitForURL(/\/drafts$/);
  await page.getByRole('button', { name: /^Receive 1 package/ }).click();
  await page.waitForURL(/\/receiving\/\d{16}$/);
  return barcodes[0];
}

// Parts of a package become packages of their own, with labels, by clicking; both books afterwards.
import { expect, same } from './expect.mjs';
import { look } from './look.mjs';
import { books } from './server.mjs';

/** Splits two units off the package with this id, in two sublots, and prints their labels. */
export async function sublots(page, control, id) {
  await page.goto(new URL(`/inventory?q=${id}`, page.url()).href);
  await page.locator('tbody th a').first().click();
  await page.waitForURL(/\/inventory\/[0-9a-f-]{36}$/);
  const [source, before] = [page.url(), await onHand(page)];
  await page.getByRole('link', { name: 'Sublot', exact: true }).click();
  await look(page, 'sublots-new');
  await page.getByLabel('Quantity of new package 1', { exact: true }).fill('9999');
  await page.getByRole('button', { name: 'Make sublots' }).click();
  await page.locator('#quantity-1-problem').waitFor();
  await look(page, 'sublots-wrong');
  await page.getByLabel('Quantity of new package 1', { exact: true }).fill('1');
  await page.getByLabel('Quantity of new package 2', { exact: true }).fill('1');
  await page.getByLabel('Labels of new package 2', { exact: true }).fill('2');
  await page.getByRole('button', { name: 'Make sublots' }).click();
  await page.waitForURL(/\/labels\/new/);
  await look(page, 'labels-new');
  await page.getByRole('button', { name: 'Make the sheet' }).click();
  await page.waitForURL(/\/labels\/[0-9a-f-]{36}$/);
  same(await page.locator('article.label').count(), 3, 'labels on the sheet');
  await look(page, 'labels');
  await page.getByRole('link', { name: 'Inventory', exact: true }).last().click();
  // The sublots are of a batch with the source's id, so the search finds all three.
  await page.goto(source);
  same(await onHand(page), before - 200, 'hundredths that are left of the source');
  await look(page, 'package-with-sublots');
  const children = (await books(control)).inventory.filter((row) => [row.inventoryparentid].flat().includes(id));
  expect(children.length === 2, `the state has ${children.length} sublots of ${id}`);
}

async function onHand(page) {
  return Math.round(parseFloat((await page.locator('.figure').first().innerText()).replace(/[^\d.]/g, '')) * 100);
}

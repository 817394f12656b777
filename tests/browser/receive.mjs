// Receiving: arrival, one package in part, one rejected wholly, the rest as sent; and both books afterwards.
import { expect, hundredths, same } from './expect.mjs';
import { look } from './look.mjs';
import { books } from './server.mjs';

const LATE_MS = 15_000;

/** Receives the smallest shipment as the person who is signed in; answers what was done, by package id. */
export async function receive(page, control) {
  await page.getByRole('link', { name: 'Receive inventory' }).first().click();
  await look(page, 'receiving');
  const manifest = await openSmallest(page);
  await look(page, 'manifest-on-its-way');
  await page.getByRole('button', { name: 'Confirm arrival' }).click();
  await page.getByRole('button', { name: 'Check and continue' }).waitFor();
  await look(page, 'manifest-arrived');
  const plan = await fill(page);
  await page.getByRole('button', { name: 'Check and continue' }).click();
  await page.waitForURL(/\/drafts$/);
  await look(page, 'manifest-before-receiving');
  await page.getByRole('button', { name: /^Receive \d+ packages?.*, reject 1$/ }).click();
  await page.waitForURL(/\/receiving\/\d{16}$/);
  await look(page, 'manifest-received');
  await followUps(page);
  await agree(control, manifest, plan);
  return plan;
}

async function openSmallest(page) {
  const rows = page.locator('tbody tr').filter({ hasText: 'Confirm arrival' });
  const counts = (await rows.locator('[data-label="Packages"]').allInnerTexts()).map(Number);
  expect(counts.length > 0, 'no shipment is on its way');
  const smallest = rows.nth(counts.indexOf(Math.min(...counts)));
  const link = smallest.locator('th a');
  const number = (await link.getAttribute('href')).split('/').pop();
  await link.click();
  return number;
}

/** First package: one less, with a reason. Second: none of it. The others as sent. */
async function fill(page) {
  const rows = page.locator('table.receive tbody tr');
  const plan = [];
  for (let index = 0; index < (await rows.count()); index++) {
    const row = rows.nth(index);
    const id = (await row.locator('.package-id').innerText()).replace(/\D/g, '');
    const name = (await row.locator('th').innerText()).split('\n')[0].trim();
    const sent = hundredths(await row.locator('[data-label="Sent"]').innerText());
    const accepted = index === 0 ? sent - 100 : index === 1 ? 0 : sent;
    const reason = index === 0 ? 'One jar broken' : 'Wrong product';
    await row.getByLabel(`Accept of ${id}`).fill(String(accepted / 100));
    if (accepted < sent) await row.getByLabel(`Why less than sent of ${id}`).fill(reason);
    plan.push({ id, name, sent, accepted });
  }
  expect(plan.length >= 3, 'the shipment has fewer than three packages');
  return plan;
}

/** Whatever was planned to follow is accepted too. */
async function followUps(page) {
  const panel = page.getByRole('region', { name: 'What followed' });
  if ((await panel.count()) === 0) return;
  const until = Date.now() + LATE_MS;
  for (;;) {
    const rows = await panel.locator('li').allInnerTexts();
    if (rows.every((row) => /accepted/i.test(row))) return;
    expect(Date.now() < until, `the moves that follow were not accepted: ${rows.join('; ')}`);
    await page.waitForTimeout(500);
    await page.reload();
  }
}

async function agree(control, manifest, plan) {
  const { inventory, manifest: manifests } = await books(control);
  for (const { id, name, accepted } of plan.filter((one) => one.accepted > 0)) {
    const item = inventory.find((row) => row.id === id);
    expect(item, `the state has no ${name} with ${id}`);
    same(hundredths(item.remaining_quantity), accepted, `what the state's books have of ${name}`);
  }
  expect(manifests.some((row) => row.manifestid === manifest), `the state's books have no manifest ${manifest}`);
}

/** The package's page, found by its id in Inventory. */
export async function openPackage(page, id) {
  await page.getByRole('link', { name: 'Inventory', exact: true }).first().click();
  await page.locator('#q').fill(id);
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.waitForURL(/q=/);
  await page.locator('#rows th a').first().click();
  await page.waitForURL(/\/inventory\/[0-9a-f-]{36}$/);
}

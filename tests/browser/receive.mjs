// Receiving: arrival, every package scanned by keyboard, one damaged in part, one short, one over; and both books afterwards.
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
  const plan = await planned(page);
  await scan(page, plan);
  await page.getByRole('link', { name: 'To the receipt' }).click();
  await page.getByRole('button', { name: 'Check and continue' }).waitFor();
  await look(page, 'manifest-scanned');
  await suggested(page, plan);
  await page.getByRole('link', { name: 'Products of the catalog' }).click();
  await look(page, 'manifest-products');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByLabel(`Tags of ${plan[0].id}`).fill('Counted, New');
  await page.getByRole('button', { name: 'Check and continue' }).focus();
  await page.keyboard.press('Enter');
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

/** First package: one of it damaged. Second: not in the shipment. The others as sent. */
async function planned(page) {
  const rows = page.locator('table.receive tbody tr');
  const plan = [];
  for (let index = 0; index < (await rows.count()); index++) {
    const row = rows.nth(index);
    const id = (await row.locator('.package-id').innerText()).replace(/\D/g, '');
    const name = (await row.locator('th').innerText()).split('\n')[0].trim();
    const sent = hundredths((await row.locator('[data-label="Accept"]').innerText()).match(/of ([\d.]+)/)[1]);
    plan.push({ id, name, sent, accepted: index === 0 ? sent - 100 : index === 1 ? 0 : sent });
  }
  expect(plan.length >= 3, 'the shipment has fewer than three packages');
  return plan;
}

/** Without the mouse: the field has the focus after every scan. */
async function scan(page, plan) {
  await page.getByRole('link', { name: 'Scan the packages' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/scans$/);
  await look(page, 'scans-none');
  for (const code of ['0000000000000017', ...plan.filter((one) => one.accepted > 0).map((one) => one.id), plan[0].id]) {
    await page.evaluate(() => { window.isOld = true; });
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => !window.isOld && document.readyState === 'complete' && document.activeElement?.id === 'code');
  }
  await page.getByText('it counts once').waitFor();
  await page.getByText('Over: 1').waitFor();
  await page.getByText('Mark a package as damaged').click();
  await page.getByLabel('Damaged package').fill(plan[0].id);
  await page.getByLabel('How many').fill('1');
  await page.getByLabel('Note').fill('One jar broken');
  await page.getByRole('button', { name: 'Mark as damaged' }).click();
  await page.getByText('It is suggested to reject that').waitFor();
  await look(page, 'scans');
}

/** What was scanned and found damaged stands in the form. */
async function suggested(page, plan) {
  for (const { id, accepted } of plan) {
    same(hundredths(await page.getByLabel(`Accept of ${id}`).inputValue()), accepted, `what is suggested of ${id}`);
  }
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
  // A batch may have the id of the package it was made of, so the search can find more.
  await page.locator('#rows tbody tr').filter({ has: page.locator(`[data-copy="${id}"]`) }).locator('th a').first().click();
  await page.waitForURL(/\/inventory\/[0-9a-f-]{36}$/);
}

// What a person sees while the state does not answer: the waiting page, which goes on by itself.
import { expect } from './expect.mjs';
import { look } from './look.mjs';
import { fault } from './server.mjs';

/** Adds a vehicle whose answer is lost; the page waits, the sweeper asks, the page goes on. */
export async function waiting(page, control) {
  await page.getByRole('link', { name: 'Vehicles' }).first().click();
  await page.getByRole('link', { name: 'Add vehicle' }).click();
  await look(page, 'vehicle-new');
  for (const [label, value] of Object.entries(VAN)) await page.getByLabel(label, { exact: true }).fill(value);
  await fault(control, { action: 'vehicle_add', kind: 'drop_after', count: 1 });
  await fault(control, { action: 'nonce_replay', kind: 'error_500', count: 2 });
  await page.getByRole('button', { name: 'Add and tell BioTrack' }).click();
  await page.getByRole('heading', { name: 'The state has not answered yet' }).waitFor();
  await look(page, 'filing-waiting');
  await page.waitForURL(/\/vehicles/, { timeout: 60_000 });
  expect((await page.locator('.notice').innerText()).includes('accepted'), 'the page that follows does not say that it was accepted');
  await look(page, 'vehicles');
  await page.getByRole('link', { name: 'Filings' }).first().click();
  await look(page, 'filings');
  await page.locator('#rows a').filter({ hasText: /vehicle/i }).first().click();
  await page.getByText('What was said').waitFor();
  await look(page, 'filing-accepted');
}

const VAN = { Name: 'Van 2', Make: 'Ford', Model: 'Transit', Year: '2019', Color: 'white', Plate: 'ABC123', VIN: '1FTBW2CM5KKA00001' };

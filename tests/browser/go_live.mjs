// Taking over a running store: a spreadsheet is looked at, reported and followed to its end; then the go-live page.
import { expect } from './expect.mjs';
import { look } from './look.mjs';

const LICENSE = 'MMTC-2019-0016-R1';
const HEADINGS = 'Old label,SKU,Product,Strain,Inventory type,Quantity,Unit cost,Room,Expiry,Batch';

/** As the manager who is signed in. */
export async function goLive(page, { url, control }) {
  await page.goto(`${url}/go-live/uploads/new`);
  await look(page, 'upload-new-closed');
  await onboarding(control, true);
  await page.goto(`${url}/go-live/uploads/new`);
  await look(page, 'upload-new');
  await page.locator('#file').setInputFiles({ name: 'shelf.csv', mimeType: 'text/csv', buffer: Buffer.from(shelf()) });
  await page.getByRole('button', { name: 'Look at every row' }).click();
  await page.waitForURL(/\/go-live\/uploads\/[0-9a-f-]{36}$/);
  await look(page, 'upload-staged');
  await page.getByRole('link', { name: /^Problems \(3\)/ }).click();
  await look(page, 'upload-problems');
  await page.getByLabel('Packages to report').fill('11');
  await page.getByRole('button', { name: 'Report 12 packages' }).click();
  await page.getByText('There are 12 packages to report now').first().waitFor({ timeout: 5000 }).catch(() => {});
  await look(page, 'upload-wrong-number');
  await page.getByLabel('Packages to report').fill('12');
  await page.getByLabel('Leave out the rows with problems').check();
  await page.getByRole('button', { name: 'Report 12 packages' }).click();
  await page.getByText('Begun. You may leave this page').waitFor();
  await look(page, 'upload-running');
  await page.getByText('12 of 12 packages: 12 accepted, 0 refused').waitFor({ timeout: 30_000 });
  await look(page, 'upload-done');
  await page.goto(`${url}/go-live/uploads`);
  await look(page, 'uploads');
  await page.goto(`${url}/inventory?q=SHELF-003`);
  expect((await page.locator('main').innerText()).includes('Blue Dream'), 'the old label finds no package');
  await onboarding(control, false);
  await page.getByRole('link', { name: 'Go-live' }).first().click();
  await look(page, 'go-live-none');
  await page.getByRole('button', { name: 'Check now' }).click();
  await page.waitForURL(/\/go-live\/checks\/[0-9a-f-]{36}$/);
  await look(page, 'go-live');
  expect(await page.getByText('Staff in the MMUR').count(), 'the page does not say anything of the staff');
  await page.getByRole('link', { name: 'Go-live' }).first().click();
  await page.getByRole('button', { name: 'Check again' }).click();
  await page.getByText('Other checks').waitFor();
}

function shelf() {
  const row = (number) => `SHELF-${String(number).padStart(3, '0')},FLW-BD-35,,Blue Dream,28,6,12.50,Vault,11/23/2030,LOT-7`;
  const good = Array.from({ length: 11 }, (_, index) => row(index + 1));
  const odd = 'SHELF-012,,Relief Balm 200 mg,,,4,,Vault,01/05/2024,';
  const wrong = ['SHELF-013,NO-SUCH-SKU,,,28,1,,Vault,,', 'SHELF-014,FLW-BD-35,,,22,3.505,,Attic,soon,', ',FLW-BD-35,,,28,0,,Vault,,'];
  return [HEADINGS, ...good, odd, ...wrong].join('\r\n');
}

async function onboarding(control, open) {
  const body = JSON.stringify({ location: LICENSE, onboarding: open });
  const answer = await fetch(`${control}/onboarding`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!answer.ok) throw new Error(`the sandbox's onboarding answered ${answer.status}`);
}

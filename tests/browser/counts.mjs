// Counting: a blind count of the sales floor, its differences looked at and adjusted.
import { expect } from './expect.mjs';
import { look } from './look.mjs';

/** As the manager who is signed in. `id` is a package on the sales floor. */
export async function counts(page, { url }, id) {
  await page.goto(`${url}/counts`);
  await look(page, 'counts-none');
  await page.getByRole('link', { name: 'Begin a count' }).click();
  await look(page, 'count-new');
  await page.getByLabel('Room').selectOption({ label: 'Sales floor' });
  await page.getByLabel('Blind:').check();
  await page.getByRole('button', { name: 'Begin the count' }).click();
  await page.waitForURL(/\/counts\/[0-9a-f-]{36}$/);
  await enter(page, id, '1');
  await enter(page, 'SOME-OLD-LABEL', '2');
  await look(page, 'count-counting');
  expect((await page.locator('main').innerText()).includes('Expected then') === false, 'a blind count shows what is expected');
  const rest = page.getByLabel('They were not counted');
  if (await rest.count()) await rest.check();
  await page.getByRole('button', { name: 'Submit the count' }).click();
  await page.getByText('Differences', { exact: true }).waitFor();
  await look(page, 'count-submitted');
  await page.locator('#reason').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Adjust and complete' }).click();
  await page.getByText('The count is completed.').waitFor();
  await look(page, 'count-completed');
  await page.goto(`${url}/counts`);
  await look(page, 'counts');
}

async function enter(page, code, counted) {
  await page.locator('#code').fill(code);
  await page.locator('#counted').fill(counted);
  await page.getByRole('button', { name: 'Write it down' }).click();
  await page.getByRole('status').waitFor();
}

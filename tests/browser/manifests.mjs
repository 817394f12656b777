// Goods leave: two stops to another company with their invoice, every broken rule on the way there, and part of a package that goes
// back to its vendor. By clicking and scanning.
import { expect } from './expect.mjs';
import { look } from './look.mjs';

/** As the manager who is signed in, with the goods of `stocked`. */
export async function manifests(page, { url }) {
  await facilities(page, url);
  await fleet(page, url);
  await page.goto(`${url}/manifests`);
  await look(page, 'manifests-empty');
  const second = await drafted(page, url);
  await refused(page);
  await completed(page, second);
  await sent(page);
  await vendorReturn(page, url);
  await page.goto(`${url}/manifests/returns`);
  await look(page, 'manifest-returns');
}

/** Takes in whatever is on its way, all of it: by now the first goods are nearly sold. */
export async function stocked(page, { url }) {
  await page.goto(`${url}/receiving`);
  await page.locator('tbody tr').filter({ hasText: 'Confirm arrival' }).first().locator('th a').click();
  await page.getByRole('button', { name: 'Confirm arrival' }).click();
  await page.locator('button[name="all"][value="accept"]').click();
  await page.getByRole('button', { name: /^Receive \d+ packages?/ }).click();
  await page.waitForURL(/\/receiving\/\d{16}/);
}

async function facilities(page, url) {
  await page.goto(`${url}/facilities`);
  await look(page, 'facilities-empty');
  for (const [words, name, permit] of [
    ['gulf', 'Gulf Breeze Processing', ''],
    ['gulf', 'Gulf Breeze Dispensary', 'OMMU letter of Nov 2'],
    ['quincy', 'Lotbook Demo Processing', ''],
  ]) {
    await page.goto(`${url}/facilities/new`);
    await page.getByLabel('Look it up').fill(words);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name, exact: true }).click();
    await page.waitForURL(/license=/);
    await page.getByLabel('Permission to supply another company').fill(permit);
    if (name === 'Gulf Breeze Processing') await look(page, 'facility-new');
    await page.getByRole('button', { name: 'Add facility' }).click();
    await page.getByText(`${name} was added`).waitFor();
  }
  await look(page, 'facilities');
}

async function fleet(page, url) {
  for (const [name, license] of [['Dana Reyes', 'M530'], ['Eli Stone', 'M531']]) {
    await page.goto(`${url}/drivers/new`);
    for (const [field, value] of [['name', name], ['born_on', '1990-02-01'], ['hired_on', '2020-12-23'], ['license_number', license], ['phone', '850 555 0142']]) {
      await page.locator(`#${field}`).fill(value);
    }
    await page.getByRole('button', { name: 'Add and tell BioTrack' }).click();
    await page.getByText(`${name} was added`).waitFor();
  }
  await page.goto(`${url}/vehicles/new`);
  for (const [field, value] of [['nickname', 'White van'], ['make', 'Ford'], ['model', 'Transit'], ['year', '2019'], ['color', 'white'], ['plate', 'MAN123'], ['vin', '1FTBW2CM5KKA00077']]) {
    await page.locator(`#${field}`).fill(value);
  }
  await page.getByRole('button', { name: 'Add and tell BioTrack' }).click();
  await page.getByText('White van was added').waitFor();
}

/** Two packages of the inventory begin a manifest; the number of the second. */
async function drafted(page, url) {
  await page.goto(`${url}/inventory?lab=passed&status=active`);
  const boxes = page.locator('tbody input[name="chosen"]');
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await page.getByRole('button', { name: 'Put on a manifest' }).click();
  await page.waitForURL(/\/additions\/new/);
  await page.getByLabel('Or on a new manifest for').selectOption({ label: await option(page, 'new_for', 'MMTC-2021-0031-P1') });
  await look(page, 'manifest-addition');
  await page.getByRole('button', { name: /^Put 2 packages/ }).click();
  await page.getByText('2 packages are on the draft').waitFor();
  await look(page, 'manifest-draft');
  return page.locator('tbody .package-id').nth(1).getAttribute('data-copy');
}

async function option(page, select, words) {
  const all = await page.locator(`select[name="${select}"] option`).allInnerTexts();
  return all.find((one) => one.includes(words));
}

/** Every rule at once, each with where to mend it. */
async function refused(page) {
  await page.getByRole('link', { name: 'Check and file' }).click();
  await page.waitForURL(/\/submissions\/new$/);
  const text = await page.locator('main').innerText();
  for (const words of ['No driver is chosen', 'No second person is chosen', 'No vehicle is chosen', 'Only our own licences and laboratories', 'no route is written down', 'no departure is planned', 'no arrival is planned', 'has no price']) {
    expect(text.includes(words), `the page before filing does not say “${words}”`);
  }
  await look(page, 'manifest-broken');
  await page.getByRole('link', { name: 'Write the permission down' }).click();
  await page.getByLabel('Permission to supply another company').fill('OMMU letter of Nov 2');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('was changed').waitFor();
  await page.goBack();
  await page.goBack();
}

async function completed(page, second) {
  await page.goto(page.url().replace('/submissions/new', ''));
  const manifest = page.url();
  await page.getByRole('link', { name: 'Transport and title' }).click();
  await page.getByLabel('Driver', { exact: false }).first().selectOption({ label: 'Dana Reyes' });
  await page.getByLabel('Second driver').selectOption({ label: 'Eli Stone' });
  await page.getByLabel('Vehicle').selectOption({ label: 'White van (MAN123)' });
  await look(page, 'manifest-transport');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: 'Change the stop' }).click();
  await stop(page, null);
  await page.getByRole('link', { name: 'Add a stop' }).click();
  await page.waitForURL(/\/stops\/new$/);
  await stop(page, await option(page, 'facility', 'MMTC-2021-0031-R1'));
  await page.getByRole('button', { name: new RegExp(`Take off.*${second}`) }).click();
  await page.getByText('was taken off').waitFor();
  await page.locator('input[name^="code-"]').nth(1).fill(second);
  await page.keyboard.press('Enter');
  await page.getByText('is on the draft, and held for it').waitFor();
  for (const nth of [0, 1]) {
    await page.locator('input[name^="price-"]').nth(nth).fill('10.50');
    await page.getByRole('button', { name: 'Save the prices' }).nth(nth).click();
    await page.getByText('The prices are saved').waitFor();
  }
  await look(page, 'manifest-complete');
  expect(page.url().startsWith(manifest), 'the draft is left');
}

async function stop(page, facility) {
  if (facility) await page.getByLabel('Destination').selectOption({ label: facility });
  // Days after the clock that earlier parts have moved: the law's last minute, and 72 hours until a destruction.
  const day = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Route').fill('I-10 west to exit 12');
  for (const [field, value] of [['departs_on', day], ['departs_time', '09:00'], ['arrives_on', day], ['arrives_time', '12:30']]) {
    await page.locator(`#${field}`).fill(value);
  }
  if (facility) await look(page, 'manifest-stop');
  await page.getByRole('button', { name: 'Save the stop' }).click();
  await page.getByText(/The stop was (added|changed)/).waitFor();
}

async function sent(page) {
  await page.getByRole('link', { name: 'Check and file' }).click();
  await look(page, 'manifest-check');
  await page.getByRole('button', { name: 'File 2 packages' }).click();
  await page.getByText('Filed: BioTrack has the manifest').waitFor();
  await look(page, 'manifest-filed');
  await page.getByRole('button', { name: 'Print the manifest' }).click();
  await look(page, 'manifest-paper');
  await page.goBack();
  await page.getByRole('link', { name: 'Ship', exact: true }).click();
  await look(page, 'manifest-ship');
  await page.getByRole('button', { name: 'Ship 2 packages' }).click();
  await page.getByText('Shipped: the goods are on their way').waitFor();
  await look(page, 'manifest-shipped');
  await page.getByRole('button', { name: 'Print the invoice' }).click();
  await page.waitForURL(/\/prints\//);
  expect((await page.locator('main').innerText()).includes('Total before tax'), 'the invoice has no total');
  await look(page, 'manifest-invoice');
  await page.goBack();
  await page.getByRole('link', { name: 'Void…' }).click();
  await look(page, 'manifest-void');
}

async function vendorReturn(page, url) {
  await page.goto(`${url}/inventory?status=active`);
  await page.locator('tbody a[href^="/inventory/"]').first().click();
  await page.getByRole('link', { name: 'Return to vendor' }).click();
  await page.getByLabel('How much goes back').fill('2');
  await page.getByLabel('Why it goes back').fill('Labels came off');
  await look(page, 'vendor-return');
  await page.getByRole('button', { name: 'Draft the return' }).click();
  await page.getByText('2 are a sublot of their own now').waitFor();
  await look(page, 'vendor-return-draft');
  await page.goto(`${url}/manifests`);
  await look(page, 'manifests');
}

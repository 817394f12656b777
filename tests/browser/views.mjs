// The list of packages by keyboard: its columns in another order, a view that is saved and opened, everything that matches chosen.
import { expect, same } from './expect.mjs';
import { look } from './look.mjs';

/** As the manager who is signed in. */
export async function views(page, { url }) {
  await page.goto(`${url}/inventory?view=all`);
  await look(page, 'inventory');
  await columns(page, url);
  await view(page, url);
  await selection(page, url);
  await page.goto(`${url}/rooms`);
  await look(page, 'rooms');
  await page.getByRole('link', { name: /Print sign/ }).first().click();
  await look(page, 'room-sign');
}

/** The room goes to the front without a mouse: the focus stays on the button that was pressed. */
async function columns(page, url) {
  await page.goto(`${url}/inventory/columns`);
  await look(page, 'columns');
  await page.getByRole('button', { name: '↑ Room one place up' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/moved=up-room/);
  // The focus is on the button that was pressed, once the page is there; else this waits in vain.
  await page.waitForFunction(() => document.activeElement?.value === 'room');
  await page.getByLabel('Tags').focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Save', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Your list shows these columns from now on.').waitFor();
  const heads = await page.locator('thead th').allInnerTexts();
  same(heads.slice(1, 4), ['Product', 'Room', 'Package id'], 'the columns');
  expect(heads.includes('Tags'), 'a column that was ticked is not shown');
}

async function view(page, url) {
  await page.goto(`${url}/inventory?lab=passed`);
  await look(page, 'inventory-filtered');
  await page.getByRole('link', { name: 'Save this view' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Name').fill('Passed');
  await look(page, 'view-new');
  await page.getByLabel('Name').press('Enter');
  await page.getByText('The view “Passed” is saved.').waitFor();
  await page.goto(`${url}/inventory?view=all`);
  await page.locator('details.views > summary').focus();
  await page.keyboard.press('Enter');
  await look(page, 'views-menu');
  await page.getByRole('link', { name: 'Passed', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/lab=passed/);
  expect((await page.locator('.chips').innerText()).includes('Lab: Passed'), 'the view has lost its filter');
  await page.goto(`${url}/inventory/views`);
  await look(page, 'views');
}

async function selection(page, url) {
  await page.goto(`${url}/inventory?lab=passed&view=all`);
  await page.getByRole('button', { name: 'all that match' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('all that match', { exact: false }).first().waitFor();
  const chosen = Number(await page.locator('[data-count-of=chosen]').innerText());
  expect(chosen > 1, 'nothing is chosen');
  await page.locator('input[type=checkbox][name=chosen]').first().focus();
  await page.keyboard.press('Space');
  same(Number(await page.locator('[data-count-of=chosen]').innerText()), chosen - 1, 'how many are chosen');
  await look(page, 'inventory-chosen');
  await page.getByRole('button', { name: 'Tags', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: `${chosen - 1} package` }).waitFor();
  await look(page, 'tags');
  await page.getByLabel('Add tags').fill('front shelf');
  await page.getByLabel('Add tags').press('Enter');
  await page.getByText(/The tags of/).waitFor();
  await page.goto(`${url}/inventory?tag=front%20shelf`);
  same(await page.locator('tbody tr').count(), chosen - 1, 'packages of that tag');
}

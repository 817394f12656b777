// Two tills at a time, on small touch screens: the last unit of a package, one patient at both, a state that refuses and one that is silent.
import { expect, hundredths, same } from './expect.mjs';
import { look, picture } from './look.mjs';
import { BUDTENDER, MANAGER, signIn } from './people.mjs';
import { books, fault, noFaults } from './server.mjs';

const [FIRST, SECOND] = ['P7000011', 'P7000012'];
const TILL = { viewport: { width: 1024, height: 768 }, hasTouch: true };

/** `id` is a package that has two sublots of one unit each. Both clerks sign in and leave no cart. */
export async function tills(browser, { url, control }, secret, id) {
  for (const [card, name] of [[FIRST, 'Iris'], [SECOND, 'Hugo']]) await register(control, card, name);
  const last = (await books(control)).inventory.filter((row) => [row.inventoryparentid].flat().includes(id) && hundredths(row.remaining_quantity) === 100);
  expect(last.length === 2, `${last.length} packages of one unit are left of ${id}, and should be 2`);
  const contexts = await Promise.all([TILL, TILL].map((till) => browser.newContext(till)));
  try {
    const [ben, maria] = await Promise.all(contexts.map(async (context) => {
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      return page;
    }));
    await signIn(ben, url, BUDTENDER, secret);
    await signIn(maria, url, MANAGER, secret);
    await onePatientTwice(ben, maria, url);
    const winner = await lastUnit(ben, maria, url, last[0].id);
    await byFinger(winner, control, last[0].id);
    await refused(ben, url, control, last[1].id);
    await silent(ben, control, last[1].id);
  } catch (error) {
    await Promise.all(contexts.map((context, number) => picture(context.pages()[0], `failure-till-${number}`)));
    throw error;
  } finally {
    await Promise.all(contexts.map((context) => context.close()));
  }
}

/** A patient of the sandbox with an order of flower. */
async function register(control, card_id, first_name) {
  const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const order = {
    order_id: `${card_id}-S`, order_type: 'smoking', route: 'smoking', physician: 'Dr. Helen Ibarra', starts_on: day(-20), ends_on: day(40),
    certification_id: `${card_id}-C`, ordered: '2.5',
  };
  const patient = {
    card_id, card_key: `KEY-${card_id}`, first_name, last_name: 'Twotills', birth_date: '1961-02-03', status: 'active',
    card_expires_on: day(200), certification_expires_on: day(100), orders: [order], history: [],
  };
  const made = await fetch(`${control}/patients`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(patient) });
  expect(made.ok, `the sandbox took no patient: ${made.status} ${await made.text()}`);
}

async function open(page, url, card) {
  await page.goto(`${url}/register`);
  await page.getByLabel('Patient card number').fill(card);
  await page.getByRole('button', { name: 'Ask the registry' }).tap();
  await page.locator('#code').waitFor();
}

async function scan(page, code) {
  await page.locator('#code').fill(code);
  await page.getByRole('button', { name: 'Add', exact: true }).tap();
}

async function cancel(page) {
  await page.getByRole('button', { name: 'Cancel this cart' }).tap();
  await page.getByText('Who is buying?').waitFor();
}

/** Who comes second may fill a cart, and is told who else has the patient. */
async function onePatientTwice(ben, maria, url) {
  await open(ben, url, FIRST);
  await open(maria, url, FIRST);
  await maria.getByText('Ben Carter has a cart for this patient too').waitFor();
  await look(maria, 'tills-one-patient');
  await cancel(ben);
  await cancel(maria);
}

/** Both scan the last unit in the same moment: one has it, the other is told in words. */
async function lastUnit(ben, maria, url, code) {
  await open(ben, url, FIRST);
  await open(maria, url, SECOND);
  await Promise.all([ben, maria].map((page) => scan(page, code)));
  const told = await Promise.all([ben, maria].map(async (page) => {
    await page.locator('.last-scan.accepted, .last-scan.refused').waitFor();
    return page.locator('.last-scan').getAttribute('class');
  }));
  same(told.filter((one) => /accepted/.test(one)).length, 1, 'tills that got the last unit');
  const [winner, other] = /accepted/.test(told[0]) ? [ben, maria] : [maria, ben];
  const words = await other.locator('.last-scan.refused').innerText();
  expect(/cart/.test(words), `the second till is not told where the last unit is: ${words}`);
  await look(other, 'tills-last-unit');
  await cancel(other);
  return winner;
}

/** From the cart to the receipt without a key. */
async function byFinger(page, control, id) {
  await smallest(page, 'the cart');
  await debit(page);
  await smallest(page, 'the tender');
  await page.getByRole('button', { name: /^Debit/ }).tap();
  await page.getByText('Accepted by the state').first().waitFor();
  await smallest(page, 'the page after the sale');
  await page.getByRole('link', { name: /^Next patient/ }).tap();
  await page.getByText('Who is buying?').waitFor();
  same(await sold(control, id), 1, 'sales of the last unit in the state’s books');
}

async function debit(page) {
  await page.getByRole('link', { name: 'Tender' }).tap();
  await page.getByText('Amount due').waitFor();
  const checked = page.getByLabel(/Photo ID checked/);
  if (await checked.count()) await checked.check();
  await page.getByLabel('Terminal reference').fill('4711');
}

const sold = async (control, id) => (await books(control)).sale.filter((row) => row.inventoryid === id).length;

/** The state says no: nothing is sold, the cart stands as it was, and the page says why. */
async function refused(page, url, control, code) {
  await open(page, url, FIRST);
  await scan(page, code);
  await page.locator('.last-scan.accepted').waitFor();
  await debit(page);
  await fault(control, { action: 'sale_dispense', kind: 'refuse', count: 1, code: 999, text: 'Patient is not eligible today' });
  await page.getByRole('button', { name: /^Debit/ }).tap();
  await page.getByText('Patient is not eligible today').first().waitFor();
  await look(page, 'tills-refused');
  same(await sold(control, code), 0, 'sales in the state’s books after its refusal');
  await page.goto(`${url}/register`);
  await page.locator('.cart-lines li[data-line]').waitFor();
}

/** The answer is lost, and asking is in vain at first: the ticket says where it stands, and goes on by itself; told once. */
async function silent(page, control, code) {
  await debit(page);
  await fault(control, { action: 'sale_dispense', kind: 'drop_after', count: 1 });
  await fault(control, { action: 'nonce_replay', kind: 'error_500', count: 2 });
  await page.getByRole('button', { name: /^Debit/ }).tap();
  await page.getByRole('heading', { name: 'The state has not answered yet' }).waitFor();
  await look(page, 'tills-silent');
  await page.waitForURL(/\/sales\//, { timeout: 60_000 });
  await page.getByText('Accepted by the state').first().waitFor();
  await noFaults(control);
  same(await sold(control, code), 1, 'sales in the state’s books after its silence');
}

/** Nothing that is pressed is too small for a finger. */
async function smallest(page, where) {
  const small = await page.evaluate(() => [...document.querySelectorAll('main button, main a.button, main summary')]
    .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 44).map((one) => one.textContent.trim()));
  expect(small.length === 0, `too small for a finger on ${where}: ${small.join(', ')}`);
}

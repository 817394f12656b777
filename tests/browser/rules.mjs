// What the law refuses at the till, in words: over a route's limit, over what all routes may take, flower without a smoking order,
// an expired card, a minor alone and with a caregiver, and 20:59 against 21:00 by the shop's own clock.
import { expect } from './expect.mjs';
import { look } from './look.mjs';
import { BUDTENDER, signIn, signOut } from './people.mjs';

const ADMIN = 'alex.admin@demo.example';
const LAST_EIGHTH = 'P1000007';
const NO_FLOWER = 'P1000002';
const EXPIRED = 'P1000004';
const MINOR = 'P1000003';
const TOGETHER = 'P7000001';

/** As the budtender; `flower` and `cartridge` are packages with something left. Leaves nobody signed in, and no cart. */
export async function rules(page, { url, control }, secret, flower, cartridge) {
  await signIn(page, url, BUDTENDER, secret);
  await onlyOneMore(page, url, flower);
  await allRoutesTogether(page, url, control, cartridge);
  await neverServed(page, url, flower);
  await withCaregiver(page, url);
  await signOut(page);
  await bind(page, url, secret, true);
  await beforeAndAfterNine(page, { url, control }, secret, flower);
  await bind(page, url, secret, false);
}

async function find(page, url, card, caregiver = '') {
  await page.goto(`${url}/register`);
  await page.getByLabel('Patient card number').fill(card);
  await page.getByLabel('Caregiver card number').fill(caregiver);
  await page.getByRole('button', { name: 'Ask the registry' }).click();
}

async function scan(page, code, words) {
  await page.locator('#code').fill(code);
  await page.locator('#code').press('Enter');
  await page.locator('.last-scan').filter({ hasText: words }).waitFor();
}

async function cancel(page) {
  await page.getByRole('button', { name: 'Cancel this cart' }).click();
  await page.getByText('Who is buying?').waitFor();
}

async function onlyOneMore(page, url, flower) {
  await find(page, url, LAST_EIGHTH);
  await scan(page, flower.id, 'Added: 1');
  await scan(page, flower.id, 'Over the allotment for Smoking by 0.125 oz');
  const words = await page.locator('.last-scan').innerText();
  expect(/The most that fits today is 1 ×/.test(words), `no largest quantity: ${words}`);
  await page.locator('.releases summary').first().click();
  await look(page, 'register-over-the-limit');
  await cancel(page);
}

async function allRoutesTogether(page, url, control, cartridge) {
  const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const order = (route, daily) => ({
    order_id: `B-${route}`, order_type: 'medical', route, physician: 'Dr. Helen Ibarra', starts_on: day(-20), ends_on: day(40),
    certification_id: 'B-1', daily, ordered: `${daily * 70}`,
  });
  const patient = {
    card_id: TOGETHER, card_key: 'KEY-B', first_name: 'Wanda', last_name: 'Moreau', birth_date: '1961-02-03', status: 'active',
    card_expires_on: day(200), certification_expires_on: day(100), orders: [order('inhalation', 350), order('topical', 150)],
    history: [{ dispensed_on: day(-40), order_id: 'before', order_type: 'medical', route: 'oral', amount: '23800' }],
  };
  const made = await fetch(`${control}/patients`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(patient) });
  expect(made.ok, `the sandbox took no patient: ${made.status}`);
  await find(page, url, TOGETHER);
  await scan(page, cartridge.id, 'Added: 1');
  await scan(page, cartridge.id, 'What all medical routes together may take binds');
  await look(page, 'register-over-the-aggregate');
  await cancel(page);
}

async function neverServed(page, url, flower) {
  await find(page, url, NO_FLOWER);
  await scan(page, flower.id, 'dispensed only on a smoking order');
  await cancel(page);
  await find(page, url, EXPIRED);
  await page.getByText('card is expired in the registry').first().waitFor();
  await look(page, 'register-expired-card');
}

async function withCaregiver(page, url) {
  await find(page, url, MINOR);
  await page.getByText('only their caregiver may buy').first().waitFor();
  await find(page, url, MINOR, 'C2000003');
  await page.getByText('buys · •••• 0003').waitFor();
  await cancel(page);
}

/** The admin lets the law's hours bind here, or not. */
async function bind(page, url, secret, binds) {
  await signIn(page, url, ADMIN, secret);
  await page.getByRole('link', { name: 'Location', exact: true }).first().click();
  await page.getByLabel("Florida's dispensing hours bind").setChecked(binds);
  await page.getByRole('button', { name: 'Save settings' }).click();
  await page.getByText('The settings count from now on').waitFor();
  await look(page, 'location-settings-rules');
  await signOut(page);
}

/** Seconds from now until the shop's wall shows this. */
function ahead(now, time) {
  const wall = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', timeStyle: 'medium' }).format(new Date(now * 1000));
  const seconds = (text) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return (seconds(time) - seconds(wall) + 86_400) % 86_400;
}

/** Moves the sandbox's clock; the shop sees it with the state's next answer. */
async function move(control, time) {
  const { now } = await (await fetch(control)).json();
  const advance = { advance_seconds: ahead(now, time) };
  await fetch(`${control}/clock`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(advance) });
}

async function beforeAndAfterNine(page, shop, secret, flower) {
  await signIn(page, shop.url, BUDTENDER, secret);
  // Before there is a cart: one that nobody touched for most of a day would end by itself.
  await move(shop.control, '20:59:00');
  await find(page, shop.url, 'P1000001');
  await page.locator('#code').waitFor();
  await scan(page, flower.id, 'Added: 1');
  await page.getByText('Closed for dispensing').waitFor({ state: 'detached' });
  await tender(page);
  await page.getByText('Change due').waitFor();
  await find(page, shop.url, 'P1000001');
  await scan(page, flower.id, 'Added: 1');
  await move(shop.control, '21:00:00');
  await page.getByRole('button', { name: /Refresh/ }).click();
  // Said by the answer to whatever is done next: nobody loads the page again for it.
  await page.getByText('Closed for dispensing').waitFor();
  await look(page, 'register-after-nine');
  await tender(page);
  await page.getByText('Florida lets nothing be dispensed between 21:00 and 07:00').first().waitFor();
  await page.goto(`${shop.url}/register`);
  await cancel(page);
  await signOut(page);
}

async function tender(page) {
  await page.getByRole('link', { name: 'Tender' }).click();
  const checked = page.getByLabel(/Photo ID checked/);
  if (await checked.count()) await checked.check();
  await page.getByRole('button', { name: /^Exact/ }).click();
}

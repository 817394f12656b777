// The desk: a licence by scanner, the card once, the list in two windows, who has whom, and the record with its log.
import { expect } from './expect.mjs';
import { look } from './look.mjs';
import { MANAGER, signIn } from './people.mjs';

const CARD = 'P1000001';
/** What a 2-D scanner types of a licence, Enter for every line; the holder is one of the demonstration's patients. */
const LICENCE = [
  '@', 'ANSI 636010090002DL00410278ZF03190011DLDAQL532001804740', 'DCSLINDQVIST', 'DDEN', 'DACADA', 'DDFN', 'DADNONE', 'DDGN',
  'DBD03142023', 'DBB03141980', 'DBA03142031', 'DBC2', 'DAG12 BAYSHORE DR', 'DAITAMPA', 'DAJFL', 'DAK336060000', 'DCGUSA', '',
].join('\n');

/** As the budtender who is signed in; a manager watches in a second window. */
export async function guests(page, url, secret) {
  await page.goto(`${url}/guests`);
  await look(page, 'guests-empty');
  await page.keyboard.type(LICENCE);
  await page.getByRole('heading', { name: 'Which card?' }).waitFor();
  await look(page, 'guests-which-card');
  await page.getByLabel('Patient card number').fill(CARD);
  await page.getByRole('button', { name: 'Ask the registry' }).click();
  await page.getByText('Licence valid').waitFor();
  await look(page, 'guests-check-in');
  const watcher = await (await page.context().browser().newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  watcher.setDefaultTimeout(15_000);
  await signIn(watcher, url, MANAGER, secret);
  await watcher.goto(`${url}/guests`);
  await watcher.getByText('Updates by itself').waitFor();
  await page.getByRole('button', { name: /^Check in/ }).click();
  // Nobody touches the second window.
  await watcher.locator('.guest', { hasText: 'A. L.' }).waitFor();
  await look(page, 'guests');
  await page.getByRole('button', { name: 'Serve A. L.' }).click();
  await page.locator('#code').waitFor();
  await watcher.getByText('Ben Carter has them').waitFor();
  expect((await watcher.getByRole('button', { name: 'Serve A. L.' }).count()) === 0, 'a second clerk is offered somebody else’s guest');
  await look(page, 'register-of-guest');
  await page.getByRole('button', { name: 'Cancel this cart' }).click();
  await watcher.locator('.lane', { hasText: 'Done' }).locator('.guest', { hasText: 'Left' }).waitFor();
  await look(watcher, 'guests-done');
  await watcher.locator('.guest a').first().click();
  await look(watcher, 'guest-over');
  await records(watcher, url);
  await watcher.context().close();
}

async function records(page, url) {
  await page.goto(`${url}/patients`);
  await look(page, 'patients');
  await page.getByLabel('Name or card number').fill('lind');
  await page.getByRole('button', { name: 'Search' }).click();
  await look(page, 'patients-found');
  expect(!(await page.locator('main').innerText()).includes('Lindqvist'), 'a list of patients names somebody');
  await page.locator('tbody a').first().click();
  await page.getByText('Who looked at this record').first().waitFor();
  await look(page, 'patient');
  await page.goto(`${url}/patients/views`);
  await look(page, 'patient-views');
  await page.goto(`${url}/guests/lanes`);
  await look(page, 'lanes');
  await page.goto(`${url}/guests/lanes/new`);
  await look(page, 'lane-new');
  await page.goto(`${url}/guests/scans`);
  await look(page, 'guests-find');
}

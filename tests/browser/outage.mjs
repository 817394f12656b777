// What people see while the state is silent for longer than the law likes, and how the department is told.
import { expect } from './expect.mjs';
import { look } from './look.mjs';
import { signIn, signOut, BUDTENDER, MANAGER } from './people.mjs';
import { advance, fault, noFaults } from './server.mjs';

/** Cuts the link for 2 h 01 on the control clock, sends the notice, and lets the state answer again. Nobody is signed in before or after. */
export async function outage(page, { url, control }, secret) {
  await fault(control, { action: '*', kind: 'drop_before', count: 1_000_000 });
  await signIn(page, url, MANAGER, secret);
  await until(page, `${url}/`, /No answer from the state since/);
  await advance(control, 31 * 60);
  await until(page, `${url}/`, /The managers are told/);
  await look(page, 'home-outage');
  await advance(control, 90 * 60);
  await until(page, `${url}/`, /must be reported/);
  await page.getByRole('link', { name: 'Open the notice' }).first().click();
  await look(page, 'incident-due');
  const draft = await page.getByLabel('Notice', { exact: true }).inputValue();
  expect(/for 2 h 1 min/.test(draft), `the draft does not say how long it has been: ${draft}`);
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  await page.getByRole('button', { name: 'I have sent this notice' }).click();
  await page.getByRole('heading', { name: 'Notice sent' }).waitFor();
  await look(page, 'incident-told');
  await signOut(page);
  await look(page, 'sign-in-outage');
  await signIn(page, url, BUDTENDER, secret);
  await page.goto(`${url}/register`);
  await look(page, 'register-outage');
  await noFaults(control);
  await selfRefreshed(page);
  await signOut(page);
  await signIn(page, url, MANAGER, secret);
  await page.getByRole('link', { name: 'Link', exact: true }).first().click();
  await look(page, 'link');
  await signOut(page);
}

/** The watch looks every few seconds. */
async function until(page, url, words) {
  for (let tries = 0; tries < 120; tries++) {
    await page.goto(url);
    if (words.test(await page.locator('#outage').innerText())) return;
    await page.waitForTimeout(500);
  }
  throw new Error(`the banner never said ${words}`);
}

/** The page takes the banner away by itself. */
async function selfRefreshed(page) {
  await page.locator('#outage .outage').waitFor({ state: 'detached', timeout: 120_000 });
}

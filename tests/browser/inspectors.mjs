// An inspector is let in, reads, gathers evidence and cannot change anything; the shop sees what was looked at, and ends it.
import { expect, same } from './expect.mjs';
import { look } from './look.mjs';
import { signIn } from './people.mjs';

const ADMIN = 'alex.admin@demo.example';
const LOGIN = 'pat.inspector@agency.example';
const PASSWORD = 'a word for the inspector';

/** In browsers of their own: whoever is signed in elsewhere stays so. */
export async function inspectors(browser, { url }, secret) {
  const [shop, visit] = [await browser.newContext({ viewport: { width: 1440, height: 900 } }), await browser.newContext()];
  try {
    const [page, theirs] = [await shop.newPage(), await visit.newPage()];
    for (const one of [page, theirs]) one.setDefaultTimeout(15_000);
    await signIn(page, url, ADMIN, secret);
    await letsIn(page, url);
    await signIn(theirs, url, LOGIN, PASSWORD);
    await reads(theirs, url);
    await gathers(theirs, url);
    await changesNothing(theirs, url);
    await seesAndEnds(page, url);
    await theirs.goto(`${url}/inventory`);
    expect(new URL(theirs.url()).pathname === '/sign-in', 'an inspection that was ended shows pages');
  } finally {
    await shop.close();
    await visit.close();
  }
}

async function letsIn(page, url) {
  await page.goto(`${url}/inspectors`);
  await look(page, 'inspectors-none');
  await page.getByRole('link', { name: 'Let an inspector in' }).click();
  for (const [label, value] of [
    ['Full name', 'Pat Inspector'],
    ['Agency', 'Department of Health'],
    ['Badge or reference', 'B-1138'],
    ['Login ID', LOGIN],
    ['Password', PASSWORD],
  ])
    await page.getByLabel(label).fill(value);
  await look(page, 'inspector-new');
  await page.getByRole('button', { name: 'Let them in' }).click();
  await page.getByText('Pat Inspector may read everything here until').waitFor();
}

async function reads(page, url) {
  for (const place of ['/inventory', '/sales', '/filings', '/users', '/events', '/manifests']) {
    const answer = await page.goto(`${url}${place}`);
    same(answer.status(), 200, `what ${place} answers an inspector`);
  }
}

async function gathers(page, url) {
  await page.goto(`${url}/evidence`);
  await look(page, 'evidence');
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the pack' }).click();
  const pack = await coming;
  expect(/^evidence-.*\.zip$/.test(pack.suggestedFilename()), 'the pack has no name of its own');
  same(await pack.failure(), null, 'why the pack could not be had');
  await page.goto(`${url}/evidence`);
  await page.getByRole('button', { name: 'Show it for printing' }).click();
  await page.getByRole('heading', { name: 'Destructions', exact: true }).waitFor();
  await look(page, 'evidence-paper');
}

async function changesNothing(page, url) {
  const forms = ['/receiving/pulls', '/inventory/views', '/passwords', '/rooms', '/users', '/inspectors'];
  const answers = await page.evaluate(
    (paths) => Promise.all(paths.map((path) => fetch(path, { method: 'POST', body: new URLSearchParams() }).then((one) => one.status))),
    forms,
  );
  same(answers, forms.map(() => 403), 'what an inspector is answered who sends a form');
  const answer = await page.goto(`${url}/users/new`);
  same(answer.status(), 403, 'what /users/new answers an inspector');
}

async function seesAndEnds(page, url) {
  await page.goto(`${url}/inspectors`);
  await page.getByRole('link', { name: 'Pat Inspector' }).click();
  await page.getByText('/evidence/pack.zip').first().waitFor();
  await look(page, 'inspector');
  await page.getByRole('button', { name: 'End it now' }).click();
  await page.getByText('The inspection of Pat Inspector has ended, and they are signed out.').waitFor();
  await page.goto(`${url}/inspectors`);
  await look(page, 'inspectors');
}

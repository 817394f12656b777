// The laboratory: a failed package on the worklist, two new samples that both pass, and two signatures under the certificate.
import { expect } from './expect.mjs';
import { look } from './look.mjs';
import { MANAGER, signIn, signOut } from './people.mjs';
import { openPackage } from './receive.mjs';

const ADMIN = 'alex.admin@demo.example';
const INVENTORY = 'ines.inventory@demo.example';

/** As the manager who is signed in; leaves as they were the settings and who is signed in. */
export async function labs(page, { url, control }, secret, id) {
  await found(control, id, -1);
  await readAgain(page, id);
  await look(page, 'package-failed');
  await page.getByRole('link', { name: 'Labs', exact: true }).first().click();
  await page.getByRole('link', { name: /^Failed/ }).click();
  await page.getByText('14 days left').first().waitFor();
  await look(page, 'labs-failed');
  await retest(page, control, id);
  await signatures(page, url, secret, id);
}

async function retest(page, control, id) {
  await openPackage(page, id);
  await page.getByRole('link', { name: 'Remediate' }).click();
  await look(page, 'remediation-new');
  await page.goBack();
  await page.getByRole('link', { name: 'Retest' }).click();
  await page.getByLabel('Laboratory').selectOption({ index: 1 });
  await page.getByLabel('First sample').fill('1');
  await page.getByLabel('Second sample').fill('1');
  await look(page, 'retest-new');
  await page.getByRole('button', { name: 'Send two samples' }).click();
  await page.getByText('The package passes only if both do.').waitFor();
  await look(page, 'package-retested');
  await page.goto(new URL('/labs?which=samples', page.url()).href);
  await look(page, 'labs-samples');
  await found(control, id, 1);
  await readAgain(page, id);
  await page.getByText('Read from the state just now: Passed.').waitFor();
}

async function signatures(page, url, secret, id) {
  await asksForTwo(page, url, secret, true);
  for (const [login, name] of [[MANAGER, 'first'], [INVENTORY, 'second']]) {
    await signOut(page);
    await signIn(page, url, login, secret);
    await page.goto(`${url}/labs?which=unsigned`);
    await look(page, `labs-unsigned-${name}`);
    await page.getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Look at the chosen and sign' }).click();
    await page.getByRole('heading', { name: 'Sign certificates' }).waitFor();
    await look(page, `certificates-${name}`);
    await openPackage(page, id);
    await page.getByRole('link', { name: 'Sign the certificate' }).click();
    await look(page, `certificate-${name}`);
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByText('Signed by').first().waitFor();
  }
  expect(await page.getByText('Certificate released').count(), 'two signatures do not release a certificate');
  await look(page, 'package-released');
  await asksForTwo(page, url, secret, false);
  await signOut(page);
  await signIn(page, url, MANAGER, secret);
}

async function asksForTwo(page, url, secret, wanted) {
  await signOut(page);
  await signIn(page, url, ADMIN, secret);
  await page.getByRole('link', { name: 'Location', exact: true }).first().click();
  await page.getByLabel('Two people release a certificate').setChecked(wanted);
  await page.getByRole('button', { name: 'Save settings' }).click();
  await page.getByText('Saved.').first().waitFor();
}

async function readAgain(page, id) {
  await openPackage(page, id);
  await page.getByRole('button', { name: 'Read again from the state' }).click();
  await page.getByText('Read from the state just now').waitFor();
}

/** What the laboratory says of every sample of a package. */
async function found(control, barcode, result) {
  const answer = await fetch(`${control}/lab`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ barcode, result }),
  });
  expect(answer.ok, `the laboratory could not speak of ${barcode}: ${answer.status}`);
}

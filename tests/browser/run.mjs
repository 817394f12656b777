// The main job by clicking, in a real browser, against both books. `npm ci && node run.mjs`, after `cargo build`.
import path from 'node:path';
import { chromium } from 'playwright-core';
import { administration } from './administration.mjs';
import { lookAround } from './around.mjs';
import { cart } from './cart.mjs';
import { counts } from './counts.mjs';
import { desk } from './desk.mjs';
import { destroy } from './destroy.mjs';
import { discounts } from './discounts.mjs';
import { closeOut, closingReports } from './drawers.mjs';
import { expect } from './expect.mjs';
import { goLive } from './go_live.mjs';
import { guests } from './guests.mjs';
import { inspectors } from './inspectors.mjs';
import { labs } from './labs.mjs';
import { begin, look, lookedAt, nothingGathered, picture, PICTURES } from './look.mjs';
import { BUDTENDER, MANAGER, password, signIn, signInByKeyboard, signOut } from './people.mjs';
import { pins } from './pins.mjs';
import { manifests, stocked } from './manifests.mjs';
import { outage } from './outage.mjs';
import { preOrders } from './pre_orders.mjs';
import { purchases } from './purchases.mjs';
import { receive } from './receive.mjs';
import { returns } from './returns.mjs';
import { rules } from './rules.mjs';
import { lookAtSales, sell } from './sell.mjs';
import { sublots } from './sublots.mjs';
import { start } from './server.mjs';
import { tills } from './tills.mjs';
import { views } from './views.mjs';
import { waiting } from './waiting.mjs';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function job(page, { url, control }) {
  const secret = await password(page, url);
  await look(page, 'sign-in');
  await signInByKeyboard(page, url, MANAGER, secret);
  await look(page, 'home-first');
  const received = await receive(page, control);
  await waiting(page, control);
  await signOut(page);
  const taken = received.filter((one) => one.accepted > 0);
  await signIn(page, url, BUDTENDER, secret);
  await look(page, 'home-budtender');
  await guests(page, url, secret);
  await page.goto(url);
  await sell(page, control, taken);
  await lookAtSales(page);
  await cart(page, taken.map((one) => one.id));
  await preOrders(page, url, taken);
  await closeOut(page);
  await signOut(page);
  await pins(page.context().browser(), { url }, secret);
  await outage(page, { url, control }, secret);
  await page.context().clearCookies();
  await signIn(page, url, MANAGER, secret);
  await closingReports(page);
  await signOut(page);
  await rules(page, { url, control }, secret, taken[0], taken.find((one) => /Cartridge/.test(one.name)));
  await signIn(page, url, MANAGER, secret);
  await sublots(page, control, taken.find((one) => one.accepted >= 400 && one !== taken.at(-1)).id);
  await tills(page.context().browser(), { url, control }, secret, taken.find((one) => one.accepted >= 400 && one !== taken.at(-1)).id);
  await destroy(page, control, taken.at(-1));
  await returns(page, control, taken.find((one) => one.accepted >= 400 && one !== taken.at(-1)));
  await labs(page, { url, control }, secret, taken.find((one) => one.accepted >= 400 && one !== taken.at(-1)).id);
  await counts(page, { url }, taken.find((one) => one.accepted >= 400 && one !== taken.at(-1)).id);
  await purchases(page, { url });
  await goLive(page, { url, control });
  await stocked(page, { url });
  await views(page, { url });
  await desk(page, { url, control }, taken.find((one) => one.accepted >= 400 && one !== taken.at(-1)).id);
  await manifests(page, { url });
  await lookAround(page, url, secret);
  await signOut(page);
  await discounts(page, url, secret);
  await administration(page.context().browser(), { url }, secret);
  await inspectors(page.context().browser(), { url }, secret);
}

begin();
const shop = await start(path.join(PICTURES, 'server.log'));
let browser;
let page;
try {
  browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(15_000);
  const faults = [];
  page.on('pageerror', (error) => faults.push(`a script failed on ${page.url()}: ${error.message}`));
  page.on('console', (line) => {
    if (line.type() === 'error' && !/status of 4\d\d/.test(line.text())) faults.push(`the console of ${page.url()}: ${line.text()}`);
  });
  await job(page, shop);
  nothingGathered();
  expect(faults.length === 0, faults.join('\n'));
  console.log(`All of it works, and axe-core finds nothing on ${lookedAt()} pages in light, dark and at 390 px.`);
} catch (error) {
  console.error(`FAILED: ${error.message}`);
  if (page) {
    console.error(`  on ${page.url()}; see screenshots/failure.png`);
    await picture(page, 'failure').catch(() => {});
  }
  console.error(error.stack.split('\n').filter((line) => line.includes('tests/browser/')).slice(0, 4).join('\n'));
  process.exitCode = 1;
} finally {
  await browser?.close();
  await shop.stop();
}

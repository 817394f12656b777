// Looks at a page as people do: light, dark and on a phone; with axe-core; and leaves pictures.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect } from './expect.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const PICTURES = path.join(import.meta.dirname, 'screenshots');
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const VIEWS = [
  { name: 'light', colorScheme: 'light', size: DESK },
  { name: 'dark', colorScheme: 'dark', size: DESK },
  { name: '390', colorScheme: 'light', size: PHONE },
];

const seen = new Set();
/** With LOOK_AT_ALL=1 what is wrong with the looks of pages is gathered, so that one run shows all of it. */
const gathers = process.env.LOOK_AT_ALL === '1';
const gathered = [];

function wrong(holds, words) {
  if (!gathers) expect(holds, words);
  else if (!holds) gathered.push(words);
}

/** Ends the run when anything was gathered. */
export const nothingGathered = () => expect(gathered.length === 0, gathered.join('\n'));

/** Begins with an empty folder of pictures. */
export function begin() {
  rmSync(PICTURES, { recursive: true, force: true });
  mkdirSync(PICTURES, { recursive: true });
}

/** How many pages were looked at. */
export const lookedAt = () => seen.size;

/** Checks the page that is open now, under a name of its own, and takes its pictures. */
export async function look(page, name) {
  if (seen.has(name)) return;
  seen.add(name);
  const before = page.viewportSize();
  for (const view of VIEWS) {
    await page.emulateMedia({ colorScheme: view.colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(view.size);
    await page.screenshot({ path: path.join(PICTURES, `${name}-${view.name}.png`), fullPage: true });
    await noViolations(page, `${name}, ${view.name}`);
    if (view.size === PHONE) await fits(page, name);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(before);
}

/** For a failure: what was on the screen. */
export async function picture(page, name) {
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true });
}

async function noViolations(page, where) {
  // Through the debugger, which the page's content security policy does not bind.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, help, nodes }) => {
      const first = nodes.slice(0, 3).map((node) => `${node.target.join(' ')}: ${node.failureSummary.split('\n').slice(1).join(' ').trim()}`);
      return `${id} (${help}), ${nodes.length} times\n    ${first.join('\n    ')}`;
    });
  });
  wrong(violations.length === 0, `axe-core finds on ${where}:\n  ${violations.join('\n  ')}`);
}

async function fits(page, name) {
  const { width, widest } = await page.evaluate(() => {
    const width = document.documentElement.scrollWidth;
    const wide = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1);
    return { width, widest: wide.slice(0, 3).map((one) => `${one.tagName.toLowerCase()}.${[...one.classList].join('.')}`) };
  });
  wrong(width <= PHONE.width, `${name} is ${width} px wide on a phone of ${PHONE.width} px: ${widest.join(', ')}`);
}

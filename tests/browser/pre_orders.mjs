// A pre-order by phone: taken, picked by the scanner alone, ready, and sold from its ticket.
import { expect } from './expect.mjs';
import { look } from './look.mjs';
import { scan } from './scanner.mjs';

const CARD = 'P1000001';

/** As whoever sells and is signed in, with a drawer open; `goods` are packages on the sales floor, `{ id, name }`. */
export async function preOrders(page, url, goods) {
  const [wanted, other] = goods;
  await page.goto(`${url}/pre_orders`);
  await look(page, 'pre-orders-none');
  const number = await take(page, url, wanted);
  await pick(page, wanted, other);
  await page.keyboard.press('F9');
  await page.getByText('The register offers it').waitFor();
  await look(page, 'pre-order-ready');
  await page.getByLabel('How the patient was told').selectOption({ label: 'Called them' });
  await page.getByRole('button', { name: 'Write down' }).click();
  await page.getByText('Patient told: called them').waitFor();
  await page.getByRole('link', { name: 'Ticket' }).click();
  await page.locator('.paper svg').waitFor();
  await look(page, 'pre-order-ticket');
  await page.goto(`${url}/pre_orders?status=ready`);
  await look(page, 'pre-orders');
  await sell(page, url, number, wanted);
  await page.goto(`${url}/pre_orders?status=collected`);
  await page.locator('tbody th').filter({ hasText: number }).waitFor();
}

async function take(page, url, wanted) {
  await page.getByRole('link', { name: 'Take a pre-order' }).first().click();
  await look(page, 'pre-order-new');
  await page.getByLabel('Patient card number').fill(CARD);
  await page.getByLabel('External order number').fill('T-1001');
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Pickup day').fill(tomorrow);
  await page.getByRole('button', { name: 'Go on to the goods' }).click();
  await page.getByLabel('Product').fill(wanted.name.slice(0, 8));
  await page.getByLabel(`Quantity of ${wanted.name} to add`).fill('2');
  await look(page, 'pre-order-search');
  await page.getByRole('button', { name: `Add ${wanted.name}` }).click();
  await page.getByText('Would fit today').waitFor();
  await look(page, 'pre-order-goods');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('It waits to be picked').waitFor();
  await look(page, 'pre-order');
  return (await page.locator('h1').innerText()).replace(/\D/g, '');
}

async function pick(page, wanted, other) {
  await page.getByRole('link', { name: 'Pick', exact: true }).click();
  await page.locator('#code').waitFor();
  // Whatever has the focus.
  await page.evaluate(() => document.activeElement?.blur());
  await scan(page, other.id);
  await page.locator('.last-scan.refused').filter({ hasText: 'is not on pre-order' }).waitFor();
  await look(page, 'pre-order-wrong-scan');
  await page.locator('h1').click();
  await scan(page, wanted.id);
  await page.locator('.last-scan.accepted').filter({ hasText: '1 more to pick' }).waitFor();
  await look(page, 'pre-order-picking');
  await scan(page, wanted.id);
  await page.locator('.last-scan.accepted').filter({ hasText: 'Everything is picked' }).waitFor();
  expect((await page.locator('#code').inputValue()) === '', 'a scan stays in the field');
  await look(page, 'pre-order-picked');
}

async function sell(page, url, number, wanted) {
  await page.goto(`${url}/register`);
  await page.getByText('Who is buying?').waitFor();
  await scan(page, CARD);
  await page.getByText(`Pre-order ${number} is ready.`).waitFor();
  await look(page, 'register-pre-order');
  await scan(page, `PRE-${number}`);
  await page.locator('.last-scan.accepted').filter({ hasText: 'is in the cart' }).waitFor();
  await page.locator('.cart-lines li[data-line]').filter({ hasText: wanted.name }).locator('output').filter({ hasText: /^2$/ }).waitFor();
  expect((await page.locator('.bag').count()) === 0, 'a bag that is in the cart is offered again');
  await page.keyboard.press('F9');
  const checked = page.getByLabel(/Photo ID checked/);
  await page.getByRole('button', { name: /^Exact/ }).waitFor();
  if (await checked.count()) await checked.check();
  await page.getByRole('button', { name: /^Exact/ }).click();
  await page.getByText('Change due').waitFor();
}

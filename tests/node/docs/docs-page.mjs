// The docs page in a browser: takes pictures of it, light and dark, wide and narrow, and makes the demo activation with "try
// it". Prints what came of it as JSON: what was asked of other origins, errors of the page, and the answer.
// node docs/docs-page.mjs http://127.0.0.1:8080 /usr/bin/chromium /tmp/pictures
import { chromium } from 'playwright-core';

const [service, executablePath, pictures] = process.argv.slice(2);
const elsewhere = new Set();
const errors = new Set();

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });

async function open(width, height, colorScheme, hash = '') {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== service) elsewhere.add(request.url());
  });
  page.on('console', (message) => message.type() === 'error' && errors.add(message.text()));
  page.on('pageerror', (error) => errors.add(String(error)));
  await page.goto(`${service}/docs${hash}`, { waitUntil: 'networkidle' });
  return page;
}

for (const width of [1280, 390]) {
  for (const scheme of ['light', 'dark']) {
    const page = await open(width, width === 390 ? 844 : 800, scheme);
    await page.getByRole('heading', { name: 'Activations', exact: true }).first().waitFor();
    await page.screenshot({ path: `${pictures}/docs-${width}-${scheme}.png` });
    await page.context().close();
  }
}

const page = await open(1280, 800, 'light', '#tag/activation/POST/activations');
await page.getByRole('button', { name: /test request/i }).filter({ visible: true }).first().click();
const answered = page.waitForResponse((response) => response.request().method() === 'POST');
await page.getByRole('button', { name: /send/i }).filter({ visible: true }).first().click();
const answer = await answered;
const body = await answer.json();
await page.getByText(body.id).first().waitFor();
await page.screenshot({ path: `${pictures}/docs-answer.png` });
await browser.close();

console.log(JSON.stringify({
  elsewhere: [...elsewhere], errors: [...errors], status: answer.status(), activation: body.id,
}));

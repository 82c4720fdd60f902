// A client opens a proposal in a real browser without JavaScript, chooses, signs, and has ordered: in English and in Persian.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { signIn, url } from './server.mjs';

const pictures = path.join(import.meta.dirname, 'out');
mkdirSync(pictures, { recursive: true });
const token = await signIn();

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
try {
  await orders({
    locale: 'EN', currency: 'EUR', unit: 1, accept: 'Accept', accepted: 'This proposal is accepted.', direction: 'ltr',
    viewport: { width: 1280, height: 900 },
  });
  await orders({
    locale: 'FA', currency: 'IRR', unit: 500_000, accept: 'می‌پذیرم', accepted: /پذیرفته/, direction: 'rtl',
    viewport: { width: 390, height: 844 },
  });
} finally {
  await browser.close();
}
console.log('Proposals are read, chosen from and accepted without JavaScript.');

async function orders({ locale, currency, unit, accept, accepted, direction, viewport }) {
  const link = await sent(locale, currency, unit);
  const context = await browser.newContext({ javaScriptEnabled: false, viewport });
  const page = await context.newPage();
  await page.goto(`${url}/p/${link}`);
  assert.equal(await page.locator('html').getAttribute('dir'), direction);
  await page.locator('label.option', { hasText: 'Large' }).locator('input').check();
  await page.locator('label.option', { hasText: 'Photos' }).locator('input').check();
  await page.screenshot({ path: path.join(pictures, `proposal-${locale}.png`), fullPage: true });
  await page.locator('input[name="name"]').first().fill('Maya Lindqvist');
  await page.getByRole('button', { name: accept, exact: true }).click();
  await page.getByText(accepted).first().waitFor();
  await page.screenshot({ path: path.join(pictures, `accepted-${locale}.png`), fullPage: true });
  await context.close();

  const { contracts } = await ask(`{ contracts(first: 1, orderBy: [{ field: CREATED_AT, direction: DESC }]) { nodes {
    status value { amount currency } project { phases { totalCount } } baselines { nodes { price { amount } cost { amount } } } } } }`);
  const [contract] = contracts.nodes;
  assert.equal(contract.status, 'ACTIVE');
  assert.deepEqual(contract.value, { amount: `${3300 * unit}.00`, currency });
  assert.equal(contract.project.phases.totalCount, 2);
  assert.deepEqual(contract.baselines.nodes, [{ price: { amount: `${3300 * unit}.00` }, cost: { amount: `${900 * unit}.00` } }]);
}

/** Makes a proposal with two packages and an extra, and sends it. The token of the signer's link. */
async function sent(locale, currency, unit) {
  const money = (amount) => ({ amount: `${amount * unit}`, currency });
  const client = await made('client', { name: `Kontor ${locale}`, currency });
  const contact = await made('contact', { clientId: client, name: 'Maya', email: 'maya@kontor.example.test' });
  const { proposal } = await write('proposalCreate', 'proposal { currentVersion { id } }', {
    clientId: client, title: 'New shop', locale, currency, validUntil: new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10),
  });
  const id = proposal.currentVersion.id;
  const line = (description, price) => ({ description, unitPrice: money(price) });
  const option = (description, price, selected) => ({ ...line(description, price), optional: true, selected });
  await write('proposalVersionContentSet', 'proposalVersion { version }', {
    id,
    groups: [{ key: 'package', group: { name: 'Package', rule: 'EXACTLY_ONE' } }],
    phases: [
      { phase: { name: 'Concept', plannedCost: money(200) }, lines: [{ line: line('Workshop', 500) }] },
      {
        phase: { name: 'Build', plannedCost: money(700) },
        lines: [
          { groupKey: 'package', line: option('Small', 1000, true) },
          { groupKey: 'package', line: option('Large', 2500, false) },
          { line: option('Photos', 300, false) },
        ],
      },
    ],
  });
  for (const to of ['IN_REVIEW', 'APPROVED']) {
    await write('proposalVersionTransition', 'proposalVersion { status }', { id, expectedVersion: await version(id), to });
  }
  const { links } = await write('proposalVersionSend', 'links { token }', {
    id, expectedVersion: await version(id), delivery: 'NONE', recipients: [{ contactId: contact, role: 'SIGNER' }],
  });
  return links[0].token;
}

async function version(id) {
  const { proposalVersion } = await ask('query($id: ID!) { proposalVersion(id: $id) { version } }', { id });
  return proposalVersion.version;
}

async function made(record, input) {
  const payload = await write(`${record}Create`, `${record} { id }`, input);
  return payload[record].id;
}

async function write(field, selection, input) {
  const type = `${field[0].toUpperCase()}${field.slice(1)}Input`;
  const document = `mutation($input: ${type}!) { payload: ${field}(input: $input) { ${selection} errors { code message path } } }`;
  const { payload } = await ask(document, { input });
  assert.deepEqual(payload.errors, [], field);
  return payload;
}

async function ask(query, variables = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

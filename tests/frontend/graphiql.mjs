// The GraphiQL page in a real browser: sign in, run every sample, stay signed in, ask no other host for anything.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { account, url } from './server.mjs';

const here = import.meta.dirname;
const pictures = path.join(here, 'out');
mkdirSync(pictures, { recursive: true });

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
const complaints = [];
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 860 } });
  context.on('request', (request) => {
    const asked = request.url();
    if (!/^(data|blob):/.test(asked) && new URL(asked).origin !== new URL(url).origin) complaints.push(`asked ${asked}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} from ${response.url()}`);
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });

  const page = await context.newPage();
  await open(page);
  await page.screenshot({ path: path.join(pictures, 'signed-out.png') });

  await refusesAWrongPassword(page);
  await signsIn(page, account);
  await runsEverySample(page);
  await page.screenshot({ path: path.join(pictures, 'signed-in.png') });
  await opensASampleFromTheSide(page);
  await completesFieldsFromTheSchema(page);
  await page.screenshot({ path: path.join(pictures, 'samples.png') });
  await renewsAnOldTokenOnce(page);
  await givesWayInADuplicatedTab(context, page);
  await signsOut(page);

  const dark = await browser.newPage({ colorScheme: 'dark', viewport: { width: 820, height: 900 } });
  await open(dark);
  await dark.screenshot({ path: path.join(pictures, 'dark-and-narrow.png') });
} finally {
  await browser.close();
}
assert.deepEqual(complaints, [], 'the page asked elsewhere, or something went wrong on it');
console.log(`The page works. Pictures: ${path.relative(process.cwd(), pictures)}`);

async function open(page) {
  await page.goto(`${url}/`);
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
}

async function refusesAWrongPassword(page) {
  await fill(page, { ...account, password: 'wrong' });
  await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
}

async function signsIn(page, who) {
  await fill(page, who);
  await page.getByRole('status').filter({ hasText: 'Signed in as' }).waitFor();
}

async function fill(page, { email, password }) {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function runsEverySample(page) {
  const { viewer } = await answerOf(page, 'WhoAmI');
  assert.equal(viewer.user.email, account.email);

  const { clients } = await answerOf(page, 'FirstClients');
  assert.ok(clients.nodes.length > 0 && clients.nodes.length <= clients.totalCount);

  const { clientCreate } = await answerOf(page, 'CreateClient');
  assert.deepEqual(clientCreate.errors, []);

  const { id, version: expectedVersion } = clientCreate.client;
  const variables = { input: { id, expectedVersion, name: 'Changed in GraphiQL' } };
  const { clientUpdate: first } = await answerOf(page, 'UpdateClient', variables);
  assert.equal(first.client.name, 'Changed in GraphiQL');
  const { clientUpdate: second } = await answerOf(page, 'UpdateClient', variables);
  assert.equal(second.errors[0].code, 'VERSION_CONFLICT');
  assert.equal(second.errors[0].currentVersion, first.client.version);

  const { planned, active } = await answerOf(page, 'ProjectBoard');
  assert.ok(planned.totalCount + active.totalCount > 0);

  const samples = readdirSync(path.join(here, '../../api/graphiql/samples')).filter((file) => file.endsWith('.graphql'));
  assert.equal(samples.length, 5, 'a sample is not run here');
}

/** Opens the tab with this operation, runs it, and gives its data back. */
async function answerOf(page, operation, variables) {
  await page.getByRole('tab', { name: operation }).first().locator('.graphiql-tab-button').click();
  await page.locator('.graphiql-query-editor').getByText(operation).first().waitFor();
  if (variables) await write(page, 'variables.json', JSON.stringify(variables, null, 2));

  const [response] = await Promise.all([
    page.waitForResponse((response) => response.request().postDataJSON()?.query.includes(` ${operation}`)),
    page.getByRole('button', { name: /^Execute/ }).click(),
  ]);
  const { data, errors } = await response.json();
  assert.equal(errors, undefined, `${operation}: ${JSON.stringify(errors)}`);
  await page.locator('.result-window').getByText('"data"').waitFor();
  return data;
}

function write(page, model, text) {
  const set = ([model, text]) => {
    const found = globalThis.__MONACO.editor.getModels().find(({ uri }) => uri.path.endsWith(model));
    found.setValue(text);
  };
  return page.evaluate(set, [model, text]);
}

async function opensASampleFromTheSide(page) {
  const before = await page.getByRole('tab').count();
  await page.getByRole('button', { name: 'Show Samples' }).click();
  await page.getByRole('button', { name: 'First clients, with projects' }).click();
  await page.locator('.graphiql-query-editor').getByText('FirstClients').first().waitFor();
  assert.equal(await page.getByRole('tab').count(), before + 1);
}

// The suggestions come from the worker of the GraphQL language: it runs and has the schema.
async function completesFieldsFromTheSchema(page) {
  await write(page, 'operation.graphql', '{ vie');
  await page.locator('.graphiql-query-editor .view-line').first().click();
  await page.keyboard.press('End');
  await page.keyboard.press('Control+Space');
  await page.locator('.suggest-widget').getByText('viewer').first().waitFor();
}

async function renewsAnOldTokenOnce(page) {
  await page.evaluate(() => {
    const stored = JSON.parse(sessionStorage.getItem('rapport.session'));
    sessionStorage.setItem('rapport.session', JSON.stringify({ ...stored, expiresAt: '2000-01-01T00:00:00Z' }));
  });
  let renewals = 0;
  page.on('request', (request) => {
    if (request.postData()?.includes('mutation TokenRefresh')) renewals += 1;
  });

  await page.reload();
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  const { viewer } = await answerOf(page, 'WhoAmI');

  assert.equal(viewer.user.email, account.email);
  assert.equal(renewals, 1);
}

async function givesWayInADuplicatedTab(context, page) {
  const stored = await page.evaluate(() => sessionStorage.getItem('rapport.session'));
  const copy = await context.newPage();
  await copy.addInitScript((text) => sessionStorage.setItem('rapport.session', text), stored);
  await open(copy);

  await copy.getByRole('alert').filter({ hasText: 'Each tab signs in for itself.' }).waitFor();

  await copy.close();
  assert.equal((await answerOf(page, 'WhoAmI')).viewer.user.email, account.email);
}

async function signsOut(page) {
  const ended = page.waitForResponse((response) => response.request().postData()?.includes('mutation SignOut'));
  await page.getByRole('button', { name: 'Sign out' }).click();
  const { data } = await (await ended).json();
  assert.deepEqual(data.signOut.errors, []);

  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.getItem('rapport.session')), null);
}

// The public audits of GraphQL over HTTP, as a signed-in caller.
import { serverAudits } from 'graphql-http';
import { signIn, url } from './server.mjs';

/** Audits that we fail on purpose, by id, each with the reason. */
const waivers = {};

const authorization = `Bearer ${await signIn()}`;
const fetchFn = (input, init) => fetch(input, { ...init, headers: { ...init?.headers, authorization } });

let faults = 0;
for (const audit of serverAudits({ url: `${url}/graphql`, fetchFn })) {
  const result = await audit.fn();
  const waiver = waivers[audit.id];
  if (result.status === 'ok' && !waiver) continue;

  if (result.status === 'ok') {
    faults += 1;
    console.error(`${audit.id} ${audit.name}: passes, so its waiver must go`);
  } else if (waiver) {
    console.log(`${audit.id} ${audit.name}: waived, ${waiver}`);
  } else {
    faults += 1;
    const { status } = result.response;
    console.error(`${audit.id} ${audit.name}: ${result.reason} (HTTP ${status}: ${await bodyOf(result.response)})`);
  }
}

const { length } = serverAudits({ url });
console.log(faults === 0 ? `All ${length} audits pass or are waived.` : `${faults} of ${length} audits fail.`);
process.exitCode = faults === 0 ? 0 : 1;

async function bodyOf(response) {
  return response.bodyUsed ? 'body read by the audit' : (await response.text()).slice(0, 300);
}

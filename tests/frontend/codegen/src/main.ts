// A front end's day: sign in, list, look at the board, take on a client, change it twice from two screens.
import { Api } from './api.js';
import { archive, create, update } from './client-edit.js';
import { allClients } from './client-list.js';
import { board } from './project-board.js';
import { greeting, signIn } from './viewer.js';

export async function main(url: string, email: string, password: string): Promise<void> {
  const api = await signIn(new Api(url), email, password);
  console.log(await greeting(api));

  const clients = await allClients(api, 7);
  console.log(`${clients.length} clients, the first: ${clients[0]}`);
  console.log(await board(api));

  const name = `Front-end test ${new Date().toISOString()}`;
  const created = await create(api, { name });
  const saved = await update(api, { id: created.id, expectedVersion: created.version, name: `${name}, changed` });
  if (saved.kind !== 'saved') throw new Error(`the first change: ${JSON.stringify(saved)}`);

  const late = await update(api, { id: created.id, expectedVersion: created.version, name: `${name}, too late` });
  if (late.kind !== 'changed-by-another') throw new Error(`the late change: ${JSON.stringify(late)}`);
  if (late.currentVersion !== saved.client.version) throw new Error(`the late change was told version ${late.currentVersion}`);

  if (!(await archive(api, created.id, saved.client.version))) throw new Error('the client is not archived');
  console.log(`Created, changed, refused a late change and archived ${created.id}.`);
}

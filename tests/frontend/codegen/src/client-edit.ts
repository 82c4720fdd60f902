import type { Api } from './api.js';
import { graphql } from './graphql/index.js';
import type { ClientCreateInput, ClientUpdateInput } from './graphql/graphql.js';

const ClientCreate = graphql(`
  mutation ClientCreate($input: ClientCreateInput!) {
    clientCreate(input: $input) {
      client {
        id
        version
        name
      }
      errors {
        __typename
        code
        message
        path
        ... on NotUniqueError {
          existing {
            id
          }
        }
      }
    }
  }
`);

const ClientUpdate = graphql(`
  mutation ClientUpdate($input: ClientUpdateInput!) {
    clientUpdate(input: $input) {
      client {
        id
        version
        name
      }
      errors {
        __typename
        code
        message
        path
        ... on VersionConflictError {
          currentVersion
          current {
            __typename
            id
            ... on Client {
              name
            }
          }
        }
      }
    }
  }
`);

const ClientArchive = graphql(`
  mutation ClientArchive($input: ClientArchiveInput!) {
    clientArchive(input: $input) {
      client {
        id
        archivedAt
      }
      errors {
        __typename
        code
        message
      }
    }
  }
`);

export interface Saved {
  id: string;
  version: number;
  name: string;
}

export async function create(api: Api, input: ClientCreateInput): Promise<Saved> {
  const { client, errors } = (await api.ask(ClientCreate, { input })).clientCreate;
  if (client) return client;
  throw new Error(errors.map(({ message, path }) => `${path?.join('.')}: ${message}`).join('; '));
}

/** What a form shows after "save": the client, what a colleague made of it meanwhile, or what is wrong. */
export type Outcome =
  | { kind: 'saved'; client: Saved }
  | { kind: 'changed-by-another'; currentVersion: number; currentName: string | null }
  | { kind: 'refused'; messages: string[] };

export async function update(api: Api, input: ClientUpdateInput): Promise<Outcome> {
  const { client, errors } = (await api.ask(ClientUpdate, { input })).clientUpdate;
  if (client) return { kind: 'saved', client };

  for (const error of errors) {
    if (error.__typename !== 'VersionConflictError') continue;
    const { current, currentVersion } = error;
    return {
      kind: 'changed-by-another',
      currentVersion,
      currentName: current?.__typename === 'Client' ? current.name : null,
    };
  }
  return { kind: 'refused', messages: errors.map(({ message }) => message) };
}

export async function archive(api: Api, id: string, expectedVersion: number): Promise<string | null> {
  const { client, errors } = (await api.ask(ClientArchive, { input: { id, expectedVersion } })).clientArchive;
  if (!client) throw new Error(errors.map(({ message }) => message).join('; '));
  return client.archivedAt ?? null;
}

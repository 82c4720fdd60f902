import type { Api } from './api.js';
import { type FragmentType, graphql, read } from './graphql/index.js';

const ClientRow = graphql(`
  fragment ClientRow on Client {
    id
    version
    name
    stage
    owner {
      id
      name
    }
    projects(first: 3) {
      nodes {
        id
        name
        status
      }
      totalCount
    }
  }
`);

const ClientList = graphql(`
  query ClientList($first: Int, $after: String, $filter: ClientFilter) {
    clients(first: $first, after: $after, filter: $filter, orderBy: [{ field: NAME, direction: ASC }]) {
      nodes {
        id
        ...ClientRow
      }
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** All clients, page after page. */
export async function allClients(api: Api, pageSize: number): Promise<string[]> {
  const rows: string[] = [];
  let after: string | null | undefined = null;
  do {
    const { clients }: Awaited<ReturnType<typeof page>> = await page(api, pageSize, after);
    if (!clients) throw new Error('no list');
    rows.push(...clients.nodes.map((node) => row(node)));
    after = clients.pageInfo.hasNextPage ? clients.pageInfo.endCursor : null;
    if (!after && rows.length !== clients.totalCount) throw new Error(`${rows.length} of ${clients.totalCount} clients`);
  } while (after);
  return rows;
}

function page(api: Api, first: number, after: string | null) {
  return api.ask(ClientList, { first, after });
}

function row(masked: FragmentType<typeof ClientRow>): string {
  const client = read(ClientRow, masked);
  const projects = client.projects?.nodes.map(({ name, status }) => `${name} (${status})`) ?? [];
  return `${client.name} · ${client.stage} · ${client.owner?.name ?? 'no owner'} · ${projects.join(', ')}`;
}

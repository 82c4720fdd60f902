import type { Api } from './api.js';
import { type FragmentType, graphql, read } from './graphql/index.js';
import type { ProjectStatus } from './graphql/graphql.js';

const ProjectCard = graphql(`
  fragment ProjectCard on Project {
    id
    version
    name
    status
    allowedTransitions
    client {
      id
      name
    }
    milestones(first: 3) {
      nodes {
        id
        name
        status
      }
    }
  }
`);

const ProjectColumn = graphql(`
  query ProjectColumn($status: ProjectStatus!, $first: Int) {
    projects(first: $first, filter: { status: { eq: $status } }) {
      totalCount
      nodes {
        id
        ...ProjectCard
      }
    }
  }
`);

const columns: ProjectStatus[] = ['PLANNED', 'ACTIVE', 'ON_HOLD', 'DELIVERED'];

/** The board as text: a column for each state. */
export async function board(api: Api): Promise<string> {
  const filled = await Promise.all(columns.map((status) => api.ask(ProjectColumn, { status, first: 5 })));
  return filled
    .map(({ projects }, index) => {
      const cards = projects?.nodes.map((node) => `  ${card(node)}`) ?? [];
      return [`${columns[index]} (${projects?.totalCount ?? 0})`, ...cards].join('\n');
    })
    .join('\n');
}

function card(masked: FragmentType<typeof ProjectCard>): string {
  const { name, client, milestones, allowedTransitions } = read(ProjectCard, masked);
  const next = milestones?.nodes.find(({ status }) => status === 'PLANNED');
  return `${name} for ${client?.name ?? 'a client'}; next ${next?.name ?? 'none'}; may go to ${allowedTransitions.join(', ')}`;
}

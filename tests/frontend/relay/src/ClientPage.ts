import { graphql } from 'react-relay';

export const ClientPageQuery = graphql`
  query ClientPageQuery($id: ID!) {
    node(id: $id) {
      __typename
      ...ClientRow_client @alias
      ...ClientProjects_client @alias
    }
  }
`;

// Refetched by id through Query.node: what Relay asks of every type that implements Node.
export const ClientProjectsFragment = graphql`
  fragment ClientProjects_client on Client
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" })
  @refetchable(queryName: "ClientProjectsPageQuery") {
    projects(first: $count, after: $cursor) @connection(key: "ClientProjects_projects") {
      edges {
        node {
          id
          name
          status
        }
      }
    }
  }
`;

import { graphql } from 'react-relay';

export const ClientCreateMutation = graphql`
  mutation ClientEditCreateMutation($input: ClientCreateInput!, $connections: [ID!]!) {
    clientCreate(input: $input) {
      client @prependNode(connections: $connections, edgeTypeName: "ClientEdge") {
        id
        ...ClientRow_client
      }
      errors {
        __typename
        code
        message
        path
      }
    }
  }
`;

export const ClientUpdateMutation = graphql`
  mutation ClientEditUpdateMutation($input: ClientUpdateInput!) {
    clientUpdate(input: $input) {
      client {
        ...ClientRow_client
      }
      errors {
        code
        message
        ... on VersionConflictError {
          currentVersion
          current {
            ...ClientRow_client @alias
          }
        }
      }
    }
  }
`;

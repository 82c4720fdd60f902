import { graphql } from 'react-relay';

export const ClientListQuery = graphql`
  query ClientListQuery($filter: ClientFilter) {
    ...ClientList_clients @arguments(filter: $filter)
  }
`;

export const ClientListFragment = graphql`
  fragment ClientList_clients on Query
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    filter: { type: "ClientFilter" }
  )
  @refetchable(queryName: "ClientListPageQuery") {
    clients(first: $first, after: $after, filter: $filter) @connection(key: "ClientList_clients", filters: ["filter"]) {
      totalCount
      edges {
        node {
          id
          ...ClientRow_client
        }
      }
    }
  }
`;

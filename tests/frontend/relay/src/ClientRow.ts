import { graphql } from 'react-relay';

export const ClientRowFragment = graphql`
  fragment ClientRow_client on Client {
    name
    stage
    version
    owner {
      name
    }
  }
`;

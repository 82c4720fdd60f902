import { graphql } from 'react-relay';

export const ProjectBoardQuery = graphql`
  query ProjectBoardQuery($first: Int!) {
    planned: projects(first: $first, filter: { status: { eq: PLANNED } }) {
      ...ProjectBoard_column
    }
    active: projects(first: $first, filter: { status: { eq: ACTIVE } }) {
      ...ProjectBoard_column
    }
  }
`;

export const ProjectBoardColumn = graphql`
  fragment ProjectBoard_column on ProjectConnection {
    totalCount
    nodes {
      id
      name
      status
      version
      allowedTransitions
      client {
        name
      }
    }
  }
`;

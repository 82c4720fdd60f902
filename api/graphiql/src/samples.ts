import createClient from '../samples/create-client.graphql';
import createClientVariables from '../samples/create-client.json';
import firstClients from '../samples/first-clients.graphql';
import firstClientsVariables from '../samples/first-clients.json';
import projectBoard from '../samples/project-board.graphql';
import projectBoardVariables from '../samples/project-board.json';
import updateClient from '../samples/update-client.graphql';
import updateClientVariables from '../samples/update-client.json';
import whoAmI from '../samples/who-am-i.graphql';

/** An operation to start from, as GraphiQL opens it in a tab. */
export interface Sample {
  title: string;
  query: string;
  variables: string;
}

function sample(title: string, query: string, variables?: object): Sample {
  return { title, query, variables: variables ? JSON.stringify(variables, null, 2) : '' };
}

/** What a newcomer wants to try, in the order of a first visit. */
export const samples: Sample[] = [
  sample('Who am I', whoAmI),
  sample('First clients, with projects', firstClients, firstClientsVariables),
  sample('Create a client', createClient, createClientVariables),
  sample('Change a client, if unchanged', updateClient, updateClientVariables),
  sample('Project board', projectBoard, projectBoardVariables),
];

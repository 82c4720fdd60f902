// The server under test, and who asks it.

/** Where the server listens, for example http://127.0.0.1:4000. */
export const url = (process.env.RAPPORT_URL ?? 'http://127.0.0.1:4000').replace(/\/$/, '');

/** An account that may do everything; the demo's owner unless told otherwise. */
export const account = {
  email: process.env.RAPPORT_EMAIL ?? 'owner@demo.rapport.test',
  password: process.env.RAPPORT_PASSWORD ?? 'correct horse battery staple',
};

/** An access token for the account. */
export async function signIn() {
  const query = `mutation SignIn($input: SignInInput!) {
    signIn(input: $input) { accessToken errors { message } }
  }`;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query, variables: { input: account } }),
  });
  const answer = await response.json();
  const token = answer.data?.signIn.accessToken;
  if (!token) throw new Error(`${account.email} cannot sign in: ${JSON.stringify(answer)}`);
  return token;
}

import type { Api } from './api.js';
import { graphql } from './graphql/index.js';

const SignIn = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      accessToken
      errors {
        __typename
        code
        message
      }
    }
  }
`);

const Me = graphql(`
  query Me {
    viewer {
      user {
        name
        email
      }
      agency {
        name
        baseCurrency
        timeZone
      }
      role
      scopes
    }
  }
`);

export async function signIn(api: Api, email: string, password: string): Promise<Api> {
  const { accessToken, errors } = (await api.ask(SignIn, { input: { email, password } })).signIn;
  if (!accessToken) throw new Error(errors.map(({ message }) => message).join(' '));
  return api.as(accessToken);
}

/** The line in the corner of the screen. */
export async function greeting(api: Api): Promise<string> {
  const { viewer } = await api.ask(Me);
  return `${viewer?.user?.name ?? 'nobody'}, ${viewer?.role ?? 'no role'} at ${viewer?.agency?.name ?? 'no agency'}`;
}

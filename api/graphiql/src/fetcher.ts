import type { GraphiQLProps } from 'graphiql';
import { post, type Session } from './session';

type Fetcher = GraphiQLProps['fetcher'];

/** Sends what GraphiQL asks as the caller who is signed in. An Authorization header typed by hand goes first. */
export function fetcherOf(session: Session): Fetcher {
  return async ({ query, variables, operationName }, options) => {
    const typed = lowerCased(options?.headers ?? {});
    // GraphiQL reads the name a moment after a tab is opened, and until then sends that of the tab before.
    const body = { query, variables, operationName: operationName && query.includes(operationName) ? operationName : null };
    if ('authorization' in typed) return answer(await post(body, typed));

    const send = async () => {
      const authorization = await session.authorization();
      return post(body, authorization ? { ...typed, authorization } : typed);
    };
    const first = await send();
    // The server may have ended the token early, or this machine's clock may be slow.
    if (first.status !== 401 || !session.state().viewer) return answer(first);

    await session.refresh();
    return answer(await send());
  };
}

function lowerCased(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

async function answer(response: Response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return { errors: [{ message: `The server answered ${response.status} without JSON.`, text }] };
  }
}

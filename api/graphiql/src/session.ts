import signInDocument from '../session/sign-in.graphql';
import signOutDocument from '../session/sign-out.graphql';
import tokenRefreshDocument from '../session/token-refresh.graphql';

const ENDPOINT = '/graphql';
const STORED_AS = 'rapport.session';
const EXPIRES_SOON_MS = 10_000;
const COPY_CHECK_MS = 1_000;

/** Who is signed in, as far as the page shows it. */
export interface Viewer {
  user: { name: string; email: string } | null;
  agency: { name: string } | null;
  role: string | null;
}

interface Tokens {
  accessToken: string;
  refreshToken: string;
  expiresAt: string;
}

interface Stored extends Tokens {
  tab: string;
  viewer: Viewer;
}

/** What the page shows of the session. */
export interface State {
  viewer: Viewer | null;
  notice: string | null;
}

/** An error whose words are meant for the person at the page. */
export class Refused extends Error {}

type Payload<T> = { [K in keyof T]: T[K] | null } & { errors: { message: string }[] };

/** One signed-in caller. Lives as long as the browser's tab; nothing is written to disk by the page. */
export class Session {
  #stored: Stored | null = restore();
  #state: State = { viewer: this.#stored?.viewer ?? null, notice: null };
  #listeners = new Set<() => void>();
  #refreshing: Promise<void> | null = null;

  constructor() {
    if (this.#stored) void this.#dropIfCopied(this.#stored.tab);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): State => this.#state;

  async signIn(email: string, password: string): Promise<void> {
    type Answer = { signIn: Payload<Tokens & { viewer: Viewer }> };
    const { signIn } = await ask<Answer>(signInDocument, { input: { email, password } });
    const { accessToken, refreshToken, expiresAt, viewer } = signIn;
    if (!accessToken || !refreshToken || !expiresAt || !viewer) throw refusal(signIn.errors);

    if (this.#stored) void revoke(this.#stored);
    const tab = crypto.randomUUID();
    this.#keep({ accessToken, refreshToken, expiresAt, viewer, tab }, null);
    void hold(tab);
  }

  async signOut(): Promise<void> {
    const stored = this.#stored;
    this.#keep(null, null);
    if (stored) await revoke(stored);
  }

  /** The value of the Authorization header, renewed when it is about to expire. */
  async authorization(): Promise<string | null> {
    if (this.#stored && Date.parse(this.#stored.expiresAt) - Date.now() < EXPIRES_SOON_MS) await this.refresh();
    return this.#stored && bearer(this.#stored);
  }

  /** Changes the refresh token for new tokens. It works once, so calls at the same time share one request. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #refresh(): Promise<void> {
    const before = this.#stored;
    if (!before) return;

    type Answer = { tokenRefresh: Payload<Tokens> };
    const { refreshToken: old } = before;
    const { tokenRefresh } = await ask<Answer>(tokenRefreshDocument, { input: { refreshToken: old } });
    if (this.#stored !== before) return;

    const { accessToken, refreshToken, expiresAt } = tokenRefresh;
    if (!accessToken || !refreshToken || !expiresAt) {
      this.#keep(null, 'Your session has ended. Please sign in again.');
      return;
    }
    this.#keep({ ...before, accessToken, refreshToken, expiresAt }, null);
  }

  // "Duplicate tab" copies sessionStorage. Two tabs with one refresh token would look like theft to the
  // server, which would end the session in both: the copy gives way.
  async #dropIfCopied(tab: string): Promise<void> {
    if (await hold(tab)) return;
    if (this.#stored?.tab === tab) this.#keep(null, 'Each tab signs in for itself.');
  }

  #keep(stored: Stored | null, notice: string | null): void {
    this.#stored = stored;
    if (stored) sessionStorage.setItem(STORED_AS, JSON.stringify(stored));
    else sessionStorage.removeItem(STORED_AS);
    this.#state = { viewer: stored?.viewer ?? null, notice };
    for (const listener of this.#listeners) listener();
  }
}

function restore(): Stored | null {
  const text = sessionStorage.getItem(STORED_AS);
  return text ? (JSON.parse(text) as Stored) : null;
}

/** Holds the tab's lock until the tab closes; false if another tab has it. */
function hold(tab: string): Promise<boolean> {
  // Plain http on another host than localhost has no locks.
  if (!navigator.locks) return Promise.resolve(true);

  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(COPY_CHECK_MS);
    const untilTheTabCloses = () => {
      resolve(true);
      return new Promise<never>(() => {});
    };
    navigator.locks.request(`${STORED_AS}.${tab}`, { signal }, untilTheTabCloses).catch(() => resolve(false));
  });
}

/** Ends the session on the server. Should that fail, the session ends by itself when it idles. */
async function revoke(tokens: Tokens): Promise<void> {
  await ask(signOutDocument, {}, bearer(tokens)).catch(() => undefined);
}

function bearer({ accessToken }: Tokens): string {
  return `Bearer ${accessToken}`;
}

function refusal(errors: { message: string }[]): Refused {
  return new Refused(errors.map(({ message }) => message).join(' ') || 'The server gave no reason.');
}

async function ask<T>(query: string, variables: object, authorization?: string): Promise<T> {
  const response = await post({ query, variables }, authorization ? { authorization } : {});
  const { data, errors } = (await response.json()) as { data?: T | null; errors?: { message: string }[] };
  if (!data) throw refusal(errors ?? []);
  return data;
}

/** Sends one GraphQL request. */
export function post(body: object, headers: Record<string, string>): Promise<Response> {
  return fetch(ENDPOINT, {
    method: 'POST',
    credentials: 'omit',
    cache: 'no-store',
    headers: {
      accept: 'application/graphql-response+json, application/json;q=0.9',
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(body),
  });
}

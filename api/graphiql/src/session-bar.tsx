import { type FormEvent, useState, useSyncExternalStore } from 'react';
import { demoAccounts, demoPassword } from './demo';
import { Refused, type Session, type Viewer } from './session';

interface Props {
  session: Session;
  isDemo: boolean;
}

/** The strip above GraphiQL: who is signed in, and the form to become someone else. */
export function SessionBar({ session, isDemo }: Props) {
  const { viewer, notice } = useSyncExternalStore(session.subscribe, session.state);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  const run = async (action: () => Promise<void>) => {
    setBusy(true);
    setRefusal(null);
    try {
      await action();
    } catch (error) {
      setRefusal(error instanceof Refused ? error.message : 'The server cannot be reached.');
    } finally {
      setBusy(false);
    }
  };

  return (
    <header className="session-bar">
      <h1>Rapport</h1>
      {viewer ? (
        <SignedIn viewer={viewer} isBusy={isBusy} onSignOut={() => run(() => session.signOut())} />
      ) : (
        <SignInForm isDemo={isDemo} isBusy={isBusy} onSignIn={(...who) => run(() => session.signIn(...who))} />
      )}
      {viewer && isDemo && (
        <DemoSwitch current={viewer} isBusy={isBusy} onSwitch={(email) => run(() => session.signIn(email, demoPassword))} />
      )}
      <p className="session-message" role="alert">
        {refusal ?? notice}
      </p>
      <nav aria-label="Schema">
        <a href="/schema.graphql" target="_blank" rel="noreferrer">
          Schema as text
        </a>
      </nav>
    </header>
  );
}

interface SignInFormProps {
  isDemo: boolean;
  isBusy: boolean;
  onSignIn(email: string, password: string): void;
}

function SignInForm({ isDemo, isBusy, onSignIn }: SignInFormProps) {
  const [email, setEmail] = useState(isDemo ? demoAccounts[0]!.email : '');
  const [password, setPassword] = useState(isDemo ? demoPassword : '');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSignIn(email, password);
  };
  const pick = (picked: string) => {
    setEmail(picked);
    setPassword(demoPassword);
  };

  return (
    <form className="session-form" onSubmit={submit} aria-label="Sign in">
      {isDemo && <AccountPicker label="Demo account" email={email} onPick={pick} />}
      <label>
        E-mail
        <input
          name="email"
          type="email"
          autoComplete="username"
          size={27}
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </label>
      <label>
        Password
        <input
          name="password"
          type="password"
          autoComplete="current-password"
          size={18}
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <button type="submit" disabled={isBusy}>
        {isBusy ? 'Signing in …' : 'Sign in'}
      </button>
    </form>
  );
}

function SignedIn({ viewer, isBusy, onSignOut }: { viewer: Viewer; isBusy: boolean; onSignOut(): void }) {
  const place = [viewer.role && wordsOf(viewer.role), viewer.agency?.name].filter(Boolean).join(', ');
  return (
    <>
      <p className="session-who" role="status">
        Signed in as <strong>{viewer.user?.name ?? 'an API key'}</strong>
        {place && ` · ${place}`}
      </p>
      <button type="button" disabled={isBusy} onClick={onSignOut}>
        Sign out
      </button>
    </>
  );
}

function DemoSwitch({ current, isBusy, onSwitch }: { current: Viewer; isBusy: boolean; onSwitch(email: string): void }) {
  const [picked, setPicked] = useState<string | null>(null);
  const email = picked ?? current.user?.email ?? '';

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setPicked(null);
    onSwitch(email);
  };

  return (
    <form className="session-form" onSubmit={submit} aria-label="Switch demo account">
      <AccountPicker label="Look at it as" email={email} onPick={setPicked} />
      <button type="submit" disabled={isBusy || email === current.user?.email}>
        Switch
      </button>
    </form>
  );
}

function AccountPicker({ label, email, onPick }: { label: string; email: string; onPick(email: string): void }) {
  const isKnown = demoAccounts.some((account) => account.email === email);
  return (
    <label>
      {label}
      <select value={isKnown ? email : ''} onChange={(event) => onPick(event.target.value)}>
        {!isKnown && <option value="">Another account</option>}
        {demoAccounts.map((account) => (
          <option key={account.email} value={account.email}>
            {account.role}
          </option>
        ))}
      </select>
    </label>
  );
}

/** ACCOUNT_MANAGER → account manager */
function wordsOf(constant: string): string {
  return constant.toLowerCase().replaceAll('_', ' ');
}

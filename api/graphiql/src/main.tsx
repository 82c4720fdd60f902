import './workers';
import './styles';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { fetcherOf } from './fetcher';
import { samples } from './samples';
import { samplesPlugin } from './samples-plugin';
import { Session } from './session';
import { SessionBar } from './session-bar';

const place = document.getElementById('graphiql')!;
const session = new Session();
const fetcher = fetcherOf(session);
const plugins = [samplesPlugin, HISTORY_PLUGIN];

createRoot(place).render(
  <>
    <SessionBar session={session} isDemo={place.dataset['demo'] === 'true'} />
    <main>
      <GraphiQL
        fetcher={fetcher}
        plugins={plugins}
        defaultTabs={samples}
        defaultEditorToolsVisibility="variables"
        inputValueDeprecation
        schemaDescription
      >
        <GraphiQL.Logo>{null}</GraphiQL.Logo>
      </GraphiQL>
    </main>
  </>,
);

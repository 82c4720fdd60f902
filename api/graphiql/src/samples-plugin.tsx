import { type GraphiQLPlugin, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { type Sample, samples } from './samples';

/** A pane of GraphiQL's sidebar that opens a sample operation in a new tab. */
export const samplesPlugin: GraphiQLPlugin = { title: 'Samples', icon: Icon, content: Samples };

function Samples() {
  const { addTab } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);

  const open = (sample: Sample) => {
    addTab();
    queryEditor?.setValue(sample.query);
    variableEditor?.setValue(sample.variables);
    queryEditor?.focus();
  };

  return (
    <section aria-label="Samples" className="samples">
      <div className="graphiql-doc-explorer-title">Samples</div>
      <p>Each opens in a tab of its own.</p>
      <ul>
        {samples.map((sample) => (
          <li key={sample.title}>
            <button type="button" onClick={() => open(sample)}>
              {sample.title}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Icon() {
  return (
    <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <rect x="2.5" y="3" width="15" height="14" rx="2" />
      <path d="m6 8 2.5 2L6 12m5 0h3.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

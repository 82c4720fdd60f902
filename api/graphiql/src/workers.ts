const files: Record<string, string> = { graphql: 'graphql.worker.js', json: 'json.worker.js' };

// Monaco checks and completes text off the main thread; it asks here for the worker of each language.
Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_id: string, language: string) => new Worker(`/graphiql/${files[language] ?? 'editor.worker.js'}`),
  },
});

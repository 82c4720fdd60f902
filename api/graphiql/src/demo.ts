/** The accounts that `rapport serve --demo` makes: one for each role. */
export const demoAccounts = [
  ['owner', 'Owner'],
  ['manager', 'Manager'],
  ['account', 'Account manager'],
  ['project', 'Project manager'],
  ['specialist', 'Specialist'],
  ['finance', 'Finance'],
  ['freelancer', 'Freelancer'],
  ['viewer', 'Viewer'],
  ['portal', 'Client portal'],
].map(([name, role]) => ({ role, email: `${name}@demo.rapport.test` }));

/** The password that all demo accounts share. */
export const demoPassword = 'correct horse battery staple';

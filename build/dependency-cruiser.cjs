// Which folder may import which. TypeScript's project references say the same for the folders; here are also the finer walls.
const local = '^(shared|electron|renderer|test|build)/';
const packages = 'node_modules/';

/** Folder -> what it may import besides itself. */
const allowed = {
  shared: [],
  'electron/engine': ['shared'],
  'electron/strategy': ['shared', 'electron/engine'],
  'electron/store': ['shared', 'electron/engine'],
  'electron/results': ['shared', 'electron/engine'],
  'electron/upkeep': ['shared', 'electron/engine', 'electron/store'],
  'electron/coordinator': ['shared', 'electron/engine', 'electron/strategy'],
  'electron/transport': ['shared'],
  'electron/shell': ['shared', 'electron/transport'],
  'electron/feeds': ['shared', 'electron/engine', 'electron/store'],
  renderer: ['shared'],
};

const folderWalls = Object.entries(allowed).map(([folder, others]) => ({
  name: `${folder.replace('electron/', '')}-imports-only-what-it-may`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { path: local, pathNot: [folder, ...others].map((name) => `^${name}/`) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...folderWalls,
    {
      name: 'electron-programs-import-only-product-code',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: '^(renderer|test|build)/' },
    },
    {
      name: 'pure-folders-import-no-node-modules',
      severity: 'error',
      from: { path: '^(shared|electron/engine|electron/strategy|renderer)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'engine-imports-no-package',
      severity: 'error',
      from: { path: '^electron/engine/' },
      to: { path: packages },
    },
    {
      name: 'shared-imports-only-time-validation-and-codec-packages',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: packages, pathNot: `${packages}(temporal-polyfill|temporal-spec|zod|@msgpack/msgpack)/` },
    },
    {
      name: 'only-the-electron-host-imports-electron',
      severity: 'error',
      from: { path: '^(shared|electron|renderer)/', pathNot: '^electron/((main|preload)\\.ts$|shell/)' },
      to: { path: '(^electron$|node_modules/electron/)' },
    },
    {
      name: 'duckdb-lives-in-store-and-upkeep',
      severity: 'error',
      from: { path: '^(shared|electron|renderer)/', pathNot: '^electron/(store|upkeep)/' },
      to: { path: `${packages}@duckdb/` },
    },
    {
      name: 'coordinator-never-reaches-duckdb',
      severity: 'error',
      from: { path: '^electron/coordinator/' },
      to: { path: `(${packages}@duckdb/|^electron/store/)`, reachable: true },
    },
    {
      name: 'renderer-features-do-not-import-app-or-main',
      severity: 'error',
      from: { path: '^renderer/[^/]+/', pathNot: '^renderer/app/' },
      to: { path: '^renderer/(app/|[^/]+$)' },
    },
    {
      name: 'renderer-app-does-not-import-main',
      severity: 'error',
      from: { path: '^renderer/app/' },
      to: { path: '^renderer/main\\.tsx$' },
    },
    {
      name: 'renderer-features-do-not-import-one-another',
      severity: 'error',
      from: { path: '^renderer/([^/]+)/', pathNot: '^renderer/(app|ui|state|backend)/' },
      to: { path: '^renderer/[^/]+/', pathNot: '^renderer/($1|ui|state|backend|chart|session|trading|app)/' },
    },
    {
      name: 'charts-are-for-replay-and-library',
      severity: 'error',
      from: { path: '^renderer/[^/]+/', pathNot: '^renderer/(app|chart|replay|library)/' },
      to: { path: '^renderer/chart/' },
    },
    {
      name: 'renderer-state-imports-only-the-backend-client',
      severity: 'error',
      from: { path: '^renderer/state/' },
      to: { path: '^renderer/', pathNot: '^renderer/(state|backend)/' },
    },
    {
      name: 'renderer-backend-client-imports-no-other-folder',
      severity: 'error',
      from: { path: '^renderer/backend/' },
      to: { path: '^renderer/', pathNot: '^renderer/backend/' },
    },
    {
      name: 'renderer-ui-is-a-leaf',
      severity: 'error',
      from: { path: '^renderer/ui/' },
      to: { path: '^renderer/', pathNot: '^renderer/ui/' },
    },
    {
      name: 'product-needs-no-development-package',
      severity: 'error',
      from: { path: '^(shared|electron|renderer)/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/(electron|@types|vite)/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};

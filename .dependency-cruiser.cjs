/**
 * The arrows of the house. Imports point one way:
 *
 *     ui  ->  hub  ->  channels, backoffice  ->  platform  ->  db
 *
 * test/ and bench/ may see everything. Types count as imports: an arrow that exists only for the compiler still ties
 * two rooms together. `npm run check:arrows` reads this; test/habits/arrows.test.ts proves that each rule bites.
 */

/** Tests, and what only tests are made of: trial-*.ts and samples of input. */
const proofs = ['\\.test\\.ts$', '/trial[a-z-]*\\.ts$']
const our = (...rooms) => `^(${rooms.join('|')})/`

/** A rule that concerns the product itself, not the proofs that stand beside it. */
const product = (path, ...more) => ({ path, pathNot: [...proofs, ...more] })

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one idea in two places: put the shared part below both.',
      severity: 'error',
      // A component may show itself: a tree inside a tree.
      from: { path: '(.+)' },
      to: { circular: true, pathNot: '^$1$' },
    },
    {
      name: 'no-orphans',
      comment:
        'Nobody imports this file and it imports nobody. Routes and matchers are found by kit itself; bench/ui-page.js is handed to a browser.',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.d\\.ts$', '^ui/src/(routes|params)/', '^bench/ui-page\\.js$'] },
      to: {},
    },
    {
      name: 'imports-resolve',
      comment: 'This import leads nowhere: the file moved, or the package is missing from package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^\\$(app|env|lib|service-worker)' },
    },
    {
      name: 'product-without-dev-dependencies',
      comment: 'An installation with --omit=dev would not start: move the package to "dependencies".',
      severity: 'error',
      from: product(our('db', 'platform', 'channels', 'backoffice', 'hub'), '/samples\\.ts$'),
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'fakes-without-dev-dependencies',
      comment: 'The demo runs on the fakes, so their packages belong into "dependencies" too.',
      severity: 'error',
      from: product('^test/fakes/'),
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'db-stands-alone',
      comment:
        'The ground floor knows nobody above it. db/seed fills tables through the back office: see db-seed.',
      severity: 'error',
      from: product('^db/', '^db/seed/'),
      to: { path: our('platform', 'channels', 'backoffice', 'hub', 'ui', 'test', 'bench') },
    },
    {
      name: 'db-seed-fills-through-verbs',
      comment:
        'The demo is made by the verbs everybody uses: the faces of back-office modules, and platform/.',
      severity: 'error',
      from: product('^db/seed/'),
      to: { path: [our('channels', 'hub', 'ui', 'test', 'bench'), '^backoffice/[^/]+/(?!index\\.ts$)'] },
    },
    {
      name: 'only-the-start-and-tests-seed',
      comment: 'Demo data is filled by hub/start.ts and hub/demo, nobody else.',
      severity: 'error',
      from: product(
        our('db', 'platform', 'channels', 'backoffice', 'hub', 'ui'),
        '^db/seed/',
        '^hub/(start\\.ts|demo/)',
      ),
      to: { path: '^db/seed/' },
    },
    {
      name: 'platform-knows-only-db',
      comment: 'What every module stands on cannot stand on a module.',
      severity: 'error',
      from: product('^platform/'),
      to: { path: our('channels', 'backoffice', 'hub', 'ui', 'test', 'bench') },
    },
    {
      name: 'channels-are-pure-translators',
      comment: 'An adapter knows the contract and its own folder: no database, no tenant, no other channel.',
      severity: 'error',
      from: product('^channels/([^/]+)/'),
      to: {
        path: our('db', 'platform', 'channels', 'backoffice', 'hub', 'ui', 'test', 'bench'),
        pathNot: ['^channels/channel\\.ts$', '^channels/$1/', '^channels/samples\\.ts$'],
      },
    },
    {
      name: 'samples-shape-is-for-samples',
      comment: 'What an adapter hands to the conformance suite is no part of the adapter.',
      severity: 'error',
      from: product('^channels/', '/samples\\.ts$', '^channels/conformance-subjects\\.ts$'),
      to: { path: ['^channels/samples\\.ts$', '^channels/[^/]+/samples\\.ts$'] },
    },
    {
      name: 'channels-contract-stands-alone',
      comment: 'The contract and the registry know adapters and nothing else of ours.',
      severity: 'error',
      from: product('^channels/[^/]+\\.ts$'),
      to: { path: our('db', 'platform', 'backoffice', 'hub', 'ui', 'test', 'bench') },
    },
    {
      name: 'adapters-by-their-index',
      comment: 'Others take an adapter as a whole; its samples are for the conformance suite.',
      severity: 'error',
      from: product(our('db', 'platform', 'channels', 'backoffice', 'hub', 'ui'), '^channels/[^/]+/'),
      to: {
        path: '^channels/[^/]+/',
        pathNot: ['^channels/[^/]+/index\\.ts$', '^channels/[^/]+/samples\\.ts$'],
      },
    },
    {
      name: 'backoffice-tells-nobody',
      comment: 'A module records what happened; the hub tells the customer.',
      severity: 'error',
      from: product('^backoffice/'),
      to: { path: our('channels', 'hub', 'ui', 'test', 'bench') },
    },
    {
      name: 'modules-by-their-index',
      comment: 'A module is called by its public face; what is behind index.ts may change any day.',
      severity: 'error',
      from: product('^backoffice/([^/]+)/'),
      to: { path: '^backoffice/[^/]+/', pathNot: ['^backoffice/$1/', '^backoffice/[^/]+/index\\.ts$'] },
    },
    {
      name: 'modules-by-their-index-from-outside',
      comment: 'A module is called by its public face; what is behind index.ts may change any day.',
      severity: 'error',
      from: product(our('db', 'platform', 'channels', 'hub', 'ui')),
      to: { path: '^backoffice/[^/]+/', pathNot: '^backoffice/[^/]+/index\\.ts$' },
    },
    {
      name: 'hub-never-names-a-channel',
      comment: 'What differs between channels is an ability; the hub sees the registry and the contract.',
      severity: 'error',
      from: product('^hub/'),
      to: { path: '^channels/', pathNot: '^channels/(channel|index)\\.ts$' },
    },
    {
      name: 'hub-is-below-the-screen',
      comment: 'The hub serves the pages it is given; only the start builds them.',
      severity: 'error',
      from: product('^hub/', '^hub/start\\.ts$'),
      to: { path: our('ui', 'bench') },
    },
    {
      name: 'screens-see-only-the-api',
      comment:
        'The UI knows the API by its types; everything else comes over HTTP and the socket. Of what is worth telling both sides decide by the same pure rules.',
      severity: 'error',
      from: product('^ui/'),
      to: {
        path: our('db', 'platform', 'channels', 'backoffice', 'hub', 'test', 'bench'),
        pathNot: '^hub/notifications/worth-telling\\.ts$',
      },
    },
    {
      name: 'fakes-are-for-proofs-and-the-demo',
      comment: 'Stand-ins for providers serve tests, benches and the demo on this machine.',
      severity: 'error',
      from: product(our('db', 'platform', 'channels', 'backoffice', 'hub', 'ui'), '^hub/demo/'),
      to: { path: our('test') },
    },
    {
      name: 'demo-takes-fakes-only',
      comment: 'The demo runs in an installation, where the rest of test/ has no business.',
      severity: 'error',
      from: product('^(hub/demo|test/fakes)/'),
      to: { path: our('test', 'bench'), pathNot: '^test/fakes/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules/.*/node_modules|\\.svelte-kit|ui/build)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types', 'svelte'],
      extensions: ['.ts', '.js', '.svelte', '.d.ts', '.json'],
    },
  },
}

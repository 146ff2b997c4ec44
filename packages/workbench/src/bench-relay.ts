// `pnpm bench relay`: the relay beside Hocuspocus (with its storage) and the y-websocket server, through the same
// scenarios in one run. Compare the ratios: absolute values depend on the machine. `EMBERKEEP_BENCH_ONLY=a,c` runs
// some scenarios, `EMBERKEEP_BENCH_TARGETS=emberkeep` some servers.
import {
  besideLarge,
  fanOut,
  idle,
  killDuringStream,
  lateJoin,
  presence,
  reconnect,
  slowReader,
  sustained,
} from './relay-bench/scenarios.ts';
import { createServer, KINDS, type Figures, type Kind, type Server } from './relay-bench/server.ts';
import { benchTwoNodes } from './relay-bench/two-nodes.ts';

const SCENARIOS: Readonly<Record<string, (server: Server) => Promise<Figures>>> = {
  a: async (server) => ({ ...(await fanOut(server, 10)), ...(await fanOut(server, 50)) }),
  b: sustained,
  c: async (server) => ({ ...(await lateJoin(server, 1)), ...(await lateJoin(server, 10)) }),
  d: idle,
  e: reconnect,
  f: killDuringStream,
  g: slowReader,
  h: presence,
  j: besideLarge,
};
/** The scenario that needs two nodes. */
const TWO_NODES = 'i';

const measure = async (scenario: string, kind: Kind): Promise<Figures | null> => {
  if (scenario === TWO_NODES) return benchTwoNodes(kind);
  const server = createServer(kind);
  try {
    await server.start();
    return await SCENARIOS[scenario]!(server);
  } finally {
    await server.dispose();
  }
};

const cell = (value: number | undefined): string => {
  if (value === undefined) return '–'.padStart(14);
  return value.toFixed(value >= 100 ? 0 : 2).padStart(14);
};

const printResults = (results: ReadonlyMap<Kind, Figures>, targets: readonly Kind[]): void => {
  for (const name of new Set([...results.values()].flatMap((figures) => Object.keys(figures)))) {
    const values = targets.map((kind) => results.get(kind)?.[name]);
    const [ours, theirs] = [results.get('emberkeep')?.[name], results.get('hocuspocus')?.[name]];
    const ratio = ours !== undefined && theirs ? (ours / theirs).toFixed(2).padStart(12) : '';
    console.log(name.padEnd(34) + values.map(cell).join('') + ratio);
  }
};

export const benchRelay = async (): Promise<void> => {
  const chosen = (process.env['EMBERKEEP_BENCH_ONLY'] ?? [...Object.keys(SCENARIOS), TWO_NODES].join(',')).split(',');
  const targets = (process.env['EMBERKEEP_BENCH_TARGETS']?.split(',') as Kind[] | undefined) ?? KINDS;
  const heads = targets.map((kind) => kind.padStart(14)).join('');
  console.log('figure'.padEnd(34) + heads + (targets.length > 1 ? '   relay / hocuspocus' : ''));
  for (const scenario of chosen) {
    const results = new Map<Kind, Figures>();
    for (const kind of targets) {
      const figures = await measure(scenario, kind);
      if (figures) results.set(kind, figures);
    }
    printResults(results, targets);
  }
};

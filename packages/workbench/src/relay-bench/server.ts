// The servers that are compared, each in a process of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../run.ts';
import { connectRaw, type RawClient, type Target } from './raw-client.ts';

export const KINDS = ['emberkeep', 'hocuspocus', 'y-websocket'] as const;
export type Kind = (typeof KINDS)[number];

export interface Server extends Target {
  readonly kind: Kind;
  start(): Promise<void>;
  /** `hard`: by SIGKILL; otherwise what it has in memory may reach its disk. */
  stop(hard?: boolean): Promise<void>;
  cpuMs(): number;
  memoryMb(): number;
  dispose(): Promise<void>;
}

// Below the ports that the system assigns by itself.
let lastPort = 20_000 + (process.pid % 12_000);

/** A port that no server of this process uses. */
export const nextPort = (): number => lastPort++;

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Emberkeep's relay as `pnpm relay` starts it; the others through rival-server.ts. */
const commandOf = (kind: Kind, port: number, folder: string): string[] =>
  kind === 'emberkeep'
    ? ['--max-semi-space-size=4', '--single-threaded-gc', join(ROOT, 'sync-server/bin/relay.mjs')]
    : [join(import.meta.dirname, 'rival-server.ts'), kind, String(port), folder];

/** `env`: environment variables for the server's process. */
export const createServer = (kind: Kind, env: Readonly<Record<string, string>> = {}): Server => {
  const folder = mkdtempSync(join(tmpdir(), 'emberkeep-bench-relay-'));
  const port = nextPort();
  let child: ChildProcess | null = null;
  const procFile = (name: string): string => readFileSync(`/proc/${child?.pid}/${name}`, 'utf8');
  const server: Server = {
    kind,
    name: kind,
    isFramed: kind === 'hocuspocus',
    url: (room) => `ws://127.0.0.1:${port}/${kind === 'emberkeep' ? 'sync/' : ''}${kind === 'hocuspocus' ? '' : room}`,
    start: async () => {
      child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...commandOf(kind, port, folder)], {
        env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: folder, RELAY_OPEN: '1', ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise<void>((resolve, reject) => {
        child?.stdout?.on('data', (data: Buffer) => {
          if (/ready|(?:Emberkeep|The relay) is at/.test(data.toString())) resolve();
        });
        child?.once('exit', () => reject(new Error(`${kind} did not start`)));
      });
    },
    stop: async (hard = false) => {
      const going = child;
      child = null;
      if (!going || going.exitCode !== null) return;
      const gone = new Promise((resolve) => going.once('exit', resolve));
      going.kill(hard ? 'SIGKILL' : 'SIGTERM');
      await gone;
    },
    cpuMs: () => {
      const stat = procFile('stat')
        .replace(/\(.*\)/, 'x')
        .split(' ');
      return (Number(stat[13]) + Number(stat[14])) * 10; // user and system time, in ticks of 10 ms
    },
    memoryMb: () => Number(/VmRSS:\s+(\d+)/.exec(procFile('status'))?.[1] ?? 0) / 1024,
    dispose: async () => {
      await server.stop(true);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return server;
};

/** Connects to a room; resolves once the client is synced. */
export const open = async (
  server: Server,
  room: string,
  options?: Parameters<typeof connectRaw>[2],
): Promise<RawClient> => {
  const client = connectRaw(server, room, options);
  await client.synced;
  return client;
};

/** Measured values by name, as one line each in the result. */
export type Figures = Record<string, number>;

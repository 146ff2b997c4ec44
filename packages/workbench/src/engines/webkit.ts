// WebKitGTK's MiniBrowser, driven over WebDriver on a virtual display.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from './engine.ts';

const DISPLAY = ':97';
const LIBRARIES = '/usr/lib/x86_64-linux-gnu';
const TIMEOUT_MS = 60_000;

/** Sends a WebDriver command; rejects with the driver's error. */
type Call = <T>(method: string, path: string, body?: unknown) => Promise<T>;

const createCall =
  (port: number): Call =>
  async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
    if (value && typeof value === 'object' && 'error' in value && value.error)
      throw new Error(`${value.error}: ${value.message ?? ''}`);
    return value;
  };

const startProcesses = (port: number): ChildProcess[] => [
  spawn('Xvfb', [DISPLAY, '-screen', '0', '1280x900x24'], { stdio: 'ignore' }),
  spawn('/usr/bin/WebKitWebDriver', [`--port=${port}`], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
  }),
];

/** The driver gives no signal when it is ready, so its status is polled. */
const waitForDriver = async (call: Call): Promise<void> => {
  for (let i = 0; i < 50; i++) {
    try {
      await call('GET', '/status');
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100)); // not listening yet
    }
  }
};

const findBrowser = (): string =>
  readdirSync(LIBRARIES)
    .filter((name) => name.startsWith('webkit2gtk-4'))
    .map((name) => join(LIBRARIES, name, 'MiniBrowser'))
    .find(existsSync) ?? '';

/** Resolves with the path of a new WebDriver session. */
const startSession = async (call: Call): Promise<string> => {
  const { sessionId } = await call<{ sessionId: string }>('POST', '/session', {
    capabilities: {
      alwaysMatch: {
        browserName: 'MiniBrowser',
        'webkitgtk:browserOptions': { binary: findBrowser(), args: ['--automation'] },
      },
    },
  });
  const session = `/session/${sessionId}`;
  await call('POST', `${session}/timeouts`, { script: TIMEOUT_MS, pageLoad: TIMEOUT_MS });
  return session;
};

const asyncScript = (body: string): string => `
  const done = arguments[arguments.length - 1];
  (async () => { ${body} })().then(done, (error) => done(String(error)));`;

const keyActions = (text: string): object => {
  const actions = [...text].flatMap((value) => [
    { type: 'keyDown', value },
    { type: 'keyUp', value },
  ]);
  return { actions: [{ type: 'key', id: 'keyboard', actions }] };
};

export const startWebKit = async (): Promise<Engine> => {
  const port = 4000 + Math.floor(Math.random() * 1000);
  const processes = startProcesses(port);
  const call = createCall(port);
  await waitForDriver(call);
  const session = await startSession(call);
  return {
    name: 'WebKitGTK',
    goto: async (url) => void (await call('POST', `${session}/url`, { url })),
    evaluate: (body) => call('POST', `${session}/execute/async`, { script: asyncScript(body), args: [] }),
    type: async (text) => void (await call('POST', `${session}/actions`, keyActions(text))),
    newTab: async () => {
      const { handle } = await call<{ handle: string }>('POST', `${session}/window/new`, { type: 'tab' });
      await call('DELETE', `${session}/window`);
      await call('POST', `${session}/window`, { handle });
    },
    close: async () => {
      await call('DELETE', session).catch(() => undefined); // the browser may be gone already
      processes.forEach((child) => child.kill());
    },
  };
};

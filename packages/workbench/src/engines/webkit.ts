// WebKitGTK's MiniBrowser, driven over WebDriver on a virtual display. A profile is a browser of its own, which forgets
// everything when it closes.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { WINDOW, type Engine, type Point, type Profile, type Tab } from './engine.ts';

const DISPLAY = ':97';
const LIBRARIES = '/usr/lib/x86_64-linux-gnu';
const TIMEOUT_MS = 60_000;
/** Between two points of a drag, ms: as fast as a finger. */
const MOVE_MS = 30;

/** Keys that WebDriver names by a code point. */
const KEY_CODES: Readonly<Record<string, string>> = {
  Control: '\uE009',
  Shift: '\uE008',
  Enter: '\uE007',
  Escape: '\uE00C',
  Backspace: '\uE003',
  Tab: '\uE004',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
};

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

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

const startDisplay = (): ChildProcess =>
  spawn('Xvfb', [DISPLAY, '-screen', '0', `${WINDOW.width}x${WINDOW.height + 200}x24`], { stdio: 'ignore' });

const startDriver = (port: number): ChildProcess =>
  spawn('/usr/bin/WebKitWebDriver', [`--port=${port}`], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
  });

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
  (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }));`;

const keyActions = (actions: readonly object[]): object => ({ actions: [{ type: 'key', id: 'keyboard', actions }] });

const typed = (text: string): object =>
  keyActions(
    [...text].flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]),
  );

const pressed = (keys: string): object => {
  const values = keys.split('+').map((key) => KEY_CODES[key] ?? key);
  return keyActions([
    ...values.map((value) => ({ type: 'keyDown', value })),
    ...values.toReversed().map((value) => ({ type: 'keyUp', value })),
  ]);
};

/** By mouse: this driver takes a touch for one. */
const dragged = ([first, ...rest]: readonly Point[]): object => ({
  actions: [
    {
      type: 'pointer',
      id: 'pointer',
      parameters: { pointerType: 'mouse' },
      actions: [
        { type: 'pointerMove', duration: 0, ...rounded(first) },
        { type: 'pointerDown', button: 0 },
        ...rest.map((point) => ({ type: 'pointerMove', duration: MOVE_MS, ...rounded(point) })),
        { type: 'pointerUp', button: 0 },
      ],
    },
  ],
});

const rounded = (point: Point | undefined): Point => ({
  x: Math.round(point?.x ?? 0),
  y: Math.round(point?.y ?? 0),
});

const createTab = (call: Call, session: string, handle: string): Tab => {
  /** A session drives one window at a time. */
  const send = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    await call('POST', `${session}/window`, { handle });
    return call<T>(method, `${session}${path}`, body);
  };
  return {
    goto: async (url) => void (await send('POST', '/url', { url })),
    reload: async () => void (await send('POST', '/refresh', {})),
    evaluate: async <T>(body: string): Promise<T> => {
      const answer = await send<{ value: T; error?: string }>('POST', '/execute/async', {
        script: asyncScript(body),
        args: [],
      });
      if (answer.error) throw new Error(answer.error);
      return answer.value;
    },
    type: async (text) => void (await send('POST', '/actions', typed(text))),
    press: async (keys) => void (await send('POST', '/actions', pressed(keys))),
    drag: async (points) => void (await send('POST', '/actions', dragged(points))),
    printedPages: () => Promise.resolve(null),
    screenshot: async () => Buffer.from(await send<string>('GET', '/screenshot'), 'base64'),
    close: async () => void (await send('DELETE', '/window')),
  };
};

const startProfile = async (): Promise<Profile> => {
  const port = await freePort();
  const driver = startDriver(port);
  const call = createCall(port);
  await waitForDriver(call);
  const session = await startSession(call);
  await call('POST', `${session}/window/rect`, { x: 0, y: 0, width: WINDOW.width, height: WINDOW.height + 90 });
  /** The window that the session begins with, until a tab takes it. */
  let first: string | null = await call<string>('GET', `${session}/window`);
  return {
    openTab: async () => {
      const opened = first ?? (await call<{ handle: string }>('POST', `${session}/window/new`, { type: 'tab' })).handle;
      first = null;
      return createTab(call, session, opened);
    },
    close: async () => {
      await call('DELETE', session).catch(() => undefined); // the browser may be gone already
      driver.kill();
    },
  };
};

export const startWebKit = (): Promise<Engine> => {
  const display = startDisplay();
  return Promise.resolve({
    name: 'WebKitGTK',
    newProfile: startProfile,
    close: () => Promise.resolve(void display.kill()),
  });
};

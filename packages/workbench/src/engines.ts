// Owns the smoke journey in the other two engines: first visit, airplane mode (the server killed), cold start in a new tab,
// writing, reload. Firefox ESR over BiDi, WebKitGTK over plain WebDriver; both from Debian's packages.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { APP_DIR } from './build-app.ts';
import { ROOT, run } from './run.ts';

/** What a journey needs of an engine. `evaluate` takes the body of a function; it may await and return. */
interface Engine {
  name: string;
  goto(url: string): Promise<void>;
  evaluate<T>(body: string): Promise<T>;
  type(text: string): Promise<void>;
  /** Closes the tab and opens another in the same profile. */
  newTab(): Promise<void>;
  close(): Promise<void>;
}

const TEXT = 'Written with no network at all.';

const startServer = async (): Promise<{ url: string; kill: () => void }> => {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(ROOT, 'sync-server/src/main.ts')],
    {
      env: {
        ...process.env,
        PORT: '0',
        HOST: '127.0.0.1',
        DATA_DIR: mkdtempSync(join(tmpdir(), 'emberkeep-engine-')),
        APP_DIR,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const port = await new Promise<string>((resolve) =>
    child.stdout.on('data', (data: Buffer) =>
      ((found) => found && resolve(found))(/localhost:(\d+)/.exec(data.toString())?.[1]),
    ),
  );
  return { url: `http://localhost:${port}`, kill: () => child.kill('SIGKILL') };
};

/** Polls inside the page, so that only the page's own state decides. */
const until = (engine: Engine, condition: string, what: string): Promise<void> =>
  engine
    .evaluate<boolean>(
      `for (let i = 0; i < 300; i++) { if (await (async () => { ${condition} })()) return true; await new Promise((r) => setTimeout(r, 100)); } return false;`,
    )
    .then((good) => {
      if (!good) throw new Error(`${engine.name}: never happened: ${what}`);
    });
const click = (engine: Engine, selector: string, text: string): Promise<void> =>
  until(
    engine,
    `const e = [...document.querySelectorAll(${JSON.stringify(selector)})].find((x) => x.textContent.includes(${JSON.stringify(text)})); e?.click(); return Boolean(e);`,
    `${text} is there`,
  );

const journey = async (engine: Engine): Promise<void> => {
  const server = await startServer();
  try {
    await engine.goto(server.url);
    await click(engine, 'button', 'Open the sample campaign');
    await click(engine, 'a', 'Prep');
    await until(
      engine,
      `return document.querySelector('.note[contenteditable="true"]')?.textContent.includes('Before the boat') ?? false;`,
      'the note is editable',
    );
    await until(
      engine,
      `const r = await navigator.serviceWorker.getRegistration(); return Boolean(r?.active && navigator.serviceWorker.controller);`,
      'the service worker is ready',
    );
    const path = await engine.evaluate<string>('return location.href;');
    server.kill();
    await engine.newTab();
    await engine.goto(path);
    await until(
      engine,
      `return document.querySelector('.note[contenteditable="true"]')?.textContent.includes('Before the boat') ?? false;`,
      'a cold start with the server gone',
    );
    await engine.evaluate(
      `const note = document.querySelector('.note'); note.focus(); const s = getSelection(); s.selectAllChildren(note); s.collapseToEnd(); return true;`,
    );
    await engine.type(TEXT);
    await until(
      engine,
      `return document.querySelector('.note').textContent.includes(${JSON.stringify(TEXT)});`,
      'the text is typed',
    );
    await until(
      engine,
      `const chip = document.querySelector('[data-testid="sync-chip"]'); return /saved/i.test(chip.textContent);`,
      'the chip says saved',
    );
    await engine.goto(path);
    await until(
      engine,
      `return document.querySelector('.note[contenteditable="true"]')?.textContent.includes(${JSON.stringify(TEXT)}) ?? false;`,
      'the text survives a reload',
    );
  } finally {
    server.kill();
    await engine.close();
  }
};

const firefox = async (): Promise<Engine> => {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: true,
  });
  let page = await browser.newPage();
  return {
    name: 'Firefox ESR',
    goto: async (url) => void (await page.goto(url, { waitUntil: 'domcontentloaded' })),
    evaluate: (body) => page.evaluate(`(async () => { ${body} })()`) as Promise<never>,
    type: (text) => page.keyboard.type(text),
    newTab: async () => {
      const next = await browser.newPage();
      await page.close();
      page = next;
    },
    close: () => browser.close(),
  };
};

const webkit = async (): Promise<Engine> => {
  const driverPort = 4000 + Math.floor(Math.random() * 1000);
  const children: ChildProcess[] = [spawn('Xvfb', [':97', '-screen', '0', '1280x900x24'], { stdio: 'ignore' })];
  children.push(
    spawn('/usr/bin/WebKitWebDriver', [`--port=${driverPort}`], {
      stdio: 'ignore',
      env: { ...process.env, DISPLAY: ':97', WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
    }),
  );
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${driverPort}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
    if (value && typeof value === 'object' && 'error' in value && value.error)
      throw new Error(`${value.error}: ${value.message ?? ''}`);
    return value;
  };
  for (let i = 0; i < 50; i++) {
    try {
      await call('GET', '/status');
      break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100)); // the driver has no ready signal
    }
  }
  const base = '/usr/lib/x86_64-linux-gnu';
  const browserPath =
    readdirSync(base)
      .filter((f) => f.startsWith('webkit2gtk-4'))
      .map((f) => join(base, f, 'MiniBrowser'))
      .find(existsSync) ?? '';
  const { sessionId } = await call<{ sessionId: string }>('POST', '/session', {
    capabilities: {
      alwaysMatch: {
        browserName: 'MiniBrowser',
        'webkitgtk:browserOptions': { binary: browserPath, args: ['--automation'] },
      },
    },
  });
  const session = `/session/${sessionId}`;
  await call('POST', `${session}/timeouts`, { script: 60_000, pageLoad: 60_000 });
  return {
    name: 'WebKitGTK',
    goto: async (url) => void (await call('POST', `${session}/url`, { url })),
    evaluate: (body) =>
      call('POST', `${session}/execute/async`, {
        script: `const done = arguments[arguments.length - 1]; (async () => { ${body} })().then(done, (e) => done(String(e)));`,
        args: [],
      }),
    type: async (text) => {
      const actions = [...text].flatMap((value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ]);
      await call('POST', `${session}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions }] });
    },
    newTab: async () => {
      const { handle } = await call<{ handle: string }>('POST', `${session}/window/new`, { type: 'tab' });
      await call('DELETE', `${session}/window`);
      await call('POST', `${session}/window`, { handle });
    },
    close: async () => {
      await call('DELETE', session).catch(() => undefined);
      children.forEach((child) => child.kill());
    },
  };
};

/** Runs both; installs Debian's packages when this process may, else says what to install. Gives the counts. */
export const runEngines = async (): Promise<{ passed: number; failed: number }> => {
  if (!existsSync('/usr/bin/firefox-esr') || !existsSync('/usr/bin/WebKitWebDriver') || !existsSync('/usr/bin/Xvfb')) {
    if (process.getuid?.() !== 0) {
      console.error('This needs Firefox ESR and WebKitGTK: sudo apt-get install firefox-esr webkit2gtk-driver xvfb');
      return { passed: 0, failed: 1 };
    }
    await run('apt-get', ['update', '-q'], { quiet: true });
    await run('apt-get', ['install', '-y', '-q', 'firefox-esr', 'webkit2gtk-driver', 'xvfb'], {
      quiet: true,
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  const tally = { passed: 0, failed: 0 };
  for (const start of [firefox, webkit]) {
    try {
      const engine = await start();
      await journey(engine);
      console.log(`✓ ${engine.name}: first visit, airplane mode, cold start, writing`);
      tally.passed += 1;
    } catch (error) {
      console.error(`✘ ${start.name}: ${error instanceof Error ? error.message : String(error)}`);
      tally.failed += 1;
    }
  }
  return tally;
};

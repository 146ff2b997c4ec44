// The smoke journey in the two other engines: first visit, offline with the server killed, cold start in a new tab,
// writing, reload. Firefox ESR over BiDi and WebKitGTK over WebDriver, both from Debian's packages.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APP_DIR } from './build-app.ts';
import { click, waitForNote, waitUntil, type Engine } from './engines/engine.ts';
import { startFirefox } from './engines/firefox.ts';
import { startWebKit } from './engines/webkit.ts';
import { ROOT, run } from './run.ts';
import type { Tally } from './tally.ts';

const BINARIES = ['/usr/bin/firefox-esr', '/usr/bin/WebKitWebDriver', '/usr/bin/Xvfb'];
const PACKAGES = ['firefox-esr', 'webkit2gtk-driver', 'xvfb'];

/** Words in the sample's Prep note. */
const SAMPLE_TEXT = 'Before the boat';
const TYPED_TEXT = 'Written with no network at all.';

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
    child.stdout.on('data', (data: Buffer) => {
      const found = /localhost:(\d+)/.exec(data.toString())?.[1];
      if (found) resolve(found);
    }),
  );
  return { url: `http://localhost:${port}`, kill: () => child.kill('SIGKILL') };
};

const isServiceWorkerReady = `
  const registration = await navigator.serviceWorker.getRegistration();
  return Boolean(registration?.active && navigator.serviceWorker.controller);`;

const putCaretAtEnd = `
  const note = document.querySelector('.note');
  note.focus();
  const selection = getSelection();
  selection.selectAllChildren(note);
  selection.collapseToEnd();
  return true;`;

const isTyped = `return document.querySelector('.note').textContent.includes(${JSON.stringify(TYPED_TEXT)});`;

const isSaved = `return /saved/i.test(document.querySelector('[data-testid="sync-chip"]').textContent);`;

const runJourney = async (engine: Engine): Promise<void> => {
  const server = await startServer();
  try {
    await engine.goto(server.url);
    await click(engine, 'button', 'Open the sample campaign');
    await click(engine, 'a', 'Prep');
    await waitForNote(engine, SAMPLE_TEXT, 'the note is editable');
    await waitUntil(engine, isServiceWorkerReady, 'the service worker is ready');
    const url = await engine.evaluate<string>('return location.href;');
    server.kill();

    await engine.newTab();
    await engine.goto(url);
    await waitForNote(engine, SAMPLE_TEXT, 'the note is editable after a cold start without the server');
    await engine.evaluate(putCaretAtEnd);
    await engine.type(TYPED_TEXT);
    await waitUntil(engine, isTyped, 'the text is typed');
    await waitUntil(engine, isSaved, 'the sync chip shows that it is saved');
    await engine.goto(url);
    await waitForNote(engine, TYPED_TEXT, 'the text is there after a reload');
  } finally {
    server.kill();
    await engine.close();
  }
};

/** Installs the engines where this process may. Resolves with false after telling what to install. */
const ensureEngines = async (): Promise<boolean> => {
  if (BINARIES.every((path) => existsSync(path))) return true;
  if (process.getuid?.() !== 0) {
    console.error(`This needs Firefox ESR and WebKitGTK: sudo apt-get install ${PACKAGES.join(' ')}`);
    return false;
  }
  await run('apt-get', ['update', '-q'], { quiet: true });
  await run('apt-get', ['install', '-y', '-q', ...PACKAGES], {
    quiet: true,
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  });
  return true;
};

/** Runs the journey in both engines, also where the first one fails. */
export const runEngines = async (): Promise<Tally> => {
  if (!(await ensureEngines())) return { passed: 0, failed: 1 };
  const tally: Tally = { passed: 0, failed: 0 };
  for (const [name, start] of [
    ['Firefox ESR', startFirefox],
    ['WebKitGTK', startWebKit],
  ] as const) {
    try {
      await runJourney(await start());
      console.log(`✓ ${name}: first visit, offline, cold start, writing`);
      tally.passed += 1;
    } catch (error) {
      console.error(`✘ ${name}: ${error instanceof Error ? error.message : String(error)}`);
      tally.failed += 1;
    }
  }
  return tally;
};

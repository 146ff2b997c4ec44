// The core journeys in the two other engines, Firefox ESR over BiDi and WebKitGTK over WebDriver, both from Debian's
// packages and beside each other.
import { existsSync } from 'node:fs';
import type { Engine } from './engines/engine.ts';
import { startFirefox } from './engines/firefox.ts';
import { JOURNEYS, runJourney, type EngineJourney } from './engines/journeys.ts';
import { startWebKit } from './engines/webkit.ts';
import { run } from './run.ts';
import { sumOf, tallyOf, type Tally } from './tally.ts';

const BINARIES = ['/usr/bin/firefox-esr', '/usr/bin/WebKitWebDriver', '/usr/bin/Xvfb'];
const PACKAGES = ['firefox-esr', 'webkit2gtk-driver', 'xvfb'];

const ENGINES = { firefox: startFirefox, webkit: startWebKit };

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

const reportOf = async (engine: Engine, journey: EngineJourney): Promise<boolean> => {
  const started = performance.now();
  const failure = await runJourney(engine, journey).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (failure === null) console.log(`✓ ${engine.name}: ${journey.name} (${seconds}s)`);
  else console.error(`✘ ${engine.name}: ${journey.name} (${seconds}s): ${failure}`);
  return failure === null;
};

const runIn = async (start: () => Promise<Engine>, journeys: readonly EngineJourney[]): Promise<Tally> => {
  const engine = await start();
  try {
    const tallies: Tally[] = [];
    for (const journey of journeys) tallies.push(tallyOf(await reportOf(engine, journey)));
    return sumOf(tallies);
  } finally {
    await engine.close();
  }
};

/**
 * Runs the journeys in both engines, also after one failed.
 * @param filter words: only engines so called (`firefox`, `webkit`), and journeys with the other words in their names
 */
export const runEngines = async (filter: readonly string[] = []): Promise<Tally> => {
  if (!(await ensureEngines())) return { passed: 0, failed: 1 };
  const names = filter.filter((word) => word in ENGINES);
  const words = filter.filter((word) => !(word in ENGINES));
  const journeys = JOURNEYS.filter(({ name }) => words.every((word) => name.includes(word)));
  const starts = Object.entries(ENGINES).filter(([name]) => names.length === 0 || names.includes(name));
  return sumOf(await Promise.all(starts.map(([, start]) => runIn(start, journeys))));
};

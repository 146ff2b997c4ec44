// The relay's process: reads the environment, then runs the relay until a signal stops it, or one of the operator's
// commands.
import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { printConfig, readConfig, type Config } from './config.ts';
import { runCommand } from './operate/commands.ts';
import { startRelay, type Relay } from './relay.ts';
import { DatabaseAway } from './storage/postgres.ts';
import { DataFolderInUse, DataFolderUnusable, explained } from './storage/sqlite.ts';

/** How long a stop may take before the process ends anyway, ms. */
const STOP_MS = 8000;

const networkAddress = (): string | undefined =>
  Object.values(networkInterfaces())
    .flat()
    .find((address) => address && address.family === 'IPv4' && !address.internal)?.address;

/** Tells the person at the shell where the relay is. */
const announce = (relay: Relay, config: Config): void => {
  const address = networkAddress();
  const scheme = config.HTTPS ? 'https' : 'http';
  const servesApp = config.APP_DIR !== '' && existsSync(config.APP_DIR);
  console.log(`${servesApp ? 'Emberkeep is at    ' : 'The relay is at    '}${scheme}://localhost:${relay.port}`);
  if (!servesApp) console.log('It serves no app   (set APP_DIR to a built app, such as web/build)');
  if (config.PUBLIC_URL) console.log(`Public address     ${config.PUBLIC_URL}`);
  if (address && config.HOST === '0.0.0.0') {
    const hint = config.HTTPS
      ? ''
      : '   (tablets need https to install the app: npm start -- --https, or docs/https.md)';
    console.log(`On your network    ${scheme}://${address}:${relay.port}${hint}`);
  }
  if (relay.trustPort) {
    const trustUrl = `http://${address ?? 'localhost'}:${relay.trustPort}`;
    console.log(`Tablets first      ${trustUrl}   (open this once on each tablet, so that it trusts this computer)`);
  }
  console.log(`Data is stored in  ${config.DATABASE_URL ? 'the Postgres of DATABASE_URL' : config.DATA_DIR}`);
  if (config.RELAY_OPEN)
    console.warn(
      '\n*** RELAY_OPEN=1: anyone who reaches this port can read and write every room. ' +
        'Use it on a trusted network only. ***\n',
    );
};

const stopOnSignal = (relay: Relay): void => {
  const stop = (): void => {
    setTimeout(() => process.exit(1), STOP_MS).unref();
    void relay.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
};

/** Why the relay did not start, in a sentence where the cause is known. */
const failureOf = (error: unknown, { PORT, DATA_DIR }: Config): unknown => {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return `Port ${PORT} is in use by another program. Set PORT to a free one, for example: PORT=8790 npm start`;
  if (code === 'ENOSPC') return `The disk of ${DATA_DIR} is full. Free some space, then start the relay again.`;
  const known = explained(error, DATA_DIR);
  const kinds = [DataFolderInUse, DataFolderUnusable, DatabaseAway];
  return known instanceof Error && kinds.some((kind) => known instanceof kind) ? known.message : known;
};

const run = async (config: Config): Promise<void> => {
  try {
    const relay = await startRelay(config, { say: (line) => console.error(line) });
    announce(relay, config);
    stopOnSignal(relay);
  } catch (error) {
    console.error(failureOf(error, config));
    process.exit(1);
  }
};

// `--https` is a shorthand for HTTPS=1: `npm start -- --https`.
const args = process.argv.slice(2).filter((arg) => arg !== '--https');
const read = readConfig(process.argv.includes('--https') ? { ...process.env, HTTPS: '1' } : process.env);
if (!read.ok) {
  const problems = read.problems.map((problem) => `  ${problem}`);
  console.error(['The relay cannot start with this configuration:', ...problems].join('\n'));
  process.exit(2);
}
const { config } = read;
const [command] = args;
if (command === '--check-config') console.log('This configuration is valid.');
else if (command === '--print-config') console.log(printConfig(config).join('\n'));
else if (command !== undefined) process.exit(await runCommand(config, args, (line) => console.log(line)));
else await run(config);

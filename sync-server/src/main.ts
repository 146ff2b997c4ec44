// The relay's process: reads the environment, then runs the relay until a signal stops it, or one of the operator's
// commands.
import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { printConfig, readConfig, type Config } from './config.ts';
import { runCommand, withRunningFolder } from './operate/commands.ts';
import { noteRunning } from './operate/running-relays.ts';
import { startRelay, type Relay } from './relay.ts';
import { NewerSchema } from './storage/schema-version.ts';
import { DatabaseAway } from './storage/database-away.ts';
import { DataFolderInUse, DataFolderUnusable, explained } from './storage/sqlite.ts';
import { VERSION } from './version.ts';

/** How long a stop may take before the process ends anyway, ms. */
const STOP_MS = 8000;

/** How often it is asked whether the parent is still the same, ms. */
const PARENT_MS = 1000;

/** No tablet reaches a relay that listens there. */
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

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
  if (relay.trustPort && !LOOPBACK.includes(config.HOST)) {
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

/**
 * The process that `npm start` or `npm run relay` runs this one in; null of a relay that is to go on by itself. The first
 * says so in `EMBERKEEP_PARENT`, because it builds before: whoever was ended meanwhile is no parent any more.
 */
const npmParent = (): number | null => {
  const { EMBERKEEP_PARENT, npm_lifecycle_event: script } = process.env;
  if (EMBERKEEP_PARENT) return Number(EMBERKEEP_PARENT);
  return script === 'relay' && process.platform !== 'win32' ? process.ppid : null;
};

/**
 * npm passes a signal on to the shell that it runs a script in, and many shells end without passing it on. Then the relay
 * would go on alone, and its folder and port would be in use.
 */
const stopWithNpm = (stop: () => void): void => {
  const parent = npmParent();
  if (parent === null) return;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, PARENT_MS).unref();
};

/** Ctrl-C and a service manager send a signal to every process of the group, and npm passes it on: it comes twice. */
const stopOnSignal = (starting: Promise<Relay>, onStopped: () => void): void => {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), STOP_MS).unref();
    const stopped = starting.then((relay) => relay.stop());
    void stopped.then(
      () => {
        onStopped();
        process.exit(0);
      },
      (error: Error) => {
        console.error(`The relay did not stop cleanly: ${error.message}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  stopWithNpm(stop);
};

/** What is wrong with the address and port; null for any other error. */
const addressProblem = (error: NodeJS.ErrnoException & { port?: number }, { HOST, PORT }: Config): string | null => {
  const { code, port } = error;
  if (code === 'EADDRINUSE' && port === PORT + 1)
    return (
      `Port ${port} is in use by another program. With HTTPS the relay needs it beside ${PORT}, for the page where ` +
      'tablets learn to trust it. Set PORT to another one, for example: PORT=8790 npm start -- --https'
    );
  if (code === 'EADDRINUSE')
    return `Port ${PORT} is in use by another program. Set PORT to a free one, for example: PORT=8790 npm start`;
  if (code === 'EACCES' && port !== undefined)
    return `This user may not listen on port ${port}. Set PORT to 1024 or above, and let a proxy listen on ${port}.`;
  if (code === 'EADDRNOTAVAIL')
    return `This computer has no address ${HOST}. Set HOST to one of its own, or to 0.0.0.0.`;
  return null;
};

/** Why the relay did not start, in a sentence; with `LOG_LEVEL=info` an unknown cause comes with its stack. */
const failureOf = (error: Error, config: Config): string => {
  const known = addressProblem(error, config);
  if (known !== null) return known;
  const problem = explained(error, config.DATA_DIR);
  const kinds = [DataFolderInUse, DataFolderUnusable, DatabaseAway, NewerSchema];
  if (problem instanceof Error && kinds.some((kind) => problem instanceof kind)) return problem.message;
  return `The relay could not start: ${config.LOG_LEVEL === 'info' ? error.stack : error.message}`;
};

const run = async (config: Config): Promise<void> => {
  try {
    const starting = startRelay(config, { say: (line) => console.error(line) });
    let forget: () => void = () => undefined;
    stopOnSignal(starting, () => forget());
    const relay = await starting;
    forget = noteRunning(process.env, config.DATA_DIR);
    announce(relay, config);
  } catch (error) {
    console.error(failureOf(error as Error, config));
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
if (command === '--version') console.log(VERSION);
else if (command === '--check-config') console.log('This configuration is valid.');
else if (command === '--print-config') console.log(printConfig(config).join('\n'));
else if (command !== undefined) {
  const found = await withRunningFolder(config, process.env, (line) => console.error(line));
  process.exit(await runCommand(found, args, (line) => console.log(line)));
} else await run(config);

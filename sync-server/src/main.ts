// The relay's composition root: environment in, running process out, stopped cleanly by a signal; or one of the operator's
// commands, done and gone.
import { networkInterfaces } from 'node:os';
import { printConfig, readConfig } from './config.ts';
import { runCommand } from './operate/commands.ts';
import { startRelay } from './relay.ts';
import { DatabaseAway } from './storage/postgres.ts';
import { DataFolderInUse } from './storage/sqlite.ts';

// `npm start -- --https` is said easier than a variable is set.
const args = process.argv.slice(2).filter((arg) => arg !== '--https');
const read = readConfig(process.argv.includes('--https') ? { ...process.env, HTTPS: '1' } : process.env);
if (!read.ok) {
  console.error(['The relay cannot start with this configuration:', ...read.problems.map((p) => `  ${p}`)].join('\n'));
  process.exit(2);
}
const { config } = read;
const [first] = args;
if (first === '--check-config' || first === '--print-config') {
  console.log(first === '--check-config' ? 'This configuration is good.' : printConfig(config).join('\n'));
  process.exit(0);
}
if (first !== undefined) process.exit(await runCommand(config, args, (line) => console.log(line)));
try {
  const relay = await startRelay(config, { say: (line) => console.error(line) });
  const lan = Object.values(networkInterfaces())
    .flat()
    .find((a) => a && a.family === 'IPv4' && !a.internal)?.address;
  const scheme = config.HTTPS ? 'https' : 'http';
  console.log(`Emberkeep is at   ${scheme}://localhost:${relay.port}`);
  if (config.PUBLIC_URL) console.log(`People reach it   ${config.PUBLIC_URL}`);
  if (lan && config.HOST === '0.0.0.0')
    console.log(
      `On your network   ${scheme}://${lan}:${relay.port}${config.HTTPS ? '' : '   (tablets need https to install it: npm start -- --https, or docs/https.md)'}`,
    );
  if (relay.trustPort)
    console.log(
      `Tablets first     http://${lan ?? 'localhost'}:${relay.trustPort}   (once for each: how it comes to trust this computer)`,
    );
  console.log(`Data lies in      ${config.DATABASE_URL ? 'the Postgres of DATABASE_URL' : config.DATA_DIR}`);
  if (config.RELAY_OPEN)
    console.warn(
      '\n*** RELAY_OPEN=1: anybody who reaches this port can read and write every room. For a trusted network only. ***\n',
    );
  const stop = (): void => {
    const hard = setTimeout(() => process.exit(1), 8000);
    hard.unref();
    void relay.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  const inUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  console.error(
    inUse
      ? `Port ${config.PORT} is taken by another program. Set PORT to a free one, for example: PORT=8790 npm start`
      : error instanceof DataFolderInUse || error instanceof DatabaseAway
        ? error.message
        : error,
  );
  process.exit(1);
}

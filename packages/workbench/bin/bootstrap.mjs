// The first step of every command: on a machine with Node 20 or newer and npm, installs pnpm, Node 24 and the
// dependencies from the npm registry, once per lockfile, and then runs the command under Node 24. Plain JavaScript,
// because the machine's own Node may not run TypeScript.
import { spawnSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const PNPM = '12.21.0';
const say = (line) => console.error(line);

const [verb, ...args] = process.argv.slice(2);
if (Number(process.versions.node.split('.')[0]) < 20) {
  say(
    `Emberkeep needs Node 20 or newer to start; this is ${process.versions.node}. ` +
      'Install one from https://nodejs.org and run this again.',
  );
  process.exit(1);
}

const isWindows = process.platform === 'win32';
const stampFile = join(root, 'node_modules', '.emberkeep-installed');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'pnpm-lock.yaml')))
  .update(readFileSync(join(root, 'pnpm-workspace.yaml')))
  .digest('hex');
const isInstalled = () =>
  existsSync(stampFile) &&
  readFileSync(stampFile, 'utf8') === wanted &&
  existsSync(join(root, 'node_modules', '.bin', 'node'));

if (!isInstalled()) {
  say('Installing what Emberkeep needs (once)…');
  // CI=true, so that pnpm replaces folders without asking.
  const npx = [
    '--yes',
    `pnpm@${PNPM}`,
    'install',
    '--frozen-lockfile',
    '--reporter=append-only',
    '--config.confirmModulesPurge=false',
  ];
  let installed = 1;
  for (let attempt = 1; attempt <= 3 && installed !== 0; attempt++) {
    if (attempt > 1) say(`The install failed; trying again (${attempt} of 3)…`);
    installed =
      spawnSync('npx', npx, {
        cwd: root,
        stdio: ['ignore', 'ignore', 'inherit'],
        shell: isWindows,
        env: { ...process.env, CI: 'true' },
      }).status ?? 1;
  }
  if (installed !== 0) {
    say(
      'The packages could not be installed. Is the npm registry reachable (npm ping)? ' +
        'Nothing else was changed; run the same command again.',
    );
    process.exit(1);
  }
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stampFile, wanted);
}

const bin = join(root, 'node_modules', '.bin');
const node = join(bin, 'node');
const nodeArgs = [
  '--disable-warning=ExperimentalWarning',
  ...(verb === 'start' ? ['--max-semi-space-size=4', '--single-threaded-gc'] : []),
  join(root, 'packages', 'workbench', 'bin', `${verb}.ts`),
  ...args,
];
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };
// npm passes a signal on to the shell that it runs this in, and many shells end without passing it on. The relay would go
// on alone, so it ends when its parent is another one.
const isUnderNpm = verb === 'start' && !isWindows && process.env.npm_lifecycle_event === 'start';
const parent = process.ppid;
if (verb === 'start' && !isWindows && process.execve) {
  if (isUnderNpm) env.EMBERKEEP_PARENT = String(parent);
  // The relay runs for months: no process that only waits for it stays beside it. Node before 22.15 cannot do that.
  process.chdir(root);
  process.execve(node, [node, ...nodeArgs], env);
}
const child = spawn(node, nodeArgs, { cwd: root, stdio: 'inherit', shell: isWindows, env });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
if (isUnderNpm) setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1000).unref();
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)));

// Tests that what `npm start` runs ends when npm is ended, with and without a Node that can replace its process.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ROOT } from './run.ts';

const isPosix = process.platform !== 'win32';
let root = '';
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Stands for what is built and run: says who it is, and ends as the relay does when its parent is another one. */
const START = `
import { writeFileSync } from 'node:fs';
writeFileSync('started', JSON.stringify({ pid: process.pid, parent: process.env.EMBERKEEP_PARENT ?? null }));
process.on('SIGTERM', () => process.exit(0));
const { EMBERKEEP_PARENT: parent } = process.env;
setInterval(() => parent && process.ppid !== Number(parent) && process.exit(0), 100);
`;

/** A checkout with the real script and bootstrap, installed, whose `start` is {@link START}. */
const makeCheckout = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'emberkeep-start-'));
  const bin = join(folder, 'packages', 'workbench', 'bin');
  mkdirSync(bin, { recursive: true });
  mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true });
  copyFileSync(join(ROOT, 'packages', 'workbench', 'bin', 'bootstrap.mjs'), join(bin, 'bootstrap.mjs'));
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', scripts: { start: scripts.start } }));
  writeFileSync(join(bin, 'start.ts'), START);
  for (const name of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) writeFileSync(join(folder, name), '');
  writeFileSync(join(folder, 'node_modules', '.emberkeep-installed'), createHash('sha256').digest('hex'));
  symlinkSync(process.execPath, join(folder, 'node_modules', '.bin', 'node'));
  return folder;
};

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // reason: whether there is such a process is the question
  }
};

describe.skipIf(!isPosix)('npm start', () => {
  it.each([
    ['that replaces its process', ''],
    ['that cannot', '--import=data:text/javascript,process.execve=undefined'],
  ])(
    'with a Node %s ends when npm is sent SIGTERM',
    async (_node, options) => {
      root = makeCheckout();
      const npm = spawn(execFileSync('sh', ['-c', 'command -v npm']).toString().trim(), ['start'], {
        cwd: root,
        env: { ...process.env, NODE_OPTIONS: options },
        stdio: 'ignore',
      });
      const file = join(root, 'started');
      await expect
        .poll(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('}'), { timeout: 20_000 })
        .toBe(true);
      const { pid, parent } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; parent: string | null };
      expect(parent === null).toBe(options !== '');
      expect(isRunning(pid)).toBe(true);
      npm.kill('SIGTERM');
      await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
    },
    60_000,
  );
});

// Owns asking the registry whether a dependency of what we ship is known to be unsafe. A registry that does not answer, or a
// machine without a network, is said aloud and fails nothing: the check runs again where there is one.
import { spawn } from 'node:child_process';
import { ROOT } from './run.ts';
import type { Tally } from './stages.ts';

interface Advisory {
  module_name?: string;
  severity?: string;
  title?: string;
  url?: string;
}

const GRAVE = ['high', 'critical'];

/** `output`: what `pnpm audit --json` said. Null where that is no report. */
export const readAudit = (output: string): { grave: string[]; others: number } | null => {
  try {
    const { advisories } = JSON.parse(output) as { advisories?: Record<string, Advisory> };
    if (!advisories) return null;
    const all = Object.values(advisories);
    const grave = all.filter((a) => GRAVE.includes(a.severity ?? ''));
    return {
      grave: grave.map((a) => `${a.severity} ${a.module_name}: ${a.title} ${a.url}`),
      others: all.length - grave.length,
    };
  } catch {
    return null;
  }
};

export const auditDependencies = async (): Promise<Tally> => {
  const child = spawn('npx', ['-y', 'pnpm@12.21.0', 'audit', '--prod', '--json'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  await new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const report = readAudit(output);
  if (!report) {
    console.error('*** DEPENDENCIES NOT AUDITED: the registry gave no report. Run `pnpm check` where it does. ***');
    return { passed: 0, failed: 0 };
  }
  for (const line of report.grave) console.error(line);
  if (report.others > 0) console.log(`${report.others} advisories below “high”: pnpm audit lists them.`);
  return report.grave.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
};

// Asks the registry whether a dependency that we ship has known vulnerabilities. Where the registry does not answer,
// the check says so loudly and fails nothing: it runs again where there is a network.
import { spawn } from 'node:child_process';
import { ROOT } from './run.ts';
import { tallyOf, type Tally } from './tally.ts';

interface Advisory {
  module_name?: string;
  severity?: string;
  title?: string;
  url?: string;
}

const GRAVE = ['high', 'critical'];

/** `output`: what `pnpm audit --json` printed. Null where that is no report. */
export const readAudit = (output: string): { grave: string[]; others: number } | null => {
  let advisories: Record<string, Advisory> | undefined;
  try {
    ({ advisories } = JSON.parse(output) as { advisories?: Record<string, Advisory> });
  } catch {
    return null; // the registry's error page, or no output at all
  }
  if (!advisories) return null;
  const all = Object.values(advisories);
  const grave = all.filter((advisory) => GRAVE.includes(advisory.severity ?? ''));
  return {
    grave: grave.map(({ severity, module_name, title, url }) => `${severity} ${module_name}: ${title} ${url}`),
    others: all.length - grave.length,
  };
};

const runAudit = async (): Promise<string> => {
  const child = spawn('npx', ['-y', 'pnpm@12.21.0', 'audit', '--prod', '--json'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  await new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve()); // no npx: then there is no report either
  });
  return output;
};

export const auditDependencies = async (): Promise<Tally> => {
  const report = readAudit(await runAudit());
  if (!report) {
    console.error('*** DEPENDENCIES NOT AUDITED: the registry gave no report. Run `pnpm check` where it does. ***');
    return { passed: 0, failed: 0 };
  }
  for (const line of report.grave) console.error(line);
  if (report.others > 0) console.log(`${report.others} advisories below “high”: pnpm audit lists them.`);
  return tallyOf(report.grave.length === 0);
};

// `pnpm rows`: which requirement rows are named by tests that passed in the last run, and which by none. Reads the
// reports that the test stages write to .cache/reports. A title names rows as "M-001", "T-1", "R-3", or as a range,
// "M-019 to M-027".
import { appendTo } from '@emberkeep/domain';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run.ts';

export const REPORTS = join(ROOT, '.cache', 'reports');

const pad = (kind: string, n: number): string => (kind === 'M' ? `M-${String(n).padStart(3, '0')}` : `${kind}-${n}`);

/** Every row: 457 capabilities (M), 10 traps (T), 9 rules (R). */
export const ALL_ROWS: readonly string[] = (
  [
    ['M', 457],
    ['T', 10],
    ['R', 9],
  ] as const
).flatMap(([kind, count]) => Array.from({ length: count }, (_, i) => pad(kind, i + 1)));

/** The rows that a title names, each once. */
export const rowsIn = (title: string): string[] => {
  const found = new Set<string>();
  for (const [, kind = '', from = '', , to] of title.matchAll(
    /\b([MTR])-(\d{1,3})(\s*(?:to|–|\.\.)\s*[MTR]-(\d{1,3}))?/g,
  )) {
    for (let n = Number(from); n <= Number(to ?? from); n++) found.add(pad(kind, n));
  }
  return [...found];
};

interface PlaywrightSuite {
  title?: string;
  suites?: PlaywrightSuite[];
  specs?: { title: string; ok: boolean }[];
}
const specsIn = (suite: PlaywrightSuite): { title: string; ok: boolean }[] => [
  ...(suite.specs ?? []),
  ...(suite.suites ?? []).flatMap(specsIn),
];

/** The titles of the tests that passed, from every report of the last run. */
export const passedTitles = (folder = REPORTS): string[] => {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((f) => f.endsWith('.json'))
    .flatMap((file) => {
      const report = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
        testResults?: { assertionResults: { fullName: string; status: string }[] }[];
        suites?: PlaywrightSuite[];
      };
      const unit = (report.testResults ?? [])
        .flatMap((r) => r.assertionResults)
        .filter((t) => t.status === 'passed')
        .map((t) => t.fullName);
      const journeys = (report.suites ?? [])
        .flatMap(specsIn)
        .filter((s) => s.ok)
        .map((s) => s.title);
      return [...unit, ...journeys];
    });
};

/** Prints each wanted row, or every row, with its tests. Returns the exit code: 1 where a wanted row has no test. */
export const printRows = (wanted: readonly string[]): number => {
  const titles = passedTitles();
  if (titles.length === 0) {
    console.error('There is no report yet: run npm test first.');
    return 2;
  }
  const byRow = new Map<string, string[]>();
  for (const title of titles) for (const row of rowsIn(title)) appendTo(byRow, row, title);
  const asked = wanted.length > 0 ? wanted.flatMap(rowsIn) : ALL_ROWS;
  const without = asked.filter((row) => !byRow.has(row));
  for (const row of asked) {
    const tests = byRow.get(row);
    if (!tests) continue;
    console.log(row);
    for (const title of tests) console.log(`    ${title.replace(/\s*\((?:[MTR]-\d[^)]*)\)\s*$/, '')}`);
  }
  console.log(`\nNamed by no passed test: ${without.join(', ') || 'none'}`);
  console.log(`\n${asked.length - without.length} of ${asked.length} rows are named by a passed test`);
  return wanted.length > 0 && without.length > 0 ? 1 : 0;
};

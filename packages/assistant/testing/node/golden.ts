// Golden files: digests of what the rules find, kept in `testing/golden` so that a change of results does not go
// unnoticed. To renew them after an intended change, run the test with EMBERKEEP_RENEW_GOLDEN=1, which rewrites the
// files and fails, read the diff of the files, and run the test again without.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** How much was found, and a digest of all of it. */
export interface Golden {
  count: number;
  digest: string;
}

export const goldenOf = (found: readonly unknown[]): Golden => ({
  count: found.length,
  digest: createHash('sha256').update(JSON.stringify(found)).digest('hex').slice(0, 16),
});

const oneLine = ({ count, digest }: Golden): string => `{ "count": ${count}, "digest": "${digest}" }`;

/**
 * Expects `actual` to equal the golden file of that name. With EMBERKEEP_RENEW_GOLDEN set, writes the file and then
 * fails, so that a renewal is always looked at.
 */
export const expectGolden = (name: string, actual: Readonly<Record<string, Golden>>): void => {
  const file = new URL(`../golden/${name}.json`, import.meta.url);
  if (process.env['EMBERKEEP_RENEW_GOLDEN']) {
    const lines = Object.entries(actual).map(([key, golden]) => `  ${JSON.stringify(key)}: ${oneLine(golden)}`);
    writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`);
    expect.fail(`${name}.json is renewed: read its diff, then run the test without EMBERKEEP_RENEW_GOLDEN.`);
  }
  expect(actual).toEqual(JSON.parse(readFileSync(file, 'utf8')));
};

// Tests that what strangers send does not make the metrics grow.
import { expect, it } from 'vitest';
import { CLOSE } from '@emberkeep/sync/wire';
import { createMetrics } from './metrics.ts';

it('close codes that a client made up are counted together', () => {
  const metrics = createMetrics();
  for (let code = 3000; code < 5000; code++) metrics.connectionClosed(code);
  metrics.connectionClosed(1006);
  const text = metrics.text({ isDamaged: false, connections: 0, rooms: 0, quarantined: 0 });
  metrics.stop();
  const own = Object.values(CLOSE).filter((code) => code >= 3000);
  const counts = Object.fromEntries(
    [...text.matchAll(/^relay_closes_total\{code="(\w+)"\} (\d+)$/gm)].map(([, code, count]) => [code, Number(count)]),
  );
  expect(counts).toEqual({
    '1006': 1,
    ...Object.fromEntries(own.map((code) => [String(code), 1])),
    other: 2000 - own.length,
  });
});

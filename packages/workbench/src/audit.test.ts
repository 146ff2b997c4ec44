// Shows which advisories fail the check, and that a missing report is not taken for a clean one.
import { expect, it } from 'vitest';
import { readAudit } from './audit.ts';

it('lists grave advisories, counts the others, and tells a missing report from a clean one', () => {
  const advisory = (severity: string) => ({
    module_name: 'left-pad',
    severity,
    title: 'pads',
    url: 'https://example.org/1',
  });
  expect(
    readAudit(JSON.stringify({ advisories: { 1: advisory('high'), 2: advisory('low'), 3: advisory('critical') } })),
  ).toEqual({
    grave: ['high left-pad: pads https://example.org/1', 'critical left-pad: pads https://example.org/1'],
    others: 1,
  });
  expect(readAudit('{"advisories":{}}')).toEqual({ grave: [], others: 0 });
  for (const noReport of ['', '{"error":{"code":"ERR_PNPM_AUDIT_BAD_RESPONSE"}}', 'npm warn …'])
    expect(readAudit(noReport)).toBeNull();
});

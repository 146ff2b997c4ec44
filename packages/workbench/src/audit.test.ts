// Shows that a grave advisory fails the check, and that silence is told from a clean report.
import { expect, it } from 'vitest';
import { readAudit } from './audit.ts';

it('reads what the registry says: grave ones by name, silence as silence', () => {
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
  for (const silence of ['', '{"error":{"code":"ERR_PNPM_AUDIT_BAD_RESPONSE"}}', 'npm warn …'])
    expect(readAudit(silence)).toBeNull();
});

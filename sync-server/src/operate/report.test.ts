// Tests that what members put into a campaign does not keep an operator from reading about it.
import { expect, it } from 'vitest';
import type { Grant } from '../access/access.ts';
import { reportOf } from './report.ts';

const grantOf = (createdAt: number, label = 'Ben’s tablet'): Grant => ({
  id: 'a',
  campaignId: '0197c0de-0000-7000-8000-000000000001',
  kind: 'member',
  role: 'co_gm',
  label,
  createdAt,
  expiresAt: null,
  revokedAt: null,
  usesLeft: null,
});

it('lists grants whose time no calendar has', () => {
  const grants = [Date.UTC(2026, 0, 18), Number.MAX_SAFE_INTEGER].map((at) => grantOf(at));
  const { lines } = reportOf({ type: 'tokens', grants });
  expect(lines.slice(0, 2).map((line) => line.split('  ').at(-2))).toEqual(['2026-01-18', '?']);
});

it('prints no label that would move the cursor, add a line or turn one around', () => {
  const { lines } = reportOf({ type: 'tokens', grants: [grantOf(0, 'Ben\u001b[2J\n\u202eowner 👩‍💻 Zoë')] });
  expect(lines[0]!.split('  ').at(-1)).toBe('Ben?[2J??owner 👩‍💻 Zoë');
});

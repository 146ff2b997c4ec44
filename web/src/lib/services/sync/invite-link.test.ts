// Links of invitations: what they say before anyone joins, and that links of earlier versions are still read.
import { describe, expect, it, vi } from 'vitest';
import { inviteLink, readInvite } from './invite-link.ts';

const CAMPAIGN = '0123abcd-0123-4567-89ab-0123456789ab';
const SECRET = 'a-secret_of-more-than-twenty-characters';
vi.stubGlobal('location', new URL('https://app.example/'));

describe('a link of an invitation', () => {
  it.each([
    { campaign: 'Ash & Salt = #1, “Łódź”', by: 'Sam + Jo', role: 'co_gm' },
    { campaign: 'Tide', by: '', role: 'player' },
    { campaign: 'Tide', by: 'Ana', role: 'owner' },
  ] as const)('says which campaign, by whom and as what: %o', (facts) => {
    const link = inviteLink(CAMPAIGN, SECRET, { facts, address: 'https://table.example' });
    expect(link).not.toContain(' ');
    expect(new URL(link).pathname + new URL(link).search).toBe('/join');
    expect(readInvite(link)).toEqual({ campaignId: CAMPAIGN, secret: SECRET, relay: 'https://table.example', facts });
    // The address bar gives the part after # only.
    expect(readInvite(new URL(link).hash.slice(1))).toEqual({ campaignId: CAMPAIGN, secret: SECRET, relay: '', facts });
  });

  it('is short enough for a QR code, whatever the names are', () => {
    const facts = { campaign: '海'.repeat(200), by: '風'.repeat(200), role: 'co_gm' } as const;
    expect(inviteLink(CAMPAIGN, SECRET, { facts }).length).toBeLessThan(1300);
  });

  it.each([
    [`https://app.example/join#${CAMPAIGN}.${SECRET}`, SECRET],
    [`${CAMPAIGN}.${SECRET}`, SECRET],
    ['abcde-fgh12', 'ABCDEFGH12'],
    [`https://app.example/join#${CAMPAIGN}.${SECRET}&c=&r=co_gm`, SECRET],
    [`https://app.example/join#${CAMPAIGN}.${SECRET}&c=Tide&r=admin`, SECRET],
    [`https://app.example/join#${CAMPAIGN}.${SECRET}&%E0%A4%A`, SECRET],
  ])('of an earlier version, a damaged one and a code say nothing, and are read: %s', (text, secret) =>
    expect(readInvite(text)).toMatchObject({ secret, facts: null }),
  );

  it.each(['', 'hello', 'abcde', `${CAMPAIGN}.short`])('is not %j', (text) => expect(readInvite(text)).toBeNull());
});

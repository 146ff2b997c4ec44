// Damage to a backup costs no document that it does not touch, and never gives a document other bytes: cuts at every
// byte, flipped bytes. Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>; EMBERKEEP_FUZZ_RUNS=<count> sets the flips.
import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '@emberkeep/domain/testing';
import { toBase64 } from '@emberkeep/domain';
import { writeBackup, type CampaignBackup } from './backup.ts';
import { readBackup, type BackupReading } from './read-backup.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] ?? 1);
const runs = Number(process.env['EMBERKEEP_FUZZ_RUNS'] ?? 300);
/** Bytes between two cuts: a large run cuts at every byte. */
const step = runs > 1000 ? 1 : 7;
const CAMPAIGN = '0a0a0a0a-0000-4000-8000-000000000001';
const uuid = (n: number): string => `0b0b0b0b-0000-4000-8000-${String(n).padStart(12, '0')}`;

const backupOf = (random: Random, sessions = 7): CampaignBackup => ({
  campaignId: CAMPAIGN,
  name: 'The “Salt” Choir \\ one',
  savedAt: Date.UTC(2026, 3, 1),
  recovery: `${CAMPAIGN}.an-owner-secret-for-the-relay`,
  relay: 'https://table.example.org',
  documents: [
    { room: `campaign/${CAMPAIGN}`, bytes: random.bytes(200) },
    ...Array.from({ length: sessions }, (_, n) => ({
      room: `campaign/${CAMPAIGN}/session/${uuid(n)}`,
      bytes: random.bytes(1 + random.int(200)),
    })),
  ],
  images: [{ hash: 'ab'.repeat(32), type: 'image/png', bytes: random.bytes(90) }],
  readable: { name: 'The “Salt” Choir', sessions: [{ title: '"room": "no room", "bytes": "QUJD"' }] },
});

const valueOf = (text: string): BackupReading => {
  const read = readBackup(text);
  if (!read.ok) throw new Error(read.error.type);
  return read.value;
};
const asMap = (documents: CampaignBackup['documents']): Map<string, string> =>
  new Map(documents.map(({ room, bytes }) => [room, toBase64(bytes)]));

/** Where each document's entry is in the file. */
const placesOf = (text: string, backup: CampaignBackup): { room: string; from: number; to: number }[] => {
  const start = text.indexOf('\n "documents"');
  return backup.documents.map(({ room, bytes }) => {
    const from = text.indexOf(`"room": ${JSON.stringify(room)}`, start);
    return { room, from, to: text.indexOf(toBase64(bytes), from) + toBase64(bytes).length + 1 };
  });
};

/** Fails where a document is not as it was written, or one that the damage did not touch is not there. */
const expectSound = (damagedText: string, backup: CampaignBackup, untouched: readonly string[], what: string): void => {
  const read = readBackup(damagedText);
  if (!read.ok) return expect(untouched, `${what}: ${read.error.type}`).toEqual([]);
  const written = asMap(backup.documents);
  const found = asMap(read.value.backup.documents);
  for (const [room, bytes] of found) expect(bytes, `${what}: ${room}`).toBe(written.get(room));
  expect(
    untouched.filter((room) => !found.has(room)),
    what,
  ).toEqual([]);
  expect(read.value.backup.campaignId, what).toBe(CAMPAIGN);
  // Rewriting what was read is a whole backup of the same.
  const again = valueOf(writeBackup(read.value.backup));
  expect([asMap(again.backup.documents), again.damaged, again.endsEarly], what).toEqual([found, [], false]);
};

describe('a damaged backup', () => {
  const backup = backupOf(createRandom(seed));
  const text = writeBackup(backup);
  const places = placesOf(text, backup);

  it('is whole when it is whole', () => {
    expect(valueOf(text)).toEqual({
      backup: { ...backup, readable: undefined },
      damaged: [],
      endsEarly: false,
      readable: backup.readable,
    });
  });

  it(`cut at any byte, keeps every document before the cut and names every other (seed ${seed})`, () => {
    for (let cut = text.indexOf('\n "documents"'); cut < text.length; cut += step) {
      const untouched = places.filter(({ to }) => to <= cut).map(({ room }) => room);
      const left = text.slice(0, cut);
      expectSound(left, backup, untouched, `cut at ${cut}`);
      if (untouched.length === 0) continue;
      const { damaged, endsEarly } = valueOf(left);
      expect(endsEarly).toBe(true);
      expect(damaged.flatMap(({ part, room }) => (part === 'document' ? [room] : [])).sort(), `cut at ${cut}`).toEqual(
        places.flatMap(({ room, to }) => (to <= cut ? [] : [room])).sort(),
      );
    }
    // Before the documents there is nothing to restore, and nothing throws.
    for (let cut = 0; cut < text.indexOf('\n "documents"'); cut += step)
      expect(readBackup(text.slice(0, cut)).ok).toBe(false);
  }, 120_000);

  it(`with a flipped byte, loses no document that was not flipped (seed ${seed}, ${runs} runs)`, () => {
    const random = createRandom(seed + 1);
    for (let run = 0; run < runs; run += 1) {
      const at = random.int(text.length);
      const sign = String.fromCharCode(text.charCodeAt(at) ^ (1 << random.int(7)));
      const flipped = text.slice(0, at) + sign + text.slice(at + 1);
      const untouched = places.filter(({ from, to }) => at < from || at > to).map(({ room }) => room);
      expectSound(flipped, backup, untouched, `seed ${seed}: byte ${at} became ${JSON.stringify(sign)}`);
      if (untouched.length < places.length && valueOf(flipped).backup.documents.length < places.length)
        expect(valueOf(flipped).damaged.map(({ part }) => part)).toContain('document');
    }
  }, 600_000);

  it(`of an older version, without checksums, reads every document that decodes (seed ${seed})`, () => {
    const { checksum, contents, ...old } = JSON.parse(text) as Record<string, unknown>;
    expect([checksum, contents].every(Boolean)).toBe(true);
    const documents = (old['documents'] as { room: string; bytes: string }[]).map(({ room, bytes }) => ({
      room,
      bytes,
    }));
    const before = JSON.stringify({ ...old, documents, images: [] }, null, 1);
    expect(valueOf(before).damaged).toEqual([]);
    expect(asMap(valueOf(before).backup.documents)).toEqual(asMap(backup.documents));
    const cut = valueOf(before.slice(0, before.length * 0.7));
    expect(cut.endsEarly).toBe(true);
    expect(cut.backup.documents.length).toBeGreaterThan(2);
  });

  it('has a name that every page can show, whatever it says', () => {
    const long = JSON.stringify({ ...(JSON.parse(text) as object), name: 'W'.repeat(1_000_000) });
    expect(valueOf(long).backup.name).toBe('W'.repeat(200));
  });

  it('names a document that somebody took out, and details that were changed', () => {
    const file = JSON.parse(text) as { documents: unknown[]; recovery: string };
    const [, , taken] = backup.documents;
    file.documents.splice(2, 1);
    expect(valueOf(JSON.stringify(file)).damaged).toEqual([{ part: 'document', state: 'missing', room: taken?.room }]);
    expect(valueOf(text.replace('owner-secret', 'owner-sacret')).damaged).toEqual([
      { part: 'details', state: 'damaged', room: '' },
    ]);
    expect(valueOf(text.replace('"version": 1', '"version": 3')).backup.documents).toHaveLength(places.length);
  });
});

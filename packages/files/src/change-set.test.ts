// The change set as a file and as QR codes scanned in any order, and the refusal of everything that is not one.
import fc from 'fast-check';
import { strToU8, gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { createFrameCollector, framesOf, MAX_FRAMES } from './change-set-codes.ts';
import { readChangeSet, writeChangeSet, type ChangeSet } from './change-set.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 20261121);
const ID = '0197c0de-0000-7000-8000-000000000001';
const set = (bytes: Uint8Array): ChangeSet => ({
  campaignId: ID,
  name: 'Ash — 🏮',
  madeAt: 5,
  from: 'Mara',
  documents: [
    { room: `campaign/${ID}`, base: null, bytes },
    { room: `campaign/${ID}/session/${ID}`, base: new Uint8Array([1, 2]), bytes: new Uint8Array([3]) },
  ],
  images: [{ hash: 'a'.repeat(64), type: 'image/webp', bytes: new Uint8Array([9]) }],
});
// Adds the checksum as writeChangeSet does, for contents that it would never write.
const sealed = (text: string): Uint8Array => {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let i = 0; i < text.length; i++)
    [a, b] = [
      Math.imul(a ^ text.charCodeAt(i), 0x01000193),
      Math.imul(b + text.charCodeAt(i), 0x811c9dc5) ^ (b >>> 13),
    ];
  return gzipSync(strToU8([a, b].map((n) => (n >>> 0).toString(16).padStart(8, '0')).join('') + text));
};
const noise = (n: number): Uint8Array =>
  Uint8Array.from({ length: n }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 11) & 255);

describe('a change set', () => {
  it('survives the round trip as a file, and as QR codes in any order, some scanned twice', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 6000 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (bytes, order) => {
          const packed = writeChangeSet(set(bytes));
          expect(readChangeSet(packed)).toEqual({ ok: true, value: set(bytes) });
          const frames = framesOf(packed)!;
          const collector = createFrameCollector();
          const waiting = [...frames, ...frames.slice(0, 2)];
          while (waiting.length > 0)
            expect(collector.add(waiting.splice(Math.floor(order.next().value! * waiting.length), 1)[0]!)).toBe(true);
          expect(collector.bytes()).toEqual(packed);
        },
      ),
      { seed, numRuns: 60 },
    );
  });

  it('has no QR codes when too large; a code of another set starts over, and a misread code asks for all again', () => {
    expect(framesOf(noise(MAX_FRAMES * 560))).toBeNull();
    const [one, two] = [framesOf(noise(2000))!, framesOf(noise(2001))!];
    const collector = createFrameCollector();
    expect(collector.add(one[0]!)).toBe(true);
    for (const text of [
      '',
      'https://example.org',
      one[0]!.replace('.1.', '.9.'),
      one[0]!.replace('EKC1', 'EKC2'),
      `${one[0]}.`,
    ])
      expect(collector.add(text)).toBe(false);
    for (const frame of two) collector.add(frame);
    expect([collector.have, collector.total]).toEqual([two.length, two.length]);
    expect(collector.bytes()).toEqual(noise(2001));
    const misread = createFrameCollector();
    one.forEach((frame, i) => misread.add(i === 1 ? frame.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')) : frame));
    expect(misread.bytes()).toBeNull();
    expect(misread.have).toBe(0);
  });

  it('calls a change set that ends early damaged, wherever it ends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.string({ maxLength: 300 }), (bytes, name) => {
        const packed = writeChangeSet({ ...set(bytes), name });
        for (let length = 2; length < packed.length; length += length < 200 ? 1 : 13)
          expect(readChangeSet(packed.subarray(0, length)), `${length} of ${packed.length} bytes`).toEqual({
            ok: false,
            error: { type: 'DamagedChangeSet' },
          });
      }),
      { seed, numRuns: 20 },
    );
  });

  it('refuses hostile bytes with a typed error', () => {
    const packed = writeChangeSet(set(noise(500)));
    for (let at = 0; at < packed.length; at += 5) {
      const changed = packed.slice();
      changed[at]! ^= 4;
      const read = readChangeSet(changed);
      if (read.ok) expect(read.value).toEqual(set(noise(500)));
    }
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        (bytes) => !readChangeSet(bytes).ok && !readChangeSet(gzipSync(bytes)).ok,
      ),
      { seed, numRuns: 200 },
    );
    const of = (value: unknown): string => {
      const read = readChangeSet(sealed(JSON.stringify(value)));
      return read.ok ? 'read' : read.error.type;
    };
    const good = {
      format: 'emberkeep-changes',
      version: 1,
      campaignId: ID,
      documents: [{ room: `campaign/${ID}`, base: null, bytes: '' }],
    };
    expect(of(good)).toBe('read');
    expect(of({ ...good, version: 2 })).toBe('NewerChangeSet');
    expect(of({ ...good, format: 'x' })).toBe('NotAChangeSet');
    for (const documents of [
      [],
      [{ room: 'campaign/other', base: null, bytes: '' }],
      [{ room: `campaign/${ID.replace('1', '2')}`, base: null, bytes: '' }],
      [{ room: `campaign/${ID}`, base: null, bytes: '§' }],
      'x',
    ])
      expect(of({ ...good, documents })).toBe('DamagedChangeSet');
    // Nor what would stop the page that is given it: a name of megabytes, or very many documents and pictures.
    const named = readChangeSet(sealed(JSON.stringify({ ...good, name: 'W'.repeat(15_000_000) })));
    expect(named.ok && named.value.name).toBe('W'.repeat(200));
    const many = <T>(part: T): T[] => Array.from({ length: 10_001 }, () => part);
    expect(of({ ...good, documents: many(good.documents[0]) })).toBe('DamagedChangeSet');
    expect(of({ ...good, images: many({}) })).toBe('DamagedChangeSet');
    // 18.13 Nor does it go far beyond what a small file can honestly hold: 380 kB took 8 s.
    const { documents, images, ...head } = set(new Uint8Array([1]));
    const base64 = documents.map(({ room }) => ({ room, base: null, bytes: 'AQ==' }));
    const text = JSON.stringify({ format: 'emberkeep-changes', version: 1, ...head, documents: base64, images: [] });
    expect([images.length, readChangeSet(sealed(text)).ok]).toEqual([1, true]);
    expect(readChangeSet(sealed(text + ' '.repeat(21_000_000)))).toMatchObject({ error: { type: 'DamagedChangeSet' } });
    // Unpacking stops at the limit.
    expect(readChangeSet(gzipSync(new Uint8Array(5_000_000)), 2_000_000)).toEqual({
      ok: false,
      error: { type: 'DamagedChangeSet' },
    });
  });
});

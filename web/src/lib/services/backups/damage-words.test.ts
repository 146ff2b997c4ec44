// [18.13] Naming what a backup lacks takes time in proportion to the backup, however much is damaged.
import { expect, it } from 'vitest';
import { costMs } from '@emberkeep/domain/testing/node';
import type { StoredRecord } from '@emberkeep/domain';
import { readBackup, writeBackup, type BackupDamage } from '@emberkeep/files';
import { CAMPAIGN } from '#lib/testing/fakes.ts';
import { damageWords } from './damage-words.ts';

const COUNT = 30_000;
const idOf = (n: number): string => `0197c0de-0000-7000-8000-${String(n).padStart(12, '0')}`;
const roomOfSession = (n: number): string => `campaign/${CAMPAIGN}/session/${idOf(n)}`;

it('thousands of damaged sessions are each called by their number and title', async () => {
  const records = Array.from({ length: COUNT }, (_, n) => ({
    ...{ kind: 'session', id: idOf(n), keys: { number: n, title: `Night ${n}` } },
    ...{ texts: {}, createdAt: 0, updatedAt: 0 },
  })) as unknown as StoredRecord[]; // reason: nothing else of a record is read
  const damaged = records.map((_, n): BackupDamage => ({ part: 'document', state: 'damaged', room: roomOfSession(n) }));
  let words: string[] = [];
  expect(await costMs(() => void (words = damageWords(damaged, records)))).toBeLessThan(3000);
  expect(words).toHaveLength(COUNT);
  expect(words.at(-1)).toContain(`Night ${COUNT - 1}`);
  expect(damageWords([{ part: 'document', state: 'missing', room: roomOfSession(COUNT) }], records)[0]).toContain(
    idOf(COUNT).slice(-6),
  );
});

it('a backup whose documents are damaged or missing by the thousand is read at once', async () => {
  const documents = Array.from({ length: COUNT }, (_, n) => ({
    room: roomOfSession(n),
    bytes: new Uint8Array([0, 0]),
  }));
  const text = writeBackup({ campaignId: CAMPAIGN, name: 'Salt', savedAt: 0, recovery: null, documents });
  const file = JSON.parse(text) as { documents: { bytes: string }[] };
  // Of the first half the bytes are others; the second half is not there, except for its last.
  for (const document of file.documents.slice(0, COUNT / 2)) document.bytes = 'AQE=';
  file.documents.splice(COUNT / 2, COUNT / 2 - 1);
  const cut = JSON.stringify(file, null, 1);
  let states: string[] = [];
  const cost = await costMs(() => {
    const read = readBackup(cut);
    states = read.ok ? read.value.damaged.map(({ state }) => state) : [];
  });
  expect(states.filter((state) => state === 'damaged')).toHaveLength(COUNT / 2);
  expect(states.filter((state) => state === 'missing')).toHaveLength(COUNT / 2 - 1);
  expect(cost).toBeLessThan(3000);
});

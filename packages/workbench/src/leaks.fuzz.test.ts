// Shows that no secret of a GM leaves in a text: random campaigns whose hidden names, aliases, link targets, news, each
// name in the forms that read like it, numbers and deleted records are marked, through every way out to players. Repeat
// a run with EMBERKEEP_FUZZ_SEED=<seed>.
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOCK, ENTITY } from '@emberkeep/domain';
import {
  editEntity,
  editRecord,
  listEntities,
  listHandouts,
  listMaps,
  listRecords,
  listSessions,
  publishSession,
  showAlias,
  takeBackHandout,
  writePlayerDoc,
  type CampaignDocs,
} from '@emberkeep/store';
import { value } from '@emberkeep/store/testing';
import { createLeakWorld, SHOWN_PICTURE, SHOWN_PIN } from '../testing/leak-world.ts';
import { bytesOf, viewOf, waysToPlayers } from '../testing/ways-to-players.ts';

const takeBack = (docs: CampaignDocs): void => {
  for (const { id } of listSessions(docs)) value(publishSession(docs, id, false));
  for (const { id } of listEntities(docs)) value(editEntity(docs, id, { isKnown: false }));
  for (const { id } of listRecords(docs.ledger, CLOCK))
    value(editRecord(docs, { doc: docs.ledger, spec: CLOCK, id, fields: { visibility: 'hidden' } }));
  for (const { id } of [...listHandouts(docs), ...listMaps(docs)]) value(takeBackHandout(docs, id));
};

const around = (bytes: string, at: number): string => JSON.stringify(bytes.slice(Math.max(0, at - 80), at + 40));

/** A text without what tells forms of a name apart that read alike. */
const plain = (text: string): string => text.normalize('NFKD').replace(/[\p{Cf}\p{M}]/gu, '');

const expectNoSecret = (text: string, where: string, hiddenIds: readonly string[]): void => {
  const bytes = plain(text);
  const found = /secret\d+z/i.exec(bytes);
  expect(found?.[0], `${where}: ${found && around(bytes, found.index)}`).toBeUndefined();
  for (const id of hiddenIds) expect(bytes.includes(id), `an id, ${where}`).toBe(false);
};

/** The amounts of secret events have seven digits, and so has every sum with them. */
const expectNoSecretNumber = (text: string, where: string): void => {
  const found = /(?<![\w.-])\d{7,8}(?![\w-])/.exec(text);
  expect(found?.[0], `${where}: ${found && around(text, found.index)}`).toBeUndefined();
};

const only = process.env['EMBERKEEP_FUZZ_SEED'];
const total = Math.min(600, Math.ceil(Number(process.env['EMBERKEEP_FUZZ_SEEDS'] ?? 100) / 5));
const seeds = only ? [Number(only)] : Array.from({ length: total }, (_, i) => i + 1);

it.each(seeds)(
  'seed %i: players get no secret text or number, before or after the GM hides shown records again (M-130)',
  async (seed) => {
    const { docs, shown, knownNames, hiddenIds } = await createLeakWorld(seed);
    const table = new Y.Doc();
    const publish = async (): Promise<void> => void writePlayerDoc(table, await viewOf(docs));
    const expectFilesSafe = async (): Promise<void> => {
      for (const [where, text] of Object.entries(await waysToPlayers(docs, shown))) {
        expectNoSecret(text, where, hiddenIds);
        expectNoSecretNumber(text, where);
      }
    };
    await publish();
    expectNoSecret(bytesOf(table), 'players’ document', hiddenIds);
    expectNoSecret(JSON.stringify(await viewOf(docs)), 'the player view', hiddenIds);
    expectNoSecretNumber(JSON.stringify(await viewOf(docs)), 'players’ document');
    for (const name of knownNames) expect(bytesOf(table)).toContain(name);
    expect(bytesOf(table)).toContain(SHOWN_PICTURE);
    expect(bytesOf(table)).toContain(SHOWN_PIN);
    await expectFilesSafe();

    // One alias is hidden again: a new player gets no byte of it.
    const entity = listEntities(docs).find((e) => e.isKnown && e.shownAliases.length > 0)!;
    const alias = entity.shownAliases.find((each) => each !== entity.name && !each.includes('[['))!;
    expect(bytesOf(table)).toContain(alias);
    value(showAlias(docs, entity.id, alias, false));
    await publish();
    expect(bytesOf(table).includes(alias)).toBe(false);
    expect(JSON.stringify(Object.values(await waysToPlayers(docs, [])))).not.toContain(alias);

    takeBack(docs);
    await publish();
    expectNoSecret(bytesOf(table), 'after taking back', hiddenIds);
    expect(bytesOf(table).match(/OPEN\d+Z/)?.[0]).toBeUndefined();
    expect(bytesOf(table)).not.toContain(SHOWN_PICTURE);
    expect(bytesOf(table)).not.toContain(SHOWN_PIN);
    // A session's own files are made on demand, of what is still known; nothing else tells what is no longer shown.
    await expectFilesSafe();
    for (const [where, text] of Object.entries(await waysToPlayers(docs, [])))
      expect(text.match(/OPEN\d+Z/g) ?? [], where).toEqual([]);
    expect(listRecords(docs.ledger, ENTITY).length).toBeGreaterThan(0);
  },
);

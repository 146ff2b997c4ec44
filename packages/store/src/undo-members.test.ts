// 17.2, 17.14: both GMs add the same member of a set, or one renames what the other renamed, and one of them undoes it.
// The result must not depend on which Yjs client wins the merge, so every case runs with both orders.
import { describe, expect, it } from 'vitest';
import { ENTITY } from '@emberkeep/domain';
import { createTestDevices, meet, value } from '../testing/index.ts';
import {
  createEntity,
  editEntity,
  editRecord,
  getEntity,
  renameEntity,
  setMember,
  type CampaignDocs,
} from './index.ts';

const SEEDS = Array.from({ length: 8 }, (_, i) => i + 1);

interface Pair {
  mine: CampaignDocs;
  theirs: CampaignDocs;
  id: string;
}

/** An entity on two devices; the one that undoes has the lower client in every second seed. */
const createPair = async (seed: number): Promise<Pair> => {
  const [a, b] = await createTestDevices(seed).pair();
  const id = value(createEntity(a, { name: 'Vey', entityType: 'npc' }));
  await meet(a, b);
  const [mine, theirs] = seed % 2 ? [a, b] : [b, a];
  return { mine, theirs, id };
};

const tag = (docs: CampaignDocs, id: string, present = true): void =>
  value(setMember(docs, { doc: docs.ledger, spec: ENTITY, id, field: 'tags', member: 'harbor', present }));
const tagsOf = ({ mine, theirs, id }: Pair): unknown => [mine, theirs].map((docs) => getEntity(docs, id)?.tags);
const meetTwice = async ({ mine, theirs }: Pair): Promise<void> => {
  await meet(mine, theirs);
  await meet(mine, theirs);
};

describe.each(SEEDS)('a tag that both added while apart (seed %i)', (seed) => {
  it('stays when one undoes it after they met', async () => {
    const pair = await createPair(seed);
    tag(pair.mine, pair.id);
    tag(pair.theirs, pair.id);
    await meetTwice(pair);
    expect(await pair.mine.undo()).toBeNull();
    await meetTwice(pair);
    expect(tagsOf(pair)).toEqual([['harbor'], ['harbor']]);
  });

  it('stays when one undoes it before they met', async () => {
    const pair = await createPair(seed);
    tag(pair.mine, pair.id);
    tag(pair.theirs, pair.id);
    expect(await pair.mine.undo()).not.toBeNull();
    await meetTwice(pair);
    expect(tagsOf(pair)).toEqual([['harbor'], ['harbor']]);
  });

  it('goes when one removes it after they met', async () => {
    const pair = await createPair(seed);
    tag(pair.mine, pair.id);
    tag(pair.theirs, pair.id);
    await meetTwice(pair);
    tag(pair.mine, pair.id, false);
    await meetTwice(pair);
    expect(tagsOf(pair)).toEqual([[], []]);
  });

  it('goes when both undo it before they met', async () => {
    const pair = await createPair(seed);
    tag(pair.mine, pair.id);
    tag(pair.theirs, pair.id);
    await Promise.all([pair.mine.undo(), pair.theirs.undo()]);
    await meetTwice(pair);
    expect(tagsOf(pair)).toEqual([[], []]);
  });

  it('undone by the only one who added it is gone, and comes back with redo', async () => {
    const pair = await createPair(seed);
    tag(pair.mine, pair.id);
    await meetTwice(pair);
    await pair.mine.undo();
    await meetTwice(pair);
    expect(tagsOf(pair)).toEqual([[], []]);
    await pair.mine.redo();
    await meetTwice(pair);
    expect(tagsOf(pair)).toEqual([['harbor'], ['harbor']]);
  });
});

describe.each(SEEDS)('a field that both wrote while apart (seed %i)', (seed) => {
  it.each(['', 'None.'])(
    'keeps the co-GM’s text where the other GM undid their own before the devices met',
    async (before) => {
      const pair = await createPair(seed);
      if (before) value(editEntity(pair.mine, pair.id, { secrets: before }));
      await meetTwice(pair);
      value(editEntity(pair.mine, pair.id, { secrets: 'He lies.' }));
      value(editEntity(pair.mine, pair.id, { secrets: 'He lies and steals.' }));
      for (const secrets of ['He is', 'He is the killer.']) {
        const target = { doc: pair.theirs.ledger, spec: ENTITY, id: pair.id, fields: { secrets } };
        value(editRecord(pair.theirs, { ...target, typing: true }));
      }
      await pair.mine.undo();
      await pair.mine.undo();
      expect(getEntity(pair.mine, pair.id)?.secrets).toBe(before);
      await meetTwice(pair);
      for (const docs of [pair.mine, pair.theirs]) expect(getEntity(docs, pair.id)?.secrets).toBe('He is the killer.');
    },
  );

  it('has one of the two values after the GM who undid has redone', async () => {
    const pair = await createPair(seed);
    value(editEntity(pair.mine, pair.id, { secrets: 'None.' }));
    await meetTwice(pair);
    value(editEntity(pair.mine, pair.id, { secrets: 'He lies.' }));
    value(editEntity(pair.theirs, pair.id, { secrets: 'He is the killer.' }));
    await pair.mine.undo();
    await pair.mine.redo();
    const apart = [pair.mine, pair.theirs].map((docs) => getEntity(docs, pair.id)?.secrets);
    await meetTwice(pair);
    const [mine, theirs] = [pair.mine, pair.theirs].map((docs) => getEntity(docs, pair.id)?.secrets);
    expect(apart).toContain(mine);
    expect(theirs).toBe(mine);
  });

  it('keeps what the co-GM wrote after reading it, though it says the same', async () => {
    const pair = await createPair(seed);
    value(editEntity(pair.mine, pair.id, { secrets: 'He lies.' }));
    await meetTwice(pair);
    for (const secrets of ['Does he lie?', 'He lies.']) value(editEntity(pair.theirs, pair.id, { secrets }));
    await meetTwice(pair);
    expect(await pair.mine.undo()).toBeNull();
    expect(getEntity(pair.mine, pair.id)?.secrets).toBe('He lies.');
  });
});

describe('undo of a rename', () => {
  it('takes back the name and its alias, and redo brings both', async () => {
    const pair = await createPair(1);
    value(renameEntity(pair.mine, pair.id, 'Baron Vey'));
    await pair.mine.undo();
    expect(getEntity(pair.mine, pair.id)).toMatchObject({ name: 'Vey', aliases: [] });
    await pair.mine.redo();
    expect(getEntity(pair.mine, pair.id)).toMatchObject({ name: 'Baron Vey', aliases: ['Vey'] });
  });

  it('changes nothing once a co-GM renamed it again, so that links to both names resolve', async () => {
    const pair = await createPair(1);
    value(renameEntity(pair.mine, pair.id, 'Baron Vey'));
    await meetTwice(pair);
    value(renameEntity(pair.theirs, pair.id, 'Duke Vey'));
    await meetTwice(pair);
    expect(await pair.mine.undo()).toBeNull();
    await meetTwice(pair);
    for (const docs of [pair.mine, pair.theirs]) {
      const entity = getEntity(docs, pair.id);
      expect([entity?.name, [...(entity?.aliases ?? [])].sort()]).toEqual(['Duke Vey', ['Baron Vey', 'Vey']]);
    }
  });
});

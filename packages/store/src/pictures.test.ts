// Portraits and covers that two GMs choose apart: after they sync, both see the same picture, and nothing else is lost.
import { describe, expect, it } from 'vitest';
import { namedPicture } from '@emberkeep/domain';
import { createRandom } from '@emberkeep/domain/testing';
import {
  addNotePicture,
  campaignOf,
  createEntity,
  editCampaign,
  editEntity,
  getEntity,
  notePicturesOf,
  renameEntity,
  type CampaignDocs,
} from './index.ts';
import { createSingle, createTestDevices, meet, value } from '../testing/index.ts';

const SEEDS = Array.from({ length: 30 }, (_, i) => i + 1);
const hash = (digit: number): string => String(digit).repeat(64);
const portraitOf = (docs: CampaignDocs, id: string): string | undefined => getEntity(docs, id)?.portrait;
const coverOf = (docs: CampaignDocs): string | undefined => campaignOf(docs)?.cover;

describe('pictures of two GMs', () => {
  it.each(SEEDS)('one of two portraits and covers chosen apart is shown on both devices, seed %i', async (seed) => {
    const random = createRandom(seed);
    const [a, b] = await createTestDevices(seed).pair();
    const id = value(createEntity(a, { name: 'Old Tam', entityType: 'npc' }));
    await meet(a, b);
    const chosen: string[] = [];
    for (const docs of [a, b])
      for (let i = 0; i <= random.int(2); i++) {
        const picture = hash(chosen.length);
        value(editEntity(docs, id, { portrait: picture }));
        value(editCampaign(docs, { cover: picture }));
        chosen.push(picture);
      }
    value(renameEntity(b, id, 'Tam the Ferryman'));
    await meet(a, b);
    expect(chosen).toContain(portraitOf(a, id));
    expect(portraitOf(b, id)).toBe(portraitOf(a, id));
    expect(chosen).toContain(coverOf(a));
    expect(coverOf(b)).toBe(coverOf(a));
    expect([getEntity(a, id)?.name, getEntity(b, id)?.name]).toEqual(['Tam the Ferryman', 'Tam the Ferryman']);
  });

  it('undo takes back the own portrait and cover, and not those that a co-GM chose since', async () => {
    const [a, b] = await createTestDevices(7).pair();
    const id = value(createEntity(a, { name: 'Old Tam', entityType: 'npc' }));
    value(editEntity(a, id, { portrait: hash(1) }));
    await meet(a, b);
    value(editEntity(a, id, { portrait: hash(2) }));
    await meet(a, b);
    await a.undo();
    await meet(a, b);
    expect([portraitOf(a, id), portraitOf(b, id)]).toEqual([hash(1), hash(1)]);

    value(editCampaign(a, { cover: hash(3) }));
    await meet(a, b);
    value(editCampaign(b, { cover: hash(4) }));
    await meet(a, b);
    await a.undo();
    await meet(a, b);
    expect([coverOf(a), coverOf(b)]).toEqual([hash(4), hash(4)]);
  });
});

describe('attached pictures of two GMs', () => {
  const picture = (digit: number) => ({ full: hash(digit), small: hash(digit), name: `${digit}.png`, bytes: 1 });
  const keysOf = (docs: CampaignDocs, id: string): string[] => Object.keys(getEntity(docs, id)?.pictures ?? {});

  it.each(SEEDS)('what both attach and remove apart is what both see, seed %i', async (seed) => {
    const random = createRandom(seed);
    const [a, b] = await createTestDevices(seed).pair();
    const id = value(createEntity(a, { name: 'The Quay', entityType: 'location' }));
    value(editEntity(a, id, { pictures: { one: picture(1), two: picture(2) } }));
    await meet(a, b);
    const expected = new Set(['one', 'two']);
    for (const docs of [a, b]) {
      const before = { ...getEntity(docs, id)!.pictures };
      const removed = docs === a ? 'one' : 'two';
      if (random.chance(0.5) && expected.delete(removed)) delete before[removed];
      const added = `${docs === a ? 'a' : 'b'}${random.int(3)}`;
      value(editEntity(docs, id, { pictures: { ...before, [added]: picture(3) } }));
      expected.add(added);
    }
    await meet(a, b);
    expect(keysOf(a, id)).toEqual([...expected].sort());
    expect(keysOf(b, id)).toEqual(keysOf(a, id));
  });
});

describe('pictures in notes of two GMs', () => {
  const file = 'f'.repeat(64);
  const picture = (digit: number) => ({
    full: hash(digit),
    small: hash(9),
    name: 'a.png',
    width: 4,
    height: 3,
    bytes: 5,
  });

  it('what both add apart is named on both devices, and no undo takes it away', async () => {
    const [a, b] = await createTestDevices(3).pair();
    await meet(a, b);
    const before = a.latestStep();
    value(addNotePicture(a, file, picture(1)));
    value(addNotePicture(b, hash(5), picture(2)));
    expect(a.latestStep()).toBe(before);
    await meet(a, b);
    for (const docs of [a, b]) {
      expect(Object.keys(notePicturesOf(docs)).sort()).toEqual([hash(5), file]);
      expect(namedPicture(notePicturesOf(docs), file)?.full).toBe(hash(1));
    }
  });

  it.each(SEEDS)('one file that both add apart is one picture on both devices, seed %i', async (seed) => {
    const [a, b] = await createTestDevices(seed).pair();
    await meet(a, b);
    value(addNotePicture(a, file, picture(1)));
    value(addNotePicture(b, file, picture(2)));
    await meet(a, b);
    const named = namedPicture(notePicturesOf(a), file)?.full;
    expect([hash(1), hash(2)]).toContain(named);
    expect(namedPicture(notePicturesOf(b), file)?.full).toBe(named);
  });

  it('a picture that is named stays as it is', async () => {
    const { docs: a } = await createSingle(createTestDevices(4));
    value(addNotePicture(a, file, picture(1)));
    value(addNotePicture(a, file, picture(2)));
    expect(namedPicture(notePicturesOf(a), file)?.full).toBe(hash(1));
  });
});

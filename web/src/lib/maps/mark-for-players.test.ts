// Shows what a GM reads of a pin that is for players: the name that they get, or why they get none.
import { expect, it } from 'vitest';
import { MAP, mapPins } from '@emberkeep/domain';
import {
  addPin,
  createEntity,
  createRecord,
  editEntity,
  getEntity,
  getRecord,
  listEntities,
  listMaps,
  showHandout,
  type CampaignDocs,
} from '@emberkeep/store';
import { createSingle, createTestDevices, value } from '@emberkeep/store/testing';
import { forPlayersWords } from './mark-for-players.ts';

const wordsOf = (docs: CampaignDocs, map: string, pin: string): string => {
  const live = {
    entities: listEntities(docs),
    list: () => listMaps(docs),
    entity: (id: string) => getEntity(docs, id) ?? undefined,
    one: (_: unknown, id: string) => getRecord(docs.ledger, MAP, id) ?? undefined,
    session: () => undefined,
  } as unknown as Parameters<typeof forPlayersWords>[1]; // reason: the rest of a live campaign is not read
  const mark = mapPins(getRecord(docs.ledger, MAP, map)!).find(({ id }) => id === pin)!;
  return forPlayersWords(docs, live, mark);
};

it('tells what players see of a pin, and why they do not', async () => {
  const { docs } = await createSingle(createTestDevices());
  const map = (title: string): string => value(createRecord(docs, docs.ledger, MAP, { title }));
  const [harbour, cellar] = [map('The harbour'), map('The cellar')];
  const [known, hidden] = ['Dock ward', 'Cult house'].map((name) =>
    value(createEntity(docs, { name, entityType: 'location' })),
  ) as [string, string];
  value(editEntity(docs, known, { isKnown: true }));
  const pin = (label: string, kind?: 'entity' | 'map' | 'scene', id = ''): string =>
    value(
      addPin(docs, harbour, {
        at: { x: 0, y: 0 },
        label,
        isForPlayers: true,
        ...(kind ? { target: { kind, id, sessionId: kind === 'scene' ? id : '' } } : {}),
      }),
    );
  const say = (id: string): string => wordsOf(docs, harbour, id);
  expect(say(pin('', 'entity', known))).toBe('While the map is shown, players see it as “Dock ward”.');
  expect(say(pin('A fountain'))).toBe('While the map is shown, players see it as “A fountain”.');
  expect(say(pin(''))).toBe('While the map is shown, players see it without a name.');
  expect(say(pin('Here', 'entity', hidden))).toBe('Players see it once they know Cult house.');
  expect(say(pin('Cult house'))).toBe('Players do not see it: its label is a name that they do not know.');
  expect(say(pin('', 'scene', known))).toBe('Players do not see it: scenes stay yours.');
  expect(say(pin('', 'entity', docs.newId()))).toBe('Players do not see it: what it opens was deleted.');
  const stairs = pin('Stairs', 'map', cellar);
  expect(say(stairs)).toBe('Players see it while “The cellar” is shown to them, too.');
  value(showHandout(docs, cellar, ''));
  expect(say(stairs)).toBe('While the map is shown, players see it as “Stairs”.');
});

// The import of Kanka exports.
import { describe, expect, it } from 'vitest';
import { GOAL, RELATIONSHIP, SESSION } from '@emberkeep/domain';
import { derivedId } from '@emberkeep/store';
import { createReader, entitiesOf, KANKA, plainText, zipOf } from '../../testing/import-files.ts';
import { recordOfStored } from '../stored-record.ts';

const { read, put } = createReader(derivedId);

describe('Kanka', () => {
  it('imports mentions as links, private posts as GM notes, members, locations and sessions', async () => {
    const content = await read([zipOf(KANKA)], 'table');
    const records = put(content);
    const entities = entitiesOf(records);
    const [rook, street, watch] = ['Rook', 'Salt Street', 'Harbour Watch'].map((name) =>
      entities.find((e) => e.name === name)!,
    ) as [(typeof entities)[0], (typeof entities)[0], (typeof entities)[0]];
    expect(rook).toMatchObject({
      entityType: 'npc',
      tags: ['Sea'],
      condition: 'Dead',
      attributes: { Eyes: 'grey', title: 'Captain' },
    });
    expect(plainText(rook.texts['description'])).toBe('Guards [[Salt Street|the street]] with zeal and a ghost.');
    expect(plainText(rook.texts['gm_notes'])).toBe('Truth\nShe did it.');
    expect(street.texts['description']).toBeUndefined();
    expect(plainText(street.texts['gm_notes'])).toBe('Wet.');
    expect(watch.entityType).toBe('faction');
    expect(entities.find((e) => e.name === 'The Gull')!.entityType).toBe('ship');
    const ties = records.filter((r) => r.kind === 'relationship').map((r) => recordOfStored(RELATIONSHIP, r)!);
    expect(ties.map((t) => [t.fromId, t.relationType, t.toId, t.note]).sort()).toEqual(
      [
        [rook.id, 'serves', watch.id, 'Attitude 40'],
        [rook.id, 'located_at', street.id, ''],
        [rook.id, 'member_of', watch.id, 'Head'],
      ].sort(),
    );
    expect(
      recordOfStored(
        GOAL,
        records.find((r) => r.kind === 'goal')!,
      ),
    ).toMatchObject({ name: 'The ring', goalType: 'Main', status: 'complete', progressText: 'Find it.' });
    expect(
      recordOfStored(
        SESSION,
        records.find((r) => r.kind === 'session')!,
      ),
    ).toMatchObject({ number: 1, title: 'Arrival', date: '2026-01-02' });
    expect(content.remarks.join('\n')).toMatch(/maps[\s\S]*1 mention/);
  });

  it('imports its Markdown export with names and links', async () => {
    const records = put(
      await read([
        zipOf({
          'index.md': '# Index\n',
          'characters/rook_11.md': '# Captain Rook\n\nOf [the watch](../organisations/harbour-watch_77.md).',
          'organisations/harbour-watch_77.md': '# Harbour Watch\n\nBoats.',
        }),
      ]),
    );
    const rook = entitiesOf(records).find((e) => e.name === 'Captain Rook')!;
    expect(rook.entityType).toBe('npc');
    expect(plainText(rook.texts['gm_notes'])).toBe('Of [[Harbour Watch|the watch]].');
  });
});

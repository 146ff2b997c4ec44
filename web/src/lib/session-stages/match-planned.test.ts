// Tests which scene an account tells of: planned ones are matched, completed ones are not offered again.
import { describe, expect, it } from 'vitest';
import type { AnalysisItem, SceneStatus } from '@emberkeep/domain';
import {
  acceptSuggestion,
  createScene,
  fillNote,
  listScenes,
  listSuggestions,
  noteName,
  storeAnalysis,
  type CampaignDocs,
  type OpenDocument,
} from '@emberkeep/store';
import { createOpenSession, createSingle, createTestDevices, value } from '@emberkeep/store/testing';
import { matchPlanned } from './match-planned.ts';

const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const account = (title: string, text: string): AnalysisItem => ({
  type: 'scene_suggestion',
  start: 0,
  end: text.length,
  quote: text,
  title,
  rule: 'heading',
  reason: 'It has a heading of its own',
  confidence: 0.8,
  proposal: { title, sceneType: 'other', brief: '', entityIds: [], passage: [paragraph(text)] },
});

const setUp = async (): Promise<{ docs: CampaignDocs; body: OpenDocument; note: string }> => {
  const { docs } = await createSingle(createTestDevices());
  const { id, body } = await createOpenSession(docs);
  return { docs, body, note: noteName(id, 'actual_notes') };
};
const plan = (
  { docs, body }: { docs: CampaignDocs; body: OpenDocument },
  title: string,
  status: SceneStatus,
  text = '',
): string => {
  const id = value(createScene(docs, body, { title, status }));
  if (text) value(fillNote(body, noteName(id, 'description'), [paragraph(text)]));
  return id;
};
const told = (items: readonly AnalysisItem[]): [title: string, sceneId: string | undefined][] =>
  items.flatMap((i) => (i.type === 'scene_suggestion' ? [[i.title, i.proposal.sceneId]] : []));

describe('matching an account to the plan', () => {
  it('a planned scene is matched by its title or by its passage, and once', async () => {
    const at = await setUp();
    const kiln = plan(
      at,
      'Supper with the widow',
      'planned',
      'Nell Voss tends the burning kiln and hides a copper key.',
    );
    const pit = plan(at, 'The flooded pit', 'active');
    const items = [
      account('Fire', 'Nell Voss would not leave the burning kiln; supper grew cold, the copper key was gone.'),
      account('Down', 'The flooded pit took the rope and two boots.'),
      account('Down again', 'They went back to the flooded pit.'),
    ];
    expect(told(matchPlanned(items, at.body, at.note))).toEqual([
      ['Fire', kiln],
      ['Down', pit],
      ['Down again', undefined],
    ]);
  });
  it('half of a title is no match', async () => {
    const at = await setUp();
    plan(at, 'Midnight bridge', 'planned');
    expect(told(matchPlanned([account('Thanks', 'Midnight came and everybody slept.')], at.body, at.note))).toEqual([
      ['Thanks', undefined],
    ]);
  });
  it('what nobody did, and what is to come, plays no scene', async () => {
    const at = await setUp();
    const vault = plan(at, 'The Tide Vault', 'planned', 'A vault below the harbour that the tide opens.');
    const denied = account('Nobody went into the Tide Vault', 'Nobody went into the Tide Vault. Next week: the boat.');
    expect(told(matchPlanned([denied], at.body, at.note))).toEqual([]);
    const other = account('The market', 'They bought rope. Nobody went into the Tide Vault.');
    expect(told(matchPlanned([other], at.body, at.note))).toEqual([['The market', undefined]]);
    const played = account('Below', 'They went into the Tide Vault. Next week: the boat.');
    expect(told(matchPlanned([played], at.body, at.note))).toEqual([['Below', vault]]);
  });
  it('a scene that was completed at the table is not offered again; a skipped one may be', async () => {
    const at = await setUp();
    plan(at, 'The flooded pit', 'completed');
    plan(at, 'Burning kiln', 'skipped');
    const items = [
      account('Down', 'The flooded pit took the rope.'),
      account('Fire', 'The burning kiln fell in.'),
      account('Home', 'They slept in the barn.'),
    ];
    expect(told(matchPlanned(items, at.body, at.note)).map(([title]) => title)).toEqual(['Fire', 'Home']);
  });
  it('a completed scene is known by its title, however short, with a number, and in several parts', async () => {
    const at = await setUp();
    plan(at, 'Tea', 'completed');
    plan(at, '雨の夜', 'completed', 'Ordo keeps the ledger behind the clock and lies about the fever.');
    const planned = plan(at, 'The Inn', 'active');
    const items = [
      account('Tea', 'Nobody spoke. Ordo poured for everybody, twice.'),
      account('Scene 2: Tea', 'They asked him about his sister.'),
      account('雨の夜', 'They waited under the bridge.'),
      account('4. Inn', 'They slept, and the door was locked.'),
      account('Team', 'They chose a captain.'),
    ];
    expect(told(matchPlanned(items, at.body, at.note))).toEqual([
      ['4. Inn', planned],
      ['Team', undefined],
    ]);
  });
  it('what was accepted from this account opens again when its scene is deleted', async () => {
    const at = await setUp();
    const { docs, body, note } = at;
    const analyse = (): void =>
      void value(
        storeAnalysis(docs, {
          doc: body,
          note,
          items: matchPlanned([account('The flooded pit', 'The flooded pit took the rope.')], body, note),
        }),
      );
    analyse();
    value(acceptSuggestion(docs, body, listSuggestions(docs, body)[0]!.id));
    expect(listScenes(body).map((s) => s.status)).toEqual(['completed']);
    analyse();
    expect(listSuggestions(docs, body)).toEqual([]);
    await docs.undo();
    await docs.undo();
    expect(listSuggestions(docs, body).map((s) => s.title)).toEqual(['The flooded pit']);
  });
});

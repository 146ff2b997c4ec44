// Imports from other tools: what a second import changes, and what becomes of retired fields.
import { describe, expect, it } from 'vitest';
import { ENTITY_LOG, isId, noteLines, SESSION } from '@emberkeep/domain';
import {
  acceptSuggestion,
  createEntity,
  dismissSuggestion,
  editRecord,
  getRecord,
  importSession,
  differsFromFile,
  listEntities,
  listRecords,
  listScenes,
  listSessions,
  listSuggestions,
  noteName,
  readNote,
  type CampaignDocs,
  type OpenDocument,
} from './index.ts';
import {
  bodyOf,
  createSingle,
  createTestDevices,
  meet,
  oneParagraph as text,
  refusal as refused,
  value,
} from '../testing/index.ts';

const devices = createTestDevices(100);
const { pair } = devices;
const single = () => createSingle(devices);
const RETIRED_ROWS = '(M-304, M-305, M-306, M-307, M-427, M-431, T-5)';

describe('imports from other tools', () => {
  it('a session imported again keeps what the GM filled in, unless the file goes first (M-080, M-087)', async () => {
    const { docs } = await single();
    const file = {
      externalId: 'abc',
      players: [],
      events: [],
      scenes: [],
      suggestions: [],
      fields: { number: 7, title: 'From the file', location: 'online' },
      lists: { highlights: ['a fire'] },
      notes: { notes: text('words of the file') },
    };
    const { id } = value(await importSession(docs, file));
    value(editRecord(docs, { doc: docs.ledger, spec: SESSION, id, fields: { title: 'My title', location: '' } }));
    value(editRecord(docs, { doc: docs.ledger, spec: SESSION, id, fields: { highlights: ['my fire'] } }));
    expect(differsFromFile(docs, file)).toBe(true);
    value(await importSession(docs, file, false));
    const highlights = (): string[] => getRecord(docs.ledger, SESSION, id)!.highlights.map((h) => h.text);
    expect(getRecord(docs.ledger, SESSION, id)).toMatchObject({ title: 'My title', location: 'online', number: 7 });
    expect(highlights()).toEqual(['my fire']);
    expect(noteLines(readNote(docs.ledger, noteName(id, 'notes')))).toEqual(['words of the file']);
    value(await importSession(docs, file));
    expect(getRecord(docs.ledger, SESSION, id)).toMatchObject({ title: 'From the file' });
    expect(highlights()).toEqual(['a fire']);
    expect(differsFromFile(docs, file)).toBe(false);
  });

  it(`retired fields become scenes and suggestions, accepted once, dismissed for good ${RETIRED_ROWS}`, async () => {
    const [a, b] = await pair();
    value(createEntity(a, { name: 'Rook', entityType: 'npc' }));
    const nothing = {
      externalId: 'old-1',
      fields: { number: 3, title: 'Old' },
      lists: {},
      players: [],
      notes: {},
      events: [],
    };
    const { id } = value(
      await importSession(a, {
        ...nothing,
        scenes: [
          {
            externalId: '41',
            title: 'The crossing',
            sceneType: 'travel',
            status: 'planned',
            objective: '',
            brief: 'by night',
            gmNotes: 'The rope is cut',
            entityIds: [],
            systemData: {},
            source: 'import',
            confidence: 'AUTHORITATIVE',
            connections: [],
          },
        ],
        suggestions: [
          {
            suggestionType: 'entity_suggestion',
            title: 'A green flame',
            quote: 'It burned green',
            reason: '',
            proposal: { name: 'A green flame', entityType: 'clue' },
          },
          {
            suggestionType: 'log_entry',
            title: 'They spared Dob',
            quote: 'They spared Dob',
            reason: '',
            proposal: { text: 'They spared Dob', about: 'Rook' },
          },
          {
            suggestionType: 'log_entry',
            title: 'The Wick will ask',
            quote: 'x',
            reason: '',
            proposal: { text: 'The Wick will ask' },
          },
          {
            suggestionType: 'relationship_suggestion',
            title: 'Rook – Nobody',
            quote: 'x',
            reason: '',
            proposal: { from: 'Rook', to: 'Nobody' },
          },
        ],
      }),
    );
    await meet(a, b);
    expect([isId(id), listSessions(a).find((s) => s.id === id)?.externalId]).toEqual([true, 'old-1']);
    const [bodyA, bodyB] = [await bodyOf(a, id), await bodyOf(b, id)];
    expect(listScenes(bodyA).map((s) => [s.title, s.sceneType])).toEqual([['The crossing', 'travel']]);
    const named = (docs: CampaignDocs, body: OpenDocument, title: string) =>
      listSuggestions(docs, body).find((s) => s.title === title)!;
    const flame = named(a, bodyA, 'A green flame');
    expect(value(acceptSuggestion(a, bodyA, flame.id))).toBe(value(acceptSuggestion(b, bodyB, flame.id)));
    value(acceptSuggestion(b, bodyB, named(b, bodyB, 'They spared Dob').id));
    value(dismissSuggestion(a, bodyA, named(a, bodyA, 'The Wick will ask').id));
    expect(refused(acceptSuggestion(a, bodyA, named(a, bodyA, 'Rook – Nobody').id))).toBe('CannotAccept');
    await meet(a, b);
    expect(listEntities(a).filter((e) => e.name === 'A green flame')).toMatchObject([
      { confidence: 'DRAFT', entityType: 'clue' },
    ]);
    expect(listRecords(a.ledger, ENTITY_LOG)).toMatchObject([
      { text: 'They spared Dob', confidence: 'DRAFT', sessionId: id },
    ]);
    expect(listSuggestions(a, bodyA).map((s) => s.title)).toEqual(['Rook – Nobody']);
    expect(listSuggestions(b, bodyB).map((s) => s.title)).toEqual(['Rook – Nobody']);
  });
});

// The import of an Obsidian vault, and its way into a campaign: once however often, undone as one step.
import { describe, expect, it } from 'vitest';
import { ENTITY, GOAL, RELATIONSHIP, SESSION } from '@emberkeep/domain';
import {
  createCampaign,
  createEntity,
  derivedId,
  fillNote,
  getRecord,
  listEntities,
  listRelationships,
  listSessions,
  noteName,
  putRecords,
  readNote,
  readStored,
  updateLinks,
} from '@emberkeep/store';
import { bodyOf, createSingle, createTestDevices, value } from '@emberkeep/store/testing';
import { createReader, entitiesOf, file, plainText, VAULT, zipOf } from '../../testing/import-files.ts';
import { recordOfStored } from '../stored-record.ts';
import { NOTHING_KNOWN, type KnownRecords } from './import-run.ts';
import { readImport } from './choose-importer.ts';
import { recordsOfImport } from './records-of-import.ts';

const { read, put } = createReader(derivedId);

describe('a folder of Obsidian notes', () => {
  it('imports names, types, relationships, secrets and sessions, and says what could not be kept', async () => {
    const content = await read([zipOf(VAULT)]);
    const records = put(content);
    const entities = entitiesOf(records);
    const rook = entities.find((e) => e.name === 'Captain Rook')!;
    expect(rook).toMatchObject({
      entityType: 'npc',
      aliases: ['Captain Rook', 'Rook', 'The Captain'],
      tags: ['harbour watch', 'npc'],
      externalId: 'NPCs/Captain Rook.md',
      source: 'import',
    });
    expect(rook.attributes).toEqual({ age: 51, portrait: 'rook.png', rival: 'Nobody There' });
    const text = plainText(rook.texts['gm_notes']);
    expect(text).toContain('Walks [[Salt Street#The quay|the quay]] at night and [[Old oath]] binds her.');
    expect(text).toContain('She counts');
    expect(text).toContain('(picture: map of the quay.png)');
    expect(text.indexOf('She let the boat go.')).toBeGreaterThan(text.indexOf('(picture'));
    expect(text).toContain('remember: limp');
    expect(text).not.toMatch(/%%|\[!|^Captain Rook$/m);
    const watch = entities.find((e) => e.name === 'Harbour Watch')!;
    expect(plainText(watch.texts['gm_notes'])).toContain(
      'See Members and [[Captain Rook|the captain]].\n[[not a link]]',
    );
    const tie = recordOfStored(
      RELATIONSHIP,
      records.find((r) => r.kind === 'relationship')!,
    )!;
    expect(tie).toMatchObject({ fromId: rook.id, toId: watch.id, relationType: 'member_of' });
    expect(entities.find((e) => e.name === 'Salt Street')).toMatchObject({
      entityType: 'location',
      attributes: { type: 'Street' },
    });
    expect(plainText(entities.find((e) => e.name === 'broken')!.texts['gm_notes'])).toContain('Still here.');
    const session = recordOfStored(
      SESSION,
      records.find((r) => r.kind === 'session')!,
    )!;
    expect(session).toMatchObject({ number: 3, title: 'The crossing', date: '2026-03-01', stage: 'wrap_up' });
    expect(plainText(records.find((r) => r.kind === 'note')!.texts['actual_notes'])).toBe(
      'They crossed. [[Rook]] waited.',
    );
    expect(plainText(records.find((r) => r.kind === 'session')!.texts['notes'])).toBe('weather: fog');
    expect(
      recordOfStored(
        GOAL,
        records.find((r) => r.kind === 'goal')!,
      ),
    ).toMatchObject({ name: 'Find the ring', progressText: 'Before the fair.' });
    const remarks = content.remarks.join('\n');
    const parts = [
      'front matter of “broken.md”',
      'shown inside another',
      'picture',
      '“Vault/.obsidian” (1 file)',
      'board.canvas',
    ];
    for (const part of parts) expect(remarks).toContain(part);
    expect(content.asideFolders).toEqual([{ path: '_templates', count: 1, isChosen: false }]);
  });

  it('a session named only by a number keeps it and gets no title', async () => {
    const session = recordOfStored(
      SESSION,
      put(await read([file('Sessions/Session 12.md', 'They slept.')])).find((r) => r.kind === 'session')!,
    )!;
    expect([session.number, session.title]).toEqual([12, '']);
  });

  it('notes named by a date are sessions in a folder of such, and a single one elsewhere is not', async () => {
    const kinds = async (paths: Record<string, string>, chosen?: ReadonlyMap<string, string>) => {
      const files = Object.entries(paths).map(([path, text]) => file(`Vault/${path}`, text));
      const content = await readImport('picked', files, {
        audience: 'gm',
        derive: derivedId,
        ...(chosen && { kinds: chosen }),
      });
      return Object.fromEntries(value(content).notes.map(({ path, kind }) => [path, kind]));
    };
    const log = {
      'Table/2024-05-01.md': 'They met at the weir.',
      'Table/2024-05-08 The docks.md': 'They fought.',
      'Table/Open threads.md': 'Who paid?',
      'Ash.md': 'A city.',
    };
    expect(await kinds(log)).toEqual({
      'Table/2024-05-01.md': 'session',
      'Table/2024-05-08 The docks.md': 'session',
      'Table/Open threads.md': 'lore',
      'Ash.md': 'lore',
    });
    expect(await kinds({ '2024-05-01.md': 'They met.' })).toEqual({ '2024-05-01.md': 'session' });
    expect(
      await kinds({
        'Weave/2024-05-01 Treaty.md': 'Signed.',
        'Weave/Ash.md': 'A city.',
        'Weave/Salt.md': 'A sea.',
        'NPC/2024-05-01.md': 'Nan',
        'Log/2024-05-15.md': '---\ntype: clue\n---\nA key',
      }),
    ).toEqual({
      'Weave/2024-05-01 Treaty.md': 'lore',
      'Weave/Ash.md': 'lore',
      'Weave/Salt.md': 'lore',
      'NPC/2024-05-01.md': 'npc',
      'Log/2024-05-15.md': 'clue',
    });
    const chosen = new Map([
      ['Table/2024-05-08 The docks.md', 'location'],
      ['Table/Open threads.md', 'session'],
    ]);
    expect(Object.values(await kinds(log, chosen))).toEqual(['lore', 'session', 'location', 'session']);
    const sessions = put(await read(Object.entries(log).map(([path, text]) => file(path, text))))
      .filter((r) => r.kind === 'session')
      .map((r) => recordOfStored(SESSION, r)!);
    expect(sessions.map(({ title, date }) => [title, date])).toEqual([
      ['', '2024-05-01'],
      ['The docks', '2024-05-08'],
    ]);
  });

  it('a log is a session by its folder, name or number, whatever its tags, and the sessions are in order', async () => {
    const content = await read([
      zipOf({
        'Sessions/The fair.md': '---\nsession_number: 10\ndate: 1 May 2026\ntags: [npc, Ilse]\n---\nThey danced.',
        'Sessions/Session 2 - The weir.md': '---\ntags: [location]\nmood: grim\n---\nThey swam.',
        'Log/Second.md': '---\ntype: session\nnumber: 4\ndate: 2026/03/09\n---\nThey ran.',
        'Sessions/Undated.md': 'They slept.',
        'Sessions/Dated.md': '---\ndate: "March 3rd, 2026"\n---\nThey ate.',
        'NPCs/Ilse.md': '---\ntitle: Ilse of the Weir\nsession: 2\ntags: [session]\ntype: npc\n---\nSee [[Ilse]].',
      }),
    ]);
    expect(content.notes.map(({ path, kind, number, date }) => [path, kind, number, date])).toEqual([
      ['Log/Second.md', 'session', 4, '2026-03-09'],
      ['NPCs/Ilse.md', 'npc', 2, ''],
      ['Sessions/Dated.md', 'session', null, '2026-03-03'],
      ['Sessions/Session 2 - The weir.md', 'session', 2, ''],
      ['Sessions/The fair.md', 'session', 10, '2026-05-01'],
      ['Sessions/Undated.md', 'session', null, ''],
    ]);
    const records = put(content);
    const sessions = records.filter((r) => r.kind === 'session').map((r) => recordOfStored(SESSION, r)!);
    expect(sessions.map(({ number, title, tags }) => [number, title, [...tags]])).toEqual([
      [2, 'The weir', ['location']],
      [4, 'Second', []],
      [10, 'The fair', ['Ilse', 'npc']],
      [11, 'Dated', []],
      [12, 'Undated', []],
    ]);
    // A property that no field has is kept beside the notes, where the analysis does not take it for what happened.
    const weir = records.filter((r) => r.id === sessions[0]!.id);
    expect(weir.map(({ texts }) => Object.entries(texts).map(([name, nodes]) => [name, plainText(nodes)]))).toEqual([
      [['notes', 'mood: grim']],
      [['actual_notes', 'They swam.']],
    ]);
    const [ilse] = entitiesOf(records);
    expect([ilse!.name, ilse!.aliases, ilse!.attributes]).toEqual([
      'Ilse of the Weir',
      ['Ilse', 'Ilse of the Weir'],
      { session: 2 },
    ]);
    expect(plainText(ilse!.texts['gm_notes'])).toBe('See [[Ilse of the Weir]].');
  });

  it('the innermost folder that says a kind counts, and a page of rules is lore', async () => {
    const kinds = async (...paths: string[]): Promise<string[]> =>
      (await read(paths.map((path) => file(path, 'Words.')))).notes.map(({ path, kind }) => `${path}: ${kind}`);
    expect(
      await kinds(
        'Home.md',
        'World/Minor NPCs/Ash.md',
        'World/NPCs (Saltmarsh)/Brine.md',
        'World/NPCs/House rules.md',
        'World/NPCs/NPCs.md',
        'World/NPCs/Tam/Notes from Tam.md',
        'World/01 - Gods & Religions/Ysh.md',
        'World/Ruleville.md',
      ),
    ).toEqual([
      'Home.md: lore',
      'World/01 - Gods & Religions/Ysh.md: lore',
      'World/Minor NPCs/Ash.md: npc',
      'World/NPCs (Saltmarsh)/Brine.md: npc',
      'World/NPCs/House rules.md: lore',
      'World/NPCs/NPCs.md: lore',
      'World/NPCs/Tam/Notes from Tam.md: npc',
      'World/Ruleville.md: location',
    ]);
  });

  it('says before the import which numbers of sessions the campaign has already', async () => {
    const files = ['Session 3 The weir.md', 'Session 4.md', 'Session 5.md'].map((path) => file(path, 'They slept.'));
    const content = await read(files);
    const remarksFor = (sessions: KnownRecords['sessions']) =>
      recordsOfImport(content, { ...NOTHING_KNOWN, sessions }, 'c', derivedId, 1).remarks;
    const here = (id: string, number: number) => ({ id, number, title: '', externalId: '' });
    expect(remarksFor([here('one', 3), here('two', 9)])).toEqual([
      'This campaign has a session 3 already: “The weir” becomes session 10.',
    ]);
    // The same file again: its sessions are those of the campaign.
    const again = recordsOfImport(content, NOTHING_KNOWN, 'c', derivedId, 1).records;
    expect(remarksFor(again.filter((r) => r.kind === 'session').map((r, i) => here(r.id, 3 + i)))).toEqual([]);
  });

  it('says which numbers several notes of sessions have', async () => {
    const content = await read(['Sessions/Session 3.md', 'Old/Session 3.md'].map((path) => file(path, 'They slept.')));
    expect(recordsOfImport(content, NOTHING_KNOWN, 'c', derivedId, 1).remarks).toEqual([
      'Several sessions have the number 3: one keeps it, the others get the next free ones.',
    ]);
  });

  it('imported for players, keeps what is marked as secret in the GM notes', async () => {
    const rook = entitiesOf(put(await read([zipOf(VAULT)], 'table'))).find((e) => e.name === 'Captain Rook')!;
    expect(plainText(rook.texts['description'])).toContain('Walks');
    expect(plainText(rook.texts['description'])).not.toMatch(/let the boat go|limp/);
    expect(plainText(rook.texts['gm_notes'])).toMatch(/let the boat go/);
    expect(plainText(rook.texts['gm_notes'])).toMatch(/limp/);
  });

  it('imports once however often, matches by name, overwrites nothing, and is undone as one step', async () => {
    const docs = await createTestDevices(7).device('a');
    value(createCampaign(docs, { name: 'Ash' }));
    const rook = value(createEntity(docs, { name: 'Captain Rook', entityType: 'pc' }));
    value(
      fillNote(docs.ledger, noteName(rook, 'description'), [
        { type: 'paragraph', content: [{ type: 'text', text: 'my words' }] },
      ]),
    );
    const known = (): KnownRecords => ({
      entities: listEntities(docs),
      sessions: listSessions(docs).map((s) => ({
        id: s.id,
        number: s.shownNumber,
        title: s.title,
        externalId: s.externalId,
      })),
      named: [],
      ties: listRelationships(docs),
      lastOrder: {},
    });
    const bring = async () => {
      const arrival = recordsOfImport(await read([zipOf(VAULT)]), known(), docs.campaignId, derivedId, docs.nowMs());
      return { arrival, outcome: value(await putRecords(docs, arrival.records, { from: 'a vault' })) };
    };
    const before = docs.latestStep();
    const first = await bring();
    const step = docs.latestStep();
    expect(step).not.toBe(before);
    expect(first.arrival.matched).toEqual(new Set([rook]));
    expect(getRecord(docs.ledger, ENTITY, rook)).toMatchObject({
      entityType: 'pc',
      aliases: ['Captain Rook', 'Rook', 'The Captain'],
    });
    expect(first.outcome.kept).toEqual([{ kind: 'entity', id: rook, fields: ['entityType'] }]);
    expect(plainText(readNote(docs.ledger, noteName(rook, 'gm_notes')))).toContain('Walks');
    const count = [...readStored(docs.ledger)].length;
    const second = await bring();
    expect(second.outcome).toMatchObject({ created: 0, changed: 0, refused: [] });
    expect([...readStored(docs.ledger)]).toHaveLength(count);
    await second.outcome.undo();
    await first.outcome.undo();
    expect(await docs.undo(step!)).toBe('Import a vault');
    expect(listEntities(docs).map((e) => e.name)).toEqual(['Captain Rook']);
    expect(plainText(readNote(docs.ledger, noteName(rook, 'gm_notes')))).toBe('');
    expect(plainText(readNote(docs.ledger, noteName(rook, 'description')))).toBe('my words');
    expect(getRecord(docs.ledger, ENTITY, rook)!.aliases).toEqual(['Captain Rook']);
  });

  it('a vault of an earlier import is not appended again, also when its files come first', async () => {
    const { docs } = await createSingle(createTestDevices(9));
    const vault = {
      'NPCs/Ilse.md': 'Keeps [[Rope Guild#Ledger|the ledger]].\n\n- [[Quay]]\n- [[Weir]]\n\n**Owes** money.',
      'Sessions/Session 1.md': '---\nmood: grim\n---\nThey met [[Ilse]].',
    };
    const known = (): KnownRecords => ({
      ...NOTHING_KNOWN,
      entities: listEntities(docs),
      sessions: listSessions(docs).map((s) => ({ ...s, number: s.shownNumber })),
    });
    const bring = async (files: Record<string, string>) => {
      const { records } = recordsOfImport(await read([zipOf(files)]), known(), docs.campaignId, derivedId, 1);
      return value(await putRecords(docs, records, { from: 'a vault', preferFile: true }));
    };
    await bring(vault);
    const ilse = listEntities(docs)[0]!.id;
    const [session] = listSessions(docs);
    const words = async (): Promise<string[]> => [
      plainText(readNote(docs.ledger, noteName(ilse, 'gm_notes'))),
      plainText(readNote(await bodyOf(docs, session!.id), noteName(session!.id, 'actual_notes'))),
      plainText(readNote(docs.ledger, noteName(session!.id, 'notes'))),
    ];
    const before = await words();
    await bring(vault);
    expect(await words()).toEqual(before);
    // As an earlier version wrote it, which knew no headings in links and had other targets.
    value(updateLinks(docs.ledger, noteName(ilse, 'gm_notes'), ['Rope Guild', 'Quay'], 'The Guild'));
    const mended = await words();
    expect(mended).not.toEqual(before);
    await bring(vault);
    expect(await words()).toEqual(mended);
    // A line that is new comes below.
    await bring({ ...vault, 'NPCs/Ilse.md': `${vault['NPCs/Ilse.md']}\n- [[Mere]]` });
    expect((await words())[0]).toContain('[[Mere]]');
  });

  it('can be stopped while reading and while writing, and leaves nothing behind', async () => {
    expect(
      await readImport('v', [zipOf(VAULT)], { audience: 'gm', derive: derivedId, onStep: (share) => share < 0.5 }),
    ).toMatchObject({ ok: false, error: { type: 'Stopped' } });
    const docs = await createTestDevices(8).device('a');
    value(createCampaign(docs, { name: 'Ash' }));
    const many = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`NPCs/Person ${i}.md`, `Number ${i}`]));
    const { records } = recordsOfImport(await read([zipOf(many)]), NOTHING_KNOWN, docs.campaignId, derivedId, 1);
    let done = 0;
    const outcome = value(
      await putRecords(docs, records, {
        from: 'a vault',
        onProgress: (n) => (done = n),
        isCancelled: () => done >= 48,
      }),
    );
    expect(outcome.created).toBe(48);
    await outcome.undo();
    await docs.undo(docs.latestStep()!);
    expect(listEntities(docs)).toEqual([]);
  });
});

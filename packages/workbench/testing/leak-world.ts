// Campaigns with marked secrets in every text, list and number of a GM: hidden names, former names, aliases, targets of
// links, news, events, counters, and what was deleted. A marker is SECRET or OPEN with a number.
import {
  ALL_RECORDS,
  CLOCK,
  DECISION,
  ENTITY,
  GOAL,
  HANDOUT,
  MAP,
  packFields,
  SESSION,
  storedKey,
  TIMELINE_EVENT,
  type Audience,
  type NoteNode,
  type RecordSpec,
  type StoredRecord,
} from '@emberkeep/domain';
import { createRandom, type Random } from '@emberkeep/domain/testing';
import {
  addCombatants,
  addCondition,
  addNotePicture,
  addItem,
  addPin,
  addZone,
  createEntity,
  createRecord,
  createRelationship,
  createSession,
  dealDamage,
  deleteEntity,
  deleteRecord,
  editCampaign,
  editEntity,
  editRecord,
  endEncounter,
  fillNote,
  getRecord,
  heal,
  listEncounters,
  listRecords,
  logEvent,
  moveGoal,
  noteName,
  passTurn,
  prepareCreatures,
  publishSession,
  putRecords,
  recountSession,
  renameEntity,
  setDefeated,
  showAlias,
  showHandout,
  startEncounter,
  stepCounter,
  takeBackHandout,
  tickClock,
  type CampaignDocs,
  type MarkChange,
  type OpenDocument,
} from '@emberkeep/store';
import { bodyOf, createSingle, createTestDevices, value } from '@emberkeep/store/testing';

/** A campaign, and what players must not read of it. `secret` and `open` give a new marker on each call. */
export interface World {
  docs: CampaignDocs;
  random: Random;
  secret(): string;
  open(): string;
  /** Names that players must not read: of hidden and deleted entities, former names and aliases. */
  hiddenNames: string[];
  /** Those of them that the campaign still knows: as plain words, only these can be told from others. */
  resolvedNames: string[];
  /** Ids that players must not read. */
  hiddenIds: string[];
  knownNames: string[];
  /** The sessions that are shown to players. */
  shown: string[];
}

/** What the secret events of a session are worth. Players read no number of seven or eight digits. */
export const SECRET_AMOUNT = 1_000_000;

/** A name as another program or an input method writes it. Each form reads like the name. */
const otherForm = (w: World, name: string): string =>
  w.random.pick([
    () => name,
    () => name.toLowerCase(),
    () => name.normalize('NFD'),
    () => [...name].join('\u200b'),
    () => `${name.slice(0, 3)}\u00ad${name.slice(3)}`,
    () => `\u202a${name}\u202c`,
    () => name.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
    () => name.replace('E', 'É'),
  ])();

const text = (words: string, ...marks: string[]): NoteNode => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 ? { marks: marks.map((type) => ({ type })) } : {}),
});
const linked = (words: string, attrs: Record<string, unknown>): NoteNode => ({
  ...text(words),
  marks: [{ type: 'link', attrs }],
});
const paragraph = (...content: NoteNode[]): NoteNode => ({ type: 'paragraph', content });

/** A link whose target players must not read, in one string. */
const hiddenLink = (w: World): string => {
  const target = w.random.pick(w.hiddenNames);
  return w.random.pick([
    `[[${target}|${w.open()}]]`,
    `[[ ${target} | ${w.open()} ]]`,
    `[[${otherForm(w, target)}|${w.open()}]]`,
    `[[${otherForm(w, target)}|]] ${w.open()}`,
    `[[${w.secret()}|${w.open()}]]`,
    `[[${target}#${w.secret()}|${w.open()}]]`,
    `[[${target}\\|${w.open()}]]`,
    `[[${target}||${w.open()}]]`,
    `[[${target}|${w.open()}|${w.open()}]]`,
    `[[${target} [x]|${w.open()}]]`,
    `[[${'a'.repeat(220)} ${target}|${w.open()}]]`,
    `[[${target}|${w.open()}`,
    `[[[[${target}|${w.open()}]]]]`,
    `[[${target}, brother of [[${w.random.pick(w.knownNames)}]]|${w.open()}]]`,
    `[[The [[${w.secret()}|${w.open()}]] of ${target}|${w.open()}]]`,
    `[[Duke\n${target}|a [${w.open()}] man]]`,
    `[[Duke\n\n${target} [x]] \n|${w.open()} ${'word '.repeat(50)}`,
  ]);
};

/** A link whose target players must not read, in two nodes of a list or a row. */
const tornLink = (w: World, type: string): NoteNode[] => {
  const [target, words] = [w.random.pick(w.hiddenNames), `${w.open()}]]`];
  const parts = [`${w.open()} [[${target}`, type === 'tableCell' ? words : `|${words}`];
  return parts.map((part) => ({ type, content: [paragraph(text(part))] }));
};

const line = (w: World): string =>
  w.random.pick([
    () => `${w.open()} met ${hiddenLink(w)} and left`,
    () => `${hiddenLink(w)}${hiddenLink(w)}`,
    () => `${w.open()} ${w.random.pick(w.knownNames)} [[${w.random.pick(w.knownNames)}|${w.open()}]]`,
    () => w.open(),
  ])();

/** Inline text in which a hidden link may stretch over marks. */
const inline = (w: World): NoteNode[] =>
  w.random.pick([
    () => [text(line(w))],
    () => [text(`[[${w.random.pick(w.hiddenNames)}|a `), text(w.open(), 'bold'), text(` stranger]] ${w.open()}`)],
    () => [text('[['), text(w.random.pick(w.hiddenNames), 'italic'), text(`|${w.open()}]]`)],
    () => [text('['), text('[', 'bold'), text(`${w.random.pick(w.hiddenNames)}`), text('|', 'code'), text('x]]')],
    () => [text(line(w), 'code'), { type: 'hardBreak' }, text(line(w))],
    () => [linked(w.open(), { href: `obsidian://open?file=${w.secret()}`, title: w.secret() })],
    () => [linked(w.open(), { href: `maps/${w.secret()}.png` })],
    () => [linked(w.open(), { href: `file:///${w.secret()}` }), linked(w.open(), { href: `data:,${w.secret()}` })],
    () => [linked(w.open(), { href: 'https://a.b', title: w.secret(), class: w.secret() })],
    () => [text(w.secret(), 'whisper'), text(w.open())],
    () => [{ type: 'image', attrs: { src: `${w.secret()}.png`, alt: w.secret() } }, text(w.open())],
  ])();

/** The hash of a picture: players cannot fetch it, and do not learn that it is there. */
const PICTURE = 'feed'.repeat(16);
/** The hash of the picture of a handout that is shown. */
export const SHOWN_PICTURE = 'face'.repeat(16);
const picture = (w: World, file: string): NoteNode => ({
  type: 'picture',
  attrs: { file, src: w.secret() },
  content: [{ type: 'pictureCaption', attrs: { note: w.secret() }, content: inline(w) }],
});

const block = (w: World): NoteNode =>
  w.random.pick<() => NoteNode>([
    () => paragraph(...inline(w)),
    () => ({ type: 'heading', attrs: { level: 2, id: w.secret() }, content: inline(w) }),
    () => ({ type: 'heading', attrs: { level: { of: w.secret() } }, content: inline(w) }),
    () => ({ type: 'orderedList', attrs: { start: 2, type: w.secret() }, content: [] }),
    () => ({ type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(...inline(w))] }] }),
    () => ({ type: 'bulletList', content: tornLink(w, 'listItem') }),
    () => ({ type: 'table', content: [{ type: 'tableRow', content: tornLink(w, 'tableCell') }] }),
    () => ({ type: 'blockquote', content: [paragraph(...inline(w))] }),
    () => ({ type: 'codeBlock', attrs: { language: w.secret() }, content: [text(line(w))] }),
    () => ({
      type: 'table',
      content: [
        {
          type: 'tableRow',
          content: [{ type: 'tableCell', attrs: { align: w.secret() }, content: [paragraph(...inline(w))] }],
        },
      ],
    }),
    () => picture(w, PICTURE),
    () => picture(w, w.secret()),
    () => ({ type: 'blockquote', content: [picture(w, PICTURE), { type: 'picture', attrs: { file: PICTURE } }] }),
    () => ({ type: 'secretBox', attrs: { note: w.secret() }, content: [paragraph(text(w.secret()))] }),
  ])();

const note = (w: World): NoteNode[] => Array.from({ length: 1 + w.random.int(5) }, () => block(w));
const secretNote = (w: World): NoteNode[] => [paragraph(text(w.secret()))];

interface Groups {
  known: string[];
  hidden: string[];
  deleted: string[];
}

const addEntities = (w: World): Groups => {
  const groups: Groups = { known: [], hidden: [], deleted: [] };
  const kinds = ['known', 'hidden', 'deleted', 'known', 'hidden', 'deleted'] as const;
  for (const group of kinds) {
    const isKnown = group === 'known';
    const marker = isKnown ? w.open : w.secret;
    const [former, alias, shown] = [w.secret(), w.secret(), marker()];
    const linked = `[[${w.secret()}|${marker()}]]`;
    const name = marker();
    const id = value(
      createEntity(w.docs, { name: former, entityType: 'npc', aliases: [alias, shown, linked], agenda: w.secret() }),
    );
    value(renameEntity(w.docs, id, name));
    value(editEntity(w.docs, id, { isKnown, externalId: w.secret(), ...(isKnown ? {} : { portrait: w.secret() }) }));
    value(showAlias(w.docs, id, shown, true));
    value(showAlias(w.docs, id, linked, true));
    const names = isKnown ? [former, alias] : [former, alias, name];
    w.hiddenNames.push(...names);
    w.resolvedNames.push(...names);
    if (isKnown) w.knownNames.push(name);
    else w.hiddenIds.push(id);
    groups[group].push(id);
  }
  return groups;
};

const addClocks = (w: World): void => {
  for (const visibility of ['hidden', 'known', 'shown'] as const) {
    const name = visibility === 'hidden' ? w.secret() : line(w);
    const id = value(
      createRecord(w.docs, w.docs.ledger, CLOCK, { name, segments: 4, visibility, consequence: w.secret() }),
    );
    value(tickClock(w.docs, id, 2, w.secret()));
    if (visibility === 'hidden') w.hiddenIds.push(id);
  }
};

/** Events of what is the GM's, each with a number that must not add up to anything that players read. */
const addSecretEvents = (w: World, body: OpenDocument, hidden: readonly string[]): void => {
  const types = ['npc_introduced', 'location_discovered', 'ITEM_ACQUIRED', 'damage', 'xp', 'treasure', 'combat_start'];
  for (const eventType of types)
    value(
      logEvent(w.docs, body, {
        eventType,
        name: w.secret(),
        visibility: 'secret',
        participants: w.random.chance(0.5) ? { actor: w.random.pick(hidden) } : {},
        details: { amount: SECRET_AMOUNT, count: SECRET_AMOUNT, item: w.secret() },
        ...(w.random.chance(0.3) ? { clockId: w.random.pick(listRecords(w.docs.ledger, CLOCK)).id } : {}),
      }),
    );
  const gone = value(logEvent(w.docs, body, { eventType: 'OTHER', name: w.secret() }));
  value(deleteRecord(w.docs, body, TIMELINE_EVENT, gone));
};

/** A fight in the GM's own words, with foes that players do not know, told by the log as the tracker tells it. */
const addFight = (w: World, body: OpenDocument, hidden: readonly string[]): void => {
  value(startEncounter(w.docs, body, { name: w.secret() }));
  const ids = value(
    addCombatants(w.docs, body, [
      { name: w.secret(), hp: 9, hpMax: 9, group: w.secret(), readied: w.secret() },
      { name: w.secret(), hp: 5, entityId: w.random.pick(hidden), side: w.random.pick(['foes', 'party']) },
    ]),
  );
  value(passTurn(w.docs, body));
  for (const id of ids) {
    value(addCondition(w.docs, body, id, { condition: w.secret(), lasts: { rounds: 3, at: 'end', of: id } }));
    value(dealDamage(w.docs, body, id, 6));
    value(heal(w.docs, body, id, { amount: 2, fromZero: true }));
    value(setDefeated(w.docs, body, id, true));
  }
  value(prepareCreatures(w.docs, body, w.docs.newId(), [`2 ${w.secret()}`]));
  const fight = listEncounters(body).find(({ round }) => round.value > 0)!;
  if (!endEncounter(w.docs, body, fight.id, w.secret()).ok) throw new Error('the fight does not end');
};

const SHARED_TYPES = [
  'npc_introduced',
  'damage',
  'dialogue',
  'OTHER',
  'location_discovered',
  'LOCATION_CHANGE',
  'ITEM_ACQUIRED',
  'treasure',
  'combat_start',
  'combat_end',
];

/** Events that players may read, of people whom they may not know. */
const addEvents = async (w: World, sessionId: string, groups: Groups, isShown: boolean): Promise<void> => {
  const body = await bodyOf(w.docs, sessionId);
  const mark = isShown ? w.open : w.secret;
  const words = (): string => (isShown ? line(w) : w.secret());
  const ids = [...groups.known, ...groups.hidden, ...groups.deleted];
  for (let i = 0; i < 8; i++) {
    const who = w.random.pick([...ids, ...w.resolvedNames.map((name) => otherForm(w, name)), hiddenLink(w)]);
    value(
      logEvent(w.docs, body, {
        eventType: w.random.pick(SHARED_TYPES),
        name: w.random.chance(0.5) ? words() : '',
        npcId: who,
        participants: { actor: who, target: w.random.pick(ids), location: w.random.pick(ids) },
        details: {
          quote: words(),
          outcome: words(),
          to: otherForm(w, w.random.pick(w.resolvedNames)),
          amount: 3,
          [w.secret()]: w.secret(),
          item: w.random.pick([
            w.random.pick(ids),
            { [w.secret()]: 1 },
            [otherForm(w, w.random.pick(w.resolvedNames))],
          ]),
        },
      }),
    );
  }
  value(logEvent(w.docs, body, { eventType: 'OTHER', name: mark() }));
  addSecretEvents(w, body, [...groups.hidden, ...groups.deleted]);
  addFight(w, body, groups.hidden);
  // As an earlier version logged it: shared although players only know that the clock runs.
  for (const clock of listRecords(w.docs.ledger, CLOCK))
    value(
      logEvent(w.docs, body, {
        eventType: 'clock_filled',
        name: clock.visibility === 'shown' ? mark() : w.secret(),
        details: { clock: clock.id, segments: 4 },
      }),
    );
};

/** A goal with progress in every session; some of it players may read. */
const addGoal = async (w: World, isKnown: boolean, sessionIds: readonly string[]): Promise<string> => {
  const { docs, random } = w;
  const name = isKnown ? line(w) : w.secret();
  const former = w.secret();
  const id = value(createRecord(docs, docs.ledger, GOAL, { name: former, isKnown, stakes: w.secret(), target: 9 }));
  if (!isKnown) w.hiddenIds.push(id);
  const change = { doc: docs.ledger, spec: GOAL, id, field: 'progress' as const, change: { by: 1 } };
  value(stepCounter(docs, { ...change, note: w.secret() }));
  for (const sessionId of random.chance(0.5) ? sessionIds : [...sessionIds].reverse()) {
    const body = await bodyOf(docs, sessionId);
    const isTold = isKnown && w.shown.includes(sessionId);
    value(moveGoal(docs, id, { kind: 'progress', sessionId, text: isTold ? line(w) : w.secret() }));
    if (random.chance(0.5))
      value(logEvent(docs, body, { eventType: 'quest_progress', name: w.secret(), visibility: 'secret', goalId: id }));
    // The form writes the goal's name, as it is then, where the GM gives no words.
    const eventType = random.pick(['quest_started', 'quest_completed', 'quest_failed', 'quest_progress']);
    if (!isKnown)
      value(logEvent(docs, body, { eventType, name: former, goalId: id, details: { progress: w.secret() } }));
  }
  value(editRecord(docs, { doc: docs.ledger, spec: GOAL, id, fields: { name } }));
  value(moveGoal(docs, id, { kind: 'progress', sessionId: '', text: w.secret() }));
  return id;
};

/** Lists that an import fills with names. */
const addLists = (w: World, sessionId: string, isShown: boolean): void => {
  for (const field of ['npcsIntroduced', 'locationsVisited', 'actualObjectives', 'highlights'] as const) {
    const add = (words: string) =>
      value(addItem(w.docs, { doc: w.docs.ledger, spec: SESSION, id: sessionId, field, text: words }));
    add(isShown ? line(w) : w.secret());
    if (field !== 'highlights') add(otherForm(w, w.random.pick(w.resolvedNames)));
  }
  const words = isShown ? line(w) : w.secret();
  const fields = { autoSummary: w.secret(), description: words, title: words, location: words, objective: w.secret() };
  value(editRecord(w.docs, { doc: w.docs.ledger, spec: SESSION, id: sessionId, fields }));
};

/** A value in every text and number of a record: `words` gives those of a field by its audience. */
const filledKeys = (spec: RecordSpec, words: (audience: Audience) => string): Record<string, unknown> => {
  const keys: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(spec.fields)) {
    const key = storedKey(name, field);
    const marker = (): string => words(field.audience);
    if (field.input === 'ref' || field.input === 'refs') continue;
    if (field.form === 'members') keys[`${key}/${marker()}`] = true;
    else if (field.form === 'entries') keys[`${key}/${marker()}`] = marker();
    else if (field.form === 'items') keys[`${key}/i`] = marker();
    else if (field.form === 'value' && typeof field.empty === 'string' && (!field.options || field.isOpen))
      keys[key] = marker();
    else if (field.input === 'json' || field.input === 'attributes') keys[key] = { [memberName(marker())]: marker() };
    else if (field.audience === 'gm' && (field.input === 'whole' || field.input === 'number'))
      keys[key] = SECRET_AMOUNT;
  }
  return keys;
};

/** A name of a member: a link has characters that keys do not. */
const memberName = (words: string): string => words.replace(/[^\w ]/g, '');

/** A record of a kind that players never read, with a secret in every text. */
const secretRecord = (w: World, spec: RecordSpec, sessionId: string): StoredRecord => {
  const keys = filledKeys(spec, w.secret);
  const id = w.docs.newId();
  w.hiddenIds.push(id);
  return {
    kind: spec.kind as StoredRecord['kind'], // reason: every declared kind is one that is stored
    id,
    sessionId: spec.home === 'body' ? sessionId : null,
    keys: spec.isPacked ? { made: { ...keys, ...packFields(TIMELINE_EVENT, { visibility: 'secret' }) } } : keys,
    texts: Object.fromEntries(Object.keys(spec.texts).map((name) => [name, secretNote(w)])),
  };
};

/** What makes a record of these kinds one that players know. */
const SHOWN: Partial<Record<RecordSpec['kind'], Record<string, unknown>>> = {
  entity: { isKnown: true, entityType: 'npc' },
  clock: { visibility: 'shown', segments: 4 },
  goal: { isKnown: true },
  decision: { isKnown: true },
  event: { visibility: 'shared', eventType: 'OTHER', at: 1 },
  handout: { 'shows/now': { at: 1, to: 'all', sessionId: '' }, picture: null },
  map: { 'shows/now': { at: 1, to: 'all', sessionId: '' }, picture: null },
};

/** A record that players know, with a secret in every field and text of it that is the GM's. */
const shownRecord = (w: World, spec: RecordSpec, sessionId: string): StoredRecord => {
  const words = (audience: Audience): string => (audience === 'table' ? line(w) : w.secret());
  // Which aliases are shown is part of what is shown.
  const filled = Object.entries(filledKeys(spec, words)).filter(([key]) => !key.startsWith('shownAlias'));
  const keys = { ...Object.fromEntries(filled), ...packFields(spec, SHOWN[spec.kind] ?? {}) };
  return {
    kind: spec.kind as StoredRecord['kind'], // reason: every declared kind is one that is stored
    id: w.docs.newId(),
    sessionId: spec.home === 'body' ? sessionId : null,
    keys: spec.isPacked ? { made: keys } : keys,
    texts: Object.fromEntries(
      Object.entries(spec.texts).map(([name, { audience }]) => [name, audience === 'table' ? note(w) : secretNote(w)]),
    ),
  };
};

const addOtherRecords = async (w: World, groups: Groups, sessionIds: readonly string[]): Promise<void> => {
  const specs: readonly RecordSpec[] = ALL_RECORDS.filter(({ kind }) => !['campaign', 'session'].includes(kind));
  const records = sessionIds.flatMap((id) => specs.map((spec) => secretRecord(w, spec, id)));
  const known = specs
    .filter(({ kind }) => kind in SHOWN)
    .flatMap((spec) => w.shown.map((id) => shownRecord(w, spec, id)));
  value(await putRecords(w.docs, [...records, ...known], { from: 'a test' }));
  const [from, to] = [w.random.pick(groups.known), w.random.pick([...groups.known, ...groups.hidden])];
  if (from !== to) createRelationship(w.docs, { fromId: from, toId: to, relationType: w.secret(), note: w.secret() });
};

/** Handouts that are shown, were taken back, were never shown, or were deleted while they were shown. */
const addHandouts = (w: World): void => {
  const { docs } = w;
  const picture = (hash: string) => ({ full: hash, small: hash, name: w.secret(), width: 3, height: 2, bytes: 9 });
  for (const state of ['shown', 'taken back', 'hidden', 'deleted'] as const) {
    const isShown = state === 'shown';
    const words = (): string => (isShown ? line(w) : w.secret());
    const id = value(
      createRecord(docs, docs.ledger, HANDOUT, {
        title: words(),
        caption: words(),
        about: w.secret(),
        picture: picture(isShown ? SHOWN_PICTURE : PICTURE),
      }),
    );
    value(fillNote(docs.ledger, noteName(id, 'words'), isShown ? note(w) : secretNote(w)));
    if (state !== 'hidden') value(showHandout(docs, id, ''));
    if (state === 'taken back') value(takeBackHandout(docs, id));
    if (state === 'deleted') value(deleteRecord(docs, docs.ledger, HANDOUT, id));
    if (!isShown) w.hiddenIds.push(id);
  }
};

/** The words of a pin that players get. */
export const SHOWN_PIN = 'OPEN-pin';

/**
 * Maps that are shown, were taken back, were never shown, or were deleted while they were shown. The one that is shown
 * has pins and zones that are the GM's, and some that were chosen for players and open what players do not know.
 */
const addMaps = (w: World, groups: Groups): void => {
  const { docs } = w;
  const at = { x: 0.5, y: 0.5 };
  const corners = [at, { x: 0, y: 0 }, { x: 1, y: 0 }];
  const picture = (hash: string) => ({ full: hash, small: hash, name: w.secret(), width: 3, height: 2, bytes: 9 });
  const ids = (['taken back', 'hidden', 'deleted', 'shown'] as const).map((state) => {
    const isShown = state === 'shown';
    const id = value(
      createRecord(docs, docs.ledger, MAP, {
        title: isShown ? line(w) : w.secret(),
        about: w.secret(),
        unit: w.secret(),
        picture: picture(isShown ? SHOWN_PICTURE : PICTURE),
      }),
    );
    if (state !== 'hidden') value(showHandout(docs, id, ''));
    if (state === 'taken back') value(takeBackHandout(docs, id));
    if (state === 'deleted') value(deleteRecord(docs, docs.ledger, MAP, id));
    if (!isShown) w.hiddenIds.push(id);
    return id;
  });
  const shownId = ids.at(-1)!;
  const hidden: MarkChange[] = [
    { label: w.secret() },
    { label: w.secret(), target: { kind: 'entity', id: w.random.pick(groups.known), sessionId: '' } },
    ...groups.hidden.map((id): MarkChange => ({ target: { kind: 'entity', id, sessionId: '' }, isForPlayers: true })),
    { label: w.secret(), target: { kind: 'entity', id: groups.hidden[0]!, sessionId: '' }, isForPlayers: true },
    { label: w.secret(), target: { kind: 'map', id: ids[0]!, sessionId: '' }, isForPlayers: true },
    { label: w.secret(), target: { kind: 'scene', id: docs.newId(), sessionId: docs.newId() }, isForPlayers: true },
    ...groups.hidden.map((id): MarkChange => ({ label: getRecord(docs.ledger, ENTITY, id)!.name, isForPlayers: true })),
  ];
  for (const mark of hidden) {
    value(addPin(docs, shownId, { at, note: w.secret(), ...mark }));
    value(addZone(docs, shownId, { corners, note: w.secret(), ...mark }));
  }
  for (const id of groups.known)
    value(
      addPin(docs, shownId, {
        at,
        note: w.secret(),
        target: { kind: 'entity', id, sessionId: '' },
        isForPlayers: true,
      }),
    );
  value(addZone(docs, shownId, { corners, label: SHOWN_PIN, note: w.secret(), isForPlayers: true }));
};

const addNotes = (w: World, groups: Groups): void => {
  for (const id of groups.known) {
    value(fillNote(w.docs.ledger, noteName(id, 'description'), note(w)));
    value(fillNote(w.docs.ledger, noteName(id, 'gm_notes'), secretNote(w)));
  }
  for (const id of [...groups.hidden, ...groups.deleted])
    value(fillNote(w.docs.ledger, noteName(id, 'description'), secretNote(w)));
};

/** Goals, decisions and events that name what is deleted afterwards. */
const deleteSome = (w: World, groups: Groups, goalIds: readonly string[]): void => {
  for (const id of groups.deleted) value(deleteEntity(w.docs, id));
  const goal = w.random.pick(goalIds);
  const isKnown = listRecords(w.docs.ledger, GOAL).find(({ id }) => id === goal)?.isKnown;
  if (!isKnown) value(deleteRecord(w.docs, w.docs.ledger, GOAL, goal));
  const hidden = listRecords(w.docs.ledger, CLOCK).find(({ visibility }) => visibility === 'hidden');
  if (hidden && w.random.chance(0.5)) value(deleteRecord(w.docs, w.docs.ledger, CLOCK, hidden.id));
};

const addDecisions = (w: World): void => {
  for (const isKnown of [true, false]) {
    const decision = isKnown ? line(w) : w.secret();
    const fields = { decision, isKnown, worldEffect: w.secret(), delayedEffect: w.secret() };
    value(createRecord(w.docs, w.docs.ledger, DECISION, fields));
  }
};

const addSession = async (w: World, id: string, groups: Groups): Promise<void> => {
  const { docs } = w;
  const isShown = w.shown.includes(id);
  value(fillNote(docs.ledger, noteName(id, 'summary'), isShown ? note(w) : secretNote(w)));
  for (const name of ['notes', 'next']) value(fillNote(docs.ledger, noteName(id, name), secretNote(w)));
  await addEvents(w, id, groups, isShown);
  addLists(w, id, isShown);
  const body = await bodyOf(docs, id);
  // As when a session ends: stats and lists are gathered from all events, by the names that entities have then.
  value(recountSession(docs, id, body));
  if (isShown) value(publishSession(docs, id, true));
};

/** A random campaign that repeats with its seed. */
export const createLeakWorld = async (seed: number): Promise<World> => {
  const { docs } = await createSingle(createTestDevices(seed));
  const random = createRandom(seed);
  let count = 0;
  const w: World = {
    docs,
    random,
    secret: () => `SECRET${++count}Z`,
    open: () => `OPEN${++count}Z`,
    hiddenNames: [],
    resolvedNames: [],
    hiddenIds: [PICTURE],
    knownNames: [],
    shown: [],
  };
  const groups = addEntities(w);
  value(
    editCampaign(docs, {
      isOpenToPlayers: true,
      situation: line(w),
      notice: w.secret(),
      currency: `[[${w.secret()}|gp]]`,
    }),
  );
  const stored = { full: PICTURE, small: PICTURE, name: w.secret(), width: 1, height: 1, bytes: 1 };
  value(addNotePicture(docs, PICTURE, stored));
  const sessionIds = [0, 1, 2].map(() => value(createSession(docs, { title: '' })));
  w.shown.push(...sessionIds.filter((_, i) => i === 0 || random.chance(0.4)));
  addClocks(w);
  addDecisions(w);
  const goalIds: string[] = [];
  for (const isKnown of [true, false, false]) goalIds.push(await addGoal(w, isKnown, sessionIds));
  for (const id of sessionIds) await addSession(w, id, groups);
  addNotes(w, groups);
  addHandouts(w);
  addMaps(w, groups);
  await addOtherRecords(w, groups, sessionIds);
  deleteSome(w, groups, goalIds);
  return w;
};

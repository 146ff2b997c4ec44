// Owns making a campaign of a save file that was read: the records it carries, changed where a hand changed the format's
// lines since, and records made anew for what only those lines say. Nothing that the file says is left out. In: a reading.
// Out: records as they lie in documents.
import { META_ID, orderBetween, RECORDS, type StoredRecord } from '@emberkeep/domain';
import { saveOfRecords, type SaveWithSources } from './save-of-records.ts';
import { emptySave, GAUGE_RANGES, SAVE_SECTIONS, type SaveDocument, type SaveThing } from './save-document.ts';
import { setFields, type DeriveId } from '../stored-fields.ts';
import { missingSections, readSave, type SaveReading } from './read-save.ts';
import { writeSave } from './write-save.ts';

type Kind = keyof typeof RECORDS;

/** Longest text that becomes one note of what is to be reconstructed, UTF-16 units. */
const LONGEST_LOST = 20_000;
/** Most of such notes; a file that is all junk does not become a campaign of junk. */
const MOST_LOST = 500;

interface Draft {
  kind: Kind;
  id: string;
  keys: Record<string, unknown>;
}

const createDrafts = (records: readonly StoredRecord[], derive: DeriveId, savedAt: number) => {
  // What is made keeps the order of the file.
  let made = 0;
  const all = new Map<string, StoredRecord & { keys: Record<string, unknown> }>(
    records.map((r) => [`${r.kind}:${r.id}`, { ...r, keys: { ...r.keys } }]),
  );
  const orders = new Map<Kind, string | null>();
  const lastOrder = (kind: Kind): string | null => {
    if (!orders.has(kind))
      orders.set(
        kind,
        [...all.values()]
          .filter((r) => r.kind === kind)
          .map((r) => r.keys['order'])
          .filter((o): o is string => typeof o === 'string')
          .sort()
          .at(-1) ?? null,
      );
    return orders.get(kind) ?? null;
  };
  const draft = (kind: Kind, id: string): Draft => {
    const key = `${kind}:${id}`;
    const there = all.get(key);
    if (there) return { kind, id, keys: there.keys };
    const keys: Record<string, unknown> = kind === 'campaign' ? {} : { createdAt: savedAt + made++ };
    if ('order' in RECORDS[kind].fields) {
      const order = orderBetween(lastOrder(kind), null);
      orders.set(kind, order);
      keys['order'] = order;
    }
    all.set(key, { kind, id, sessionId: null, keys, texts: {} });
    return { kind, id, keys };
  };
  const set = (target: Draft, fields: Readonly<Record<string, unknown>>): void =>
    setFields(target.kind, target.id, target.keys, fields, derive);
  return { all, draft, set };
};

/** What differs between two items of the same shape; of a new one, what it says. */
const changed = <T extends object>(now: T, before: T | null): Partial<T> =>
  Object.fromEntries(
    Object.entries(now).filter(([key, value]) =>
      before === null ? value !== '' : JSON.stringify(value) !== JSON.stringify(before[key as keyof T]),
    ),
  ) as Partial<T>;

/** Pairs each item with the record that it was written from: by name, and among equal names by place. */
const paired = <T, R>(
  items: readonly T[],
  written: readonly T[],
  sources: readonly R[],
  nameOf: (item: T) => string,
): { item: T; before: T | null; source: R | null }[] => {
  const free = new Map<string, number[]>();
  written.forEach((w, i) => (free.get(nameOf(w)) ?? free.set(nameOf(w), []).get(nameOf(w))!).push(i));
  return items.map((item) => {
    const index = free.get(nameOf(item))?.shift();
    return index === undefined
      ? { item, before: null, source: null }
      : { item, before: written[index] as T, source: sources[index] as R };
  });
};

const defined = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined));

/**
 * Every record that the file stands for. What was lost becomes a list to reconstruct; `campaignId` is where they will lie.
 * `here`: records of the campaign that the file goes into; lines are matched with them where the file's own are gone.
 */
export const recordsOfSave = (
  reading: SaveReading,
  campaignId: string,
  derive: DeriveId,
  here: readonly StoredRecord[] = [],
): StoredRecord[] => {
  const { save } = reading;
  const inFile = new Set(reading.records.map((r) => `${r.kind}:${r.id}`));
  const records = [...reading.records, ...here.filter((r) => !inFile.has(`${r.kind}:${r.id}`))];
  const { save: written, sources } = saveOfRecords(records, 0);
  // As the file would say it: blanks at an end and the like are no hand's change.
  const { save: before } = readSave(writeSave(written, []));
  const { all, draft, set } = createDrafts(records, derive, Date.parse(save.lastSaved) || 0);
  const isLost = (id: keyof typeof SAVE_SECTIONS): boolean => reading.sections[id] === 'lost';
  const make = (kind: Kind, ...cause: readonly string[]): Draft =>
    draft(kind, derive('save', campaignId, kind, ...cause));
  // A second item of the same words is a second record.
  const times = new Map<string, number>();
  const another = (kind: Kind, words: string): Draft => {
    const n = times.get(`${kind}:${words}`) ?? 0;
    times.set(`${kind}:${words}`, n + 1);
    return make(kind, words, ...(n > 0 ? [String(n)] : []));
  };

  const byName = new Map<string, string>();
  for (const entity of sources.entities) {
    byName.set(entity.name.toLowerCase(), entity.id);
    for (const alias of entity.aliases)
      if (!byName.has(alias.toLowerCase())) byName.set(alias.toLowerCase(), entity.id);
  }
  const entityNamed = (name: string, entityType: string): Draft => {
    const known = byName.get(name.toLowerCase());
    if (known) return draft('entity', known);
    const made = make('entity', name.toLowerCase());
    set(made, { name, entityType, source: 'import' });
    byName.set(name.toLowerCase(), made.id);
    return made;
  };

  writeEntities(save, before, sources, { draft, set, entityNamed });

  const meta = draft('campaign', META_ID);
  if (!isLost('header') || !sources.campaign) {
    set(
      meta,
      defined({
        name:
          save.name !== before.name || !sources.campaign ? save.name || before.name || 'Recovered campaign' : undefined,
        universe: save.universe !== before.universe ? save.universe : undefined,
        spotlightId:
          save.character && save.character !== before.character ? entityNamed(save.character, 'pc').id : undefined,
        locationId:
          save.location && save.location !== before.location ? entityNamed(save.location, 'location').id : undefined,
      }),
    );
  }
  // The evening that a file of another hand counts: the next one goes on from its number.
  if (save.session !== null && !records.some((r) => r.kind === 'session'))
    set(make('session', String(save.session)), {
      number: save.session,
      title: '',
      date: '',
      objective: '',
      status: 'completed',
      stage: 'wrap_up',
    });
  if (save.situation !== before.situation && save.situation) set(meta, { situation: save.situation });
  if (save.adultMode !== null && save.adultMode !== before.adultMode)
    set(meta, { usesAdultMode: true, isAdult: save.adultMode });

  if (save.gauges.length > 0) set(meta, { usesGauges: true });
  for (const { item, before: was, source } of paired(save.gauges, before.gauges, sources.gauges, (g) =>
    g.name.toLowerCase(),
  )) {
    const gauge = source ? draft('gauge', source.id) : another('gauge', item.name);
    const [lowest, highest] = GAUGE_RANGES[item.name.toLowerCase()] ?? [
      Math.min(0, item.level ?? 0),
      Math.max(100, item.level ?? 0),
    ];
    if (!source)
      set(gauge, {
        name: item.name.charAt(0).toUpperCase() + item.name.slice(1).replaceAll('_', ' '),
        lowest,
        highest,
      });
    if (item.level !== was?.level)
      set(gauge, item.level === null ? { isOff: true } : { isOff: false, level: item.level });
  }

  for (const { item, before: was, source } of paired(
    save.npcRelationships,
    before.npcRelationships,
    sources.npcRelationships,
    (t) => `${t.a}\n${t.b}\n${t.type}`,
  )) {
    const tie = source
      ? draft('relationship', source.id)
      : another('relationship', `${item.a}\n${item.b}\n${item.type}`);
    if (!source)
      set(tie, {
        fromId: entityNamed(item.a, 'npc').id,
        toId: entityNamed(item.b, 'npc').id,
        relationType: item.type,
        source: 'import',
      });
    if (item.note !== (was?.note ?? '')) set(tie, { note: item.note });
  }
  for (const { item, before: was, source } of paired(save.quests, before.quests, sources.quests, (q) => q.objective)) {
    const { objective, type, status, goal, stakes, progress } = changed(item, was);
    set(
      source ? draft('goal', source.id) : another('goal', item.objective),
      defined({
        name: objective,
        goalType: type,
        status: status?.toLowerCase(),
        aim: goal,
        stakes,
        progressText: progress,
      }),
    );
  }

  const things = (
    items: readonly SaveThing[],
    written: readonly SaveThing[],
    from: readonly { id: string }[],
    possessionKind: 'key_item' | 'gear',
  ): void => {
    for (const { item, before: was, source } of paired(items, written, from, (t) => t.name)) {
      const thing = source ? draft('inventory', source.id) : another('inventory', `${possessionKind}\n${item.name}`);
      const { amount, detail } = changed(item, was);
      if (!source) set(thing, { name: item.name, possessionKind });
      set(thing, defined({ amount, [possessionKind === 'gear' ? 'condition' : 'significance']: detail || undefined }));
    }
  };
  things(save.inventory.keyItems, before.inventory.keyItems, sources.keyItems, 'key_item');
  things(save.inventory.gear, before.inventory.gear, sources.gear, 'gear');
  if (save.inventory.currency && save.inventory.currency !== before.inventory.currency)
    writeCurrency(save.inventory.currency, sources.currency.length === 1 ? sources.currency[0]!.id : null, {
      draft,
      set,
      another,
      meta,
    });

  for (const { item, before: was, source } of paired(
    save.decisions,
    before.decisions,
    sources.decisions,
    (d) => d.decision,
  )) {
    const { decision, world, relationships, delayed } = changed(item, was);
    set(
      source ? draft('decision', source.id) : another('decision', item.decision),
      defined({ decision, worldEffect: world, relationshipEffect: relationships, delayedEffect: delayed }),
    );
  }
  for (const { item, before: was, source } of paired(
    save.pendingConsequences,
    before.pendingConsequences,
    sources.pendingConsequences,
    (c) => `${c.trigger}\n${c.effect}`,
  )) {
    const { session, trigger, effect } = changed(item, was);
    set(
      source ? draft('consequence', source.id) : another('consequence', `${item.trigger}\n${item.effect}`),
      defined({ sessionNumber: session, trigger, effect }),
    );
  }
  for (const [safetyKind, now, then, from] of [
    ['line', save.lines, before.lines, sources.lines],
    ['veil', save.veils, before.veils, sources.veils],
  ] as const) {
    for (const { item, source } of paired(now, then, from, (t) => t))
      if (!source) set(another('safety', `${safetyKind}\n${item}`), { topic: item, safetyKind });
  }
  for (const { item, before: was, source } of paired(save.hooks, before.hooks, sources.hooks, (h) => h.text)) {
    const { text, kind } = changed(item, was);
    set(source ? draft('hook', source.id) : another('hook', item.text), defined({ text, hookKind: kind || undefined }));
  }

  if (here.length === 0)
    for (const id of missingSections(reading))
      set(make('reconstruct', 'section', id), { text: SAVE_SECTIONS[id].label, section: SAVE_SECTIONS[id].label });
  const pieces = lostPieces(reading.lost);
  for (const { line, text } of pieces.slice(0, MOST_LOST))
    set(another('reconstruct', text), { text, section: `Line ${line} of the file` });
  if (pieces.length > MOST_LOST)
    set(make('reconstruct', 'more'), {
      text: `${pieces.length - MOST_LOST} more pieces of text could not be read and are too many to keep here. They are in the file: keep it.`,
      section: `From line ${pieces[MOST_LOST]!.line} of the file`,
    });
  return [...all.values()];
};

const lostPieces = (lost: SaveReading['lost']): SaveReading['lost'] =>
  lost
    .filter(({ text }) => text.trim() !== '')
    .flatMap(({ line, text }) =>
      Array.from({ length: Math.ceil(text.length / LONGEST_LOST) }, (_, i) => ({
        line,
        text: text.slice(i * LONGEST_LOST, (i + 1) * LONGEST_LOST),
      })),
    );

interface Pen {
  draft: (kind: Kind, id: string) => Draft;
  set: (target: Draft, fields: Readonly<Record<string, unknown>>) => void;
  entityNamed: (name: string, entityType: string) => Draft;
}

const writeEntities = (
  save: SaveDocument,
  before: SaveDocument,
  sources: SaveWithSources['sources'],
  { draft, set, entityNamed }: Pen,
): void => {
  const each = <T extends { name: string }>(
    items: readonly T[],
    written: readonly T[],
    from: readonly { id: string }[],
    entityType: string,
    fieldsOf: (item: T, diff: Partial<T>, was: T | null) => Readonly<Record<string, unknown>>,
  ): void => {
    for (const { item, before: was, source } of paired(items, written, from, (e) => e.name)) {
      if (item.name === '') continue;
      set(
        source ? draft('entity', source.id) : entityNamed(item.name, entityType),
        defined(fieldsOf(item, changed(item, was), was)),
      );
    }
  };
  each(
    save.characters,
    before.characters,
    sources.characters,
    'pc',
    (_, { origin, appearance, motivation, moralLine, hiddenWeakness }) => ({
      origin,
      appearance,
      motivation,
      moralLine,
      weakness: hiddenWeakness,
    }),
  );
  each(save.factions, before.factions, sources.factions, 'faction', (_, { power, attitude, territory }) => ({
    power,
    territory,
    ...(attitude === undefined ? {} : { attitude, derivesAttitude: false }),
  }));
  each(
    save.companions,
    before.companions,
    sources.companions,
    'npc',
    (_, { trust, status, location, lastInteraction, hiddenAgenda }, was) => ({
      isCompanion: was ? undefined : true,
      trust,
      condition: status,
      lastInteraction,
      agenda: hiddenAgenda,
      whereabouts: location === 'With player' ? (was ? '' : undefined) : location,
    }),
  );
  each(
    save.locations,
    before.locations,
    sources.locations,
    'location',
    (_, { status, owner, present, secrets }, was) => ({
      isKnown: was ? undefined : true,
      placeStatus: status,
      secrets,
      ownerId: owner ? entityNamed(owner, 'npc').id : owner,
      presentIds:
        present === undefined
          ? undefined
          : present
              .split(',')
              .map((n) => n.trim())
              .filter((n) => n !== '' && !/^(?:none|nobody|-|—)$/i.test(n))
              .map((n) => entityNamed(n, 'npc').id),
    }),
  );
};

// “214 marks (Purse of the party); 3 pearls”: an amount, a word, and whose.
const writeCurrency = (
  text: string,
  only: string | null,
  {
    draft,
    set,
    another,
    meta,
  }: Pick<Pen, 'draft' | 'set'> & { another: (kind: Kind, words: string) => Draft; meta: Draft },
): void => {
  for (const [i, piece] of text
    .split(';')
    .map((p) => p.trim())
    .filter(Boolean)
    .entries()) {
    const found = /^([\d., ]*\d)\s*([^()]*?)\s*(?:\(([^()]*)\))?$/u.exec(piece);
    const amount = found
      ? Number((found[1] as string).replace(/[., ](?=\d{3}(?:\D|$))/g, '').replace(',', '.'))
      : Number.NaN;
    const target = only && i === 0 ? draft('inventory', only) : another('inventory', `currency\n${piece}`);
    if (Number.isFinite(amount) && amount <= Number.MAX_SAFE_INTEGER && Number.isInteger(amount)) {
      const word = found?.[2] ?? '';
      if (!meta.keys['currency'] && word) set(meta, { currency: word });
      set(target, {
        possessionKind: 'currency',
        amount,
        ...(only && i === 0 ? {} : { name: found?.[3] || word || 'Currency' }),
      });
    } else set(target, { possessionKind: 'currency', name: piece });
  }
};

/** What a GM remembered of lost sections, put where it belongs: each answer is read as the lines of its section. */
export const withAnswers = (reading: SaveReading, answers: Readonly<Record<string, string>>): SaveReading => {
  const save: SaveDocument = structuredClone(reading.save);
  const sections = { ...reading.sections };
  const lost = [...reading.lost];
  for (const [id, answer] of Object.entries(answers)) {
    const section = SAVE_SECTIONS[id as keyof typeof SAVE_SECTIONS];
    if (!section || answer.trim() === '') continue;
    const isList = ![
      'header',
      'current_situation',
      'internal_state',
      'player_character',
      'inventory',
      'safety_settings',
    ].includes(id);
    const lines = answer
      .trim()
      .split('\n')
      .map((l) => l.trim())
      .filter(Boolean)
      .map((l) => (isList && !/^(?:[-*•]|\d+[.)])\s/.test(l) ? `- ${l}` : l));
    const [open, close] =
      id === 'internal_state'
        ? ['<!-- INTERNAL_STATE', '-->']
        : section.marker
          ? [`## ${section.heading}\n<!-- ${section.marker}_START -->`, `<!-- ${section.marker}_END -->`]
          : [section.heading ? `## ${section.heading}` : '# - Session Summary', ''];
    const said = readSave([open, ...lines, close, '## Next Session Hooks'].filter(Boolean).join('\n'));
    mergeInto(save, said.save);
    lost.push(...said.lost.map(({ text }) => ({ line: 0, text: `${section.label}: ${text}` })));
    sections[id as keyof typeof sections] = 'repaired';
  }
  return { ...reading, save, sections, lost };
};

const mergeInto = (into: SaveDocument, said: SaveDocument): void => {
  const blank = emptySave();
  for (const key of Object.keys(blank) as (keyof SaveDocument)[]) {
    const value = said[key];
    if (Array.isArray(value)) (into[key] as unknown[]).push(...value);
    else if (key === 'inventory') {
      into.inventory.currency ||= said.inventory.currency;
      into.inventory.keyItems.push(...said.inventory.keyItems);
      into.inventory.gear.push(...said.inventory.gear);
    } else if (JSON.stringify(value) !== JSON.stringify(blank[key]) && (into[key] === '' || into[key] === null))
      Object.assign(into, { [key]: value });
  }
};

/** What the file says in all: its lines, and for lines that are lost what the records behind them say. */
export const wholeSave = (reading: SaveReading, derive: DeriveId): SaveDocument => {
  if (reading.records.length === 0) return reading.save;
  const whole = saveOfRecords(recordsOfSave(reading, 'save', derive), 0).save;
  return { ...whole, lastSaved: reading.save.lastSaved, campaignId: reading.save.campaignId };
};

// Shows the rules of the words: ids, order, numbers after a merge, the live session, stages, links.
import { describe, expect, it } from 'vitest';
import { createFakeTime, createRandom, createTestIds } from '../testing/index.ts';
import {
  byOrder,
  cleanName,
  createIdMaker,
  createNameIndex,
  findMentions,
  findWikiLinks,
  isId,
  isReadOnly,
  liveSession,
  moveInOrder,
  nextSessionNumber,
  orderBetween,
  orderKeys,
  readRoom,
  readStatus,
  rewriteLinks,
  roomOf,
  sentenceAround,
  sessionNumbers,
  standingRules,
  writeWikiLink,
} from './index.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 11);

describe('ids (M-036, T-5)', () => {
  it('are UUIDv7, strictly increasing per device, also when the clock steps back', () => {
    const time = createFakeTime();
    const random = createRandom(seed);
    const newId = createIdMaker({ nowMs: () => time.nowMs() - random.int(50), randomBytes: (n) => random.bytes(n) });
    const ids = Array.from({ length: 6000 }, () => newId());
    expect(ids.every(isId)).toBe(true);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
  it('of two devices offline in the same millisecond never collide', () => {
    const nowMs = (): number => 1000;
    const [a, b] = [createTestIds(createRandom(1), nowMs), createTestIds(createRandom(2), nowMs)];
    const made = new Set(Array.from({ length: 2000 }, (_, i) => (i % 2 ? a() : b())));
    expect(made.size).toBe(2000);
  });
});

describe('order', () => {
  it('a key fits strictly between any two, however often one inserts at one place', () => {
    let [low, high] = [orderBetween(null, null), orderBetween(orderBetween(null, null), null)];
    for (let i = 0; i < 200; i++) {
      const middle = orderBetween(low, high);
      expect(low < middle && middle < high).toBe(true);
      if (i % 2) low = middle;
      else high = middle;
    }
    expect(() => orderBetween('b', 'b')).toThrow();
  });
  it('moving writes one key; between equal keys the whole run is keyed anew and the order holds', () => {
    const random = createRandom(seed);
    let items = orderKeys(12).map((order, i) => ({ id: `s${i}`, order }));
    expect(items.map((i) => i.order)).toEqual([...items.map((i) => i.order)].sort());
    for (let step = 0; step < 200; step++) {
      if (random.chance(0.1)) items = items.map((i) => ({ ...i, order: random.pick(items).order })); // a merge gave several one key
      const id = random.pick(items).id;
      const to = random.int(items.length);
      const keys = moveInOrder(items, id, to);
      items = items.map((i) => ({ ...i, order: keys.get(i.id) ?? i.order }));
      expect([...items].sort(byOrder).findIndex((i) => i.id === id)).toBe(to);
    }
  });
});

describe('session numbers (M-113, T-4)', () => {
  it('of two equal numbers the later id takes the next free one above the highest, in any order of hearing', () => {
    const sessions = [
      { id: 'b', number: 16 },
      { id: 'a', number: 16 },
      { id: 'c', number: 17 },
      { id: 'd', number: 16 },
    ];
    const expected = { a: 16, b: 18, c: 17, d: 19 };
    expect(Object.fromEntries(sessionNumbers(sessions))).toEqual(expected);
    expect(Object.fromEntries(sessionNumbers([...sessions].reverse()))).toEqual(expected);
    expect(nextSessionNumber(sessions)).toBe(20);
    expect(nextSessionNumber([])).toBe(1);
  });
});

describe('the live session (M-017)', () => {
  it('converges to one winner and names who was overruled, only where they did not know of each other', () => {
    const apart = [
      { deviceId: 'a', sessionId: 's1', sequence: 4 },
      { deviceId: 'b', sessionId: 's2', sequence: 4 },
    ];
    for (const claims of [apart, [...apart].reverse()])
      expect(liveSession(claims)).toEqual({ sessionId: 's2', overruled: [apart[0]] });
    expect(liveSession([{ deviceId: 'a', sessionId: 's1', sequence: 5 }, apart[1]!])).toEqual({
      sessionId: 's1',
      overruled: [],
    });
    expect(liveSession([])).toEqual({ sessionId: null, overruled: [] });
    expect(liveSession([{ deviceId: 'a', sessionId: null, sequence: 9 }, apart[1]!]).sessionId).toBeNull();
  });
});

describe('status and stage (R-1)', () => {
  it('move together only where a rule says so', () => {
    expect(standingRules.end()).toEqual({ status: 'completed' });
    expect(standingRules.cancel()).toEqual({ status: 'cancelled' });
    expect(standingRules.markCompleted()).toEqual({ status: 'completed', stage: 'completed' });
    expect(standingRules.reopen()).toEqual({ stage: 'wrap_up' });
    expect([isReadOnly({ stage: 'completed' }), isReadOnly({ stage: 'wrap_up' })]).toEqual([true, false]);
    expect([readStatus('ACTIVE'), readStatus('In Progress'), readStatus('planned'), readStatus('nope')]).toEqual([
      'in_progress',
      'in_progress',
      'planned',
      null,
    ]);
  });
});

describe('rooms and names', () => {
  it('a room name reads back, a hostile one opens nothing', () => {
    const campaignId = '0197c0de-0000-7000-8000-000000000001';
    for (const ref of [
      { kind: 'ledger' as const, campaignId },
      { kind: 'table' as const, campaignId },
      { kind: 'session' as const, campaignId, sessionId: campaignId },
    ])
      expect(readRoom(roomOf(ref))).toEqual(ref);
    for (const room of [
      'campaign/../x',
      'campaign/x',
      `campaign/${campaignId}/other`,
      '',
      `campaign/${campaignId}/session/../../x`,
    ])
      expect(readRoom(room)).toBeNull();
  });
  it('names are trimmed, folded and cut, never empty', () => {
    expect(cleanName('  a \n b ')).toBe('a b');
    expect(cleanName(' \t')).toBeNull();
    expect(cleanName('x'.repeat(500))).toHaveLength(200);
  });
});

describe('wiki links', () => {
  const index = createNameIndex([
    { id: 'h', name: 'Baron Harkness', aliases: ['Harkness'] },
    { id: 't', name: 'Tam’s Ring', aliases: [] },
    { id: 'v1', name: 'Vey', aliases: [] },
    { id: 'v2', name: 'Someone', aliases: ['vey'] },
  ]);
  it('are found with their own words, and nothing else is a link', () => {
    const text = 'Ask [[Baron Harkness]] and [[Vey|the boy]], not [[ ]] or [[a[b]] or [[open';
    expect(findWikiLinks(text).map((l) => [l.name, l.shown, text.slice(l.start, l.end)])).toEqual([
      ['Baron Harkness', 'Baron Harkness', '[[Baron Harkness]]'],
      ['Vey', 'the boy', '[[Vey|the boy]]'],
    ]);
  });
  it('resolve by name and alias without case, both apostrophes; two of one name are ambiguous', () => {
    expect(index.resolve('harkness')).toEqual({ type: 'resolved', id: 'h' });
    expect(index.resolve("tam's  ring")).toEqual({ type: 'resolved', id: 't' });
    expect(index.resolve('Vey')).toEqual({ type: 'ambiguous', ids: ['v1', 'v2'] });
    expect(index.resolve('nobody')).toEqual({ type: 'missing' });
  });
  it('mentions: the longest name wins, whole words only, never inside a link', () => {
    const text = 'Baron Harkness met Harkness; Harknesses and [[Harkness]] do not count.';
    expect(findMentions(text, index).map((m) => text.slice(m.start, m.end))).toEqual(['Baron Harkness', 'Harkness']);
  });
  it('a rewrite carries the new name and keeps own words; what already says it is left alone', () => {
    const text = '[[Harkness]] and [[harkness|him]] and [[Lord H]]';
    const out = rewriteLinks(text, ['Harkness'], 'Lord H').reduceRight(
      (t, r) => t.slice(0, r.start) + r.text + t.slice(r.end),
      text,
    );
    expect(out).toBe('[[Lord H]] and [[Lord H|him]] and [[Lord H]]');
  });
  it('what is written reads back, whatever the name holds', () => {
    const random = createRandom(seed);
    const letters = [...'ab Ç[]|\n’é7'];
    for (let i = 0; i < 500; i++) {
      const name = Array.from({ length: 1 + random.int(20) }, () => random.pick(letters)).join('');
      const written = writeWikiLink(name);
      const clean = name
        .replace(/[[\]|\n]/g, ' ')
        .replace(/\s+/g, ' ')
        .trim();
      expect(findWikiLinks(written).map((l) => l.name)).toEqual(clean ? [clean] : []);
    }
  });
  it('the sentence round a link is cut at sentence ends', () => {
    const text = 'First one. Ask [[Vey]] about it! Then go.';
    const [link] = findWikiLinks(text);
    expect(sentenceAround(text, link!.start, link!.end)).toBe('Ask [[Vey]] about it!');
  });
});

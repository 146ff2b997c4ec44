// Every way in which a campaign's words leave for players, as text, by its name.
import * as Y from 'yjs';
import {
  CLOCK,
  CONSEQUENCE,
  currencyOf,
  DECISION,
  ENTITY,
  GAUGE,
  GOAL,
  HOOK,
  playerView,
  playerWords,
  secondsPerDay,
  type PlayerView,
  type StoredRecord,
  type TimelineEvent,
} from '@emberkeep/domain';
import { previously, previouslyText, sourceForPlayers, type RecapSource } from '@emberkeep/assistant';
import { paperMarkdown, paperOf, writeReviewHtml } from '@emberkeep/files';
import { createFallback, passagesOf } from '@emberkeep/search';
import {
  buildPlayerView,
  calendarOf,
  campaignOf,
  deletedRecords,
  goalChangeIds,
  listEntities,
  listEvents,
  listHandouts,
  listMaps,
  listRecords,
  listSessions,
  noteName,
  readAll,
  readNote,
  readSessions,
  readStored,
  type CampaignDocs,
} from '@emberkeep/store';
import { bodyOf } from '@emberkeep/store/testing';

export const viewOf = (docs: CampaignDocs): Promise<PlayerView> =>
  buildPlayerView(docs, async (id) => listEvents(await bodyOf(docs, id)));

/** Every byte of a document for a device that has nothing yet, in both encodings. */
export const bytesOf = (doc: Y.Doc): string =>
  [Y.encodeStateAsUpdate(doc), Y.encodeStateAsUpdateV2(doc)].map((b) => Buffer.from(b).toString('latin1')).join('\n');

const sourceOf = async (docs: CampaignDocs, sessionId: string): Promise<RecapSource> => {
  const sessions = listSessions(docs);
  return {
    audience: 'gm',
    campaign: campaignOf(docs)!,
    next: 4,
    last: {
      session: sessions.find((s) => s.id === sessionId)!,
      summary: readNote(docs.ledger, noteName(sessionId, 'summary')),
      notes: 'SECRET1Z',
      scenes: [],
      events: listEvents(await bodyOf(docs, sessionId)),
      log: [],
    },
    earlier: await Promise.all(
      sessions
        .filter((each) => each.id !== sessionId)
        .map(async (each) => ({
          session: each,
          summary: readNote(docs.ledger, noteName(each.id, 'summary')),
          notes: 'SECRET1Z',
          scenes: [],
          events: listEvents(await bodyOf(docs, each.id)),
          log: [],
        })),
    ),
    shownSessionIds: sessions.filter((s) => s.isPublished).map((s) => s.id),
    goalChangeIds,
    entities: listEntities(docs),
    unlistedEntities: deletedRecords(docs.ledger, ENTITY),
    gauges: listRecords(docs.ledger, GAUGE),
    goals: listRecords(docs.ledger, GOAL),
    clocks: listRecords(docs.ledger, CLOCK),
    decisions: listRecords(docs.ledger, DECISION),
    consequences: listRecords(docs.ledger, CONSEQUENCE),
    hooks: listRecords(docs.ledger, HOOK),
    players: [],
  };
};

const filesOfSession = async (
  docs: CampaignDocs,
  id: string,
  ledger: readonly StoredRecord[],
): Promise<Record<string, string>> => {
  const body = await bodyOf(docs, id);
  const players = playerWords(listEntities(docs), deletedRecords(docs.ledger, ENTITY));
  const view = playerView({
    campaign: { name: campaignOf(docs)!.name, currency: currencyOf(campaignOf(docs)) },
    sessions: listSessions(docs).flatMap((s) => (s.id === id ? [{ ...s, isPublished: true }] : [])),
    entities: listEntities(docs),
    deletedEntities: deletedRecords(docs.ledger, ENTITY),
    clocks: listRecords(docs.ledger, CLOCK),
    goals: listRecords(docs.ledger, GOAL),
    handouts: listHandouts(docs),
    maps: listMaps(docs),
    events: () => listEvents(body),
    text: (each, name) => readNote(docs.ledger, noteName(each, name)),
    goalChangeIds,
  });
  const records = [...ledger, ...readStored(body)];
  const paper = paperOf('session', id, { records, nameOf: () => '', players })!;
  const source = sourceForPlayers(await sourceOf(docs, id));
  const pages = (['dramatic', 'plain'] as const).map((tone) => previously(source, tone));
  return {
    [`review file ${id}`]: writeReviewHtml(view.name, view.sessions[0]!, view.currency),
    [`paper of session ${id}`]: JSON.stringify(paper) + paperMarkdown(paper),
    [`source of the recap ${id}`]: JSON.stringify(source),
    [`recap ${id}`]: JSON.stringify(pages) + pages.map(previouslyText).join('\n'),
    [`recap ${id} for a model`]: pages.map(previouslyText).map(players.withoutHiddenNames).join('\n'),
  };
};

/** What players may find, and what a model may be told that is told what players know. */
const searchOf = async (docs: CampaignDocs): Promise<Record<string, string>> => {
  const logs = new Map<string, readonly TimelineEvent[]>();
  const bodies = await Promise.all(
    listSessions(docs).map(async ({ id }) => {
      const body = await bodyOf(docs, id);
      logs.set(id, listEvents(body));
      return body;
    }),
  );
  const sessions = readSessions(docs, undefined, (id) => logs.get(id) ?? null);
  const passages = [...sessions, ...readAll(docs.ledger), ...bodies.flatMap((body) => [...readAll(body)])].flatMap(
    passagesOf,
  );
  const shown = new Set(listSessions(docs).flatMap(({ id, isPublished }) => (isPublished ? [id] : [])));
  const readable = passages.filter(
    ({ audience, session_id: id }) => audience === 'table' && (id === null || shown.has(String(id))),
  );
  const players = playerWords(listEntities(docs), deletedRecords(docs.ledger, ENTITY));
  const words = ['title', 'heading', 'aliases', 'body'];
  const index = createFallback(
    listSessions(docs).map((session) => ({ ...session, tags: [] })),
    { now: campaignOf(docs)?.gameTime.value ?? 0, secondsPerDay: secondsPerDay(calendarOf(docs)) },
  );
  await index.add(passages);
  const { hits } = await index.search({ text: 'type:event', audience: 'table', limit: 500 });
  return {
    // A passage follows from its own record, so a name that the GM typed is in it. What a model is told has none.
    'what a model is told': [
      ...readable.flatMap((passage) => words.map((name) => String(passage[name]))),
      ...hits.flatMap(({ title, snippet }) => [title, snippet.map((run) => run.text).join('')]),
    ]
      .map(players.withoutHiddenNames)
      .join('\n'),
  };
};

/** Every way out other than the players' document, by its name; `shown` are the sessions whose files are written. */
export const waysToPlayers = async (docs: CampaignDocs, shown: readonly string[]): Promise<Record<string, string>> => {
  const ledger = [...readStored(docs.ledger)];
  const players = playerWords(listEntities(docs), deletedRecords(docs.ledger, ENTITY));
  const out: Record<string, string> = await searchOf(docs);
  for (const id of shown) Object.assign(out, await filesOfSession(docs, id, ledger));
  for (const { id } of listEntities(docs).filter((e) => e.isKnown)) {
    const paper = paperOf('entity', id, { records: ledger, nameOf: () => '', players })!;
    out[`handout ${id}`] = JSON.stringify(paper) + paperMarkdown(paper);
  }
  return out;
};

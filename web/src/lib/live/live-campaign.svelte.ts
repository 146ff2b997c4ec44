// The bridge from a campaign's documents to the screen: getters that stay current when a component reads them in an
// effect. There is one subscriber per kind of record, so that a keystroke in a note redraws no list.
import {
  isId,
  RECORDS,
  type Calendar,
  type Campaign,
  type LiveSession,
  type NameIndex,
  type RecordChange,
  type RecordKind,
  type RelationTypeFacts,
} from '@emberkeep/domain';
import {
  calendarOf,
  campaignOf,
  listEntities,
  getJoinedEntity,
  listJoinedIds,
  listEvents,
  listRecords,
  listRelationTypes,
  listRelationships,
  listSessions,
  liveSessionOf,
  nameIndexOf,
  recoveredTexts,
  type BodySnapshots,
  type CampaignDocs,
  type Listed,
  type ListedEntity,
  type ListedSession,
  type OpenDocument,
  type RecoveredText,
  type Spec,
} from '@emberkeep/store';
import { Memo, Watch } from './watch.ts';

const KINDS_WITH_TEXTS = Object.values(RECORDS).filter(({ texts }) => Object.keys(texts).length > 0);

/**
 * The kind of the record that a changed note belongs to, where it is marked as deleted: words in the note restore it.
 */
const deletedKinds = (docs: CampaignDocs, { id, room }: RecordChange): RecordKind[] => {
  const documents = docs.openDocuments().filter((doc) => doc === docs.ledger || doc.room === room);
  return KINDS_WITH_TEXTS.map(({ kind }) => kind).filter((kind) =>
    documents.some((doc) => doc.table(kind).get(id)?.fields.has('deleted')),
  );
};

export class LiveCampaign {
  readonly #watches = Object.fromEntries(
    [...Object.keys(RECORDS), 'note'].map((kind) => [kind, new Watch()]),
  ) as Record<RecordKind, Watch>;
  readonly #docs: CampaignDocs;
  readonly #campaign: Memo<{ campaign: Campaign | null; calendar: Calendar }>;
  readonly #liveSession: Memo<LiveSession>;
  readonly #sessions: Memo<ListedSession[]>;
  readonly #entities: Memo<ListedEntity[]>;
  readonly #names: Memo<NameIndex>;
  readonly #relationships: Memo<Listed<(typeof RECORDS)['relationship']>[]>;
  readonly #relationTypes: Memo<RelationTypeFacts[]>;
  readonly #byId = new WeakMap<readonly { id: string }[], Map<string, unknown>>();
  readonly #nameListeners = new Set<() => void>();

  constructor(docs: CampaignDocs, snapshots: BodySnapshots) {
    this.#docs = docs;
    const w = this.#watches;
    this.#campaign = new Memo([w.campaign], () => ({
      campaign: campaignOf(docs),
      calendar: calendarOf(docs),
    }));
    this.#liveSession = new Memo([w.campaign, w.session], () => liveSessionOf(docs));
    this.#sessions = new Memo([w.session], () => listSessions(docs, snapshots));
    this.#entities = new Memo([w.entity], () => listEntities(docs));
    this.#names = new Memo([w.entity], () => nameIndexOf(docs));
    this.#relationships = new Memo([w.relationship, w.entity], () => listRelationships(docs));
    this.#relationTypes = new Memo([w.relationType], () => listRelationTypes(docs));
    docs.onChange((changes) => {
      const kinds = changes.flatMap((c) =>
        c.kind === 'note' ? ['note' as const, ...deletedKinds(docs, c)] : [c.kind],
      );
      for (const kind of new Set(kinds)) w[kind].changed();
      if (changes.some((c) => c.kind === 'entity')) for (const callback of this.#nameListeners) callback();
    });
  }

  get campaign(): Campaign | null {
    return this.#campaign.get().campaign;
  }
  /** Which session is live: a planned one, or one in progress. */
  get liveSession(): LiveSession {
    return this.#liveSession.get();
  }
  /** Without the deleted ones; numbered as on every device. */
  get sessions(): ListedSession[] {
    return this.#sessions.get().filter((s) => !s.deleted);
  }
  /** The deleted ones. A session that somebody edited after its deletion is not deleted. */
  get deletedSessions(): ListedSession[] {
    return this.#sessions.get().filter((s) => s.deleted);
  }
  session(id: string): ListedSession | undefined {
    return this.#find(this.#sessions.get(), id);
  }
  get entities(): ListedEntity[] {
    return this.#entities.get();
  }
  /** The entity of an id; of one that was joined with another, the one that was kept. */
  entity(id: string): ListedEntity | undefined {
    return this.#find(this.#entities.get(), id) ?? getJoinedEntity(this.#docs, id) ?? undefined;
  }
  /** The ids that stand for an entity: its own, and those of all that were joined with it. */
  idsOf(id: string): string[] {
    this.#watches.entity.subscribe();
    return listJoinedIds(this.#docs.ledger, id);
  }
  /** The name of who took part: an entity by its id, or a word that is no entity. */
  participant(idOrName: string): string {
    return this.entity(idOrName)?.name ?? (isId(idOrName) ? 'gone' : idOrName);
  }
  get names(): NameIndex {
    return this.#names.get();
  }
  /**
   * Calls back when an entity changed, for code outside components (the editor's decorations); returns a function that
   * stops it.
   */
  onNames(callback: () => void): () => void {
    this.#nameListeners.add(callback);
    return () => this.#nameListeners.delete(callback);
  }
  get relationships(): Listed<(typeof RECORDS)['relationship']>[] {
    return this.#relationships.get();
  }
  get relationTypes(): RelationTypeFacts[] {
    return this.#relationTypes.get();
  }
  get calendar(): Calendar {
    return this.#campaign.get().calendar;
  }
  /** Every record of a kind, in its order: the ledger's, or those of a session's body. */
  list<S extends Spec>(spec: S, document: OpenDocument = this.#docs.ledger): readonly Listed<S>[] {
    this.#watches[spec.kind].subscribe();
    return listRecords(document, spec);
  }
  /** One record of a kind by its id. */
  one<S extends Spec>(spec: S, id: string, document: OpenDocument = this.#docs.ledger): Listed<S> | undefined {
    return this.#find(this.list(spec, document), id);
  }
  /** Through an index that lives as long as its list: drawing a log looks up names a thousand times. */
  #find<R extends { id: string }>(records: readonly R[], id: string): R | undefined {
    let byId = this.#byId.get(records) as Map<string, R> | undefined;
    if (!byId) this.#byId.set(records, (byId = new Map(records.map((r) => [r.id, r]))));
    return byId.get(id);
  }
  /** A session's events by time. */
  events(body: OpenDocument): Listed<(typeof RECORDS)['event']>[] {
    this.#watches.event.subscribe();
    return listEvents(body);
  }
  /** Changes whenever any record of the kind does, for views of data beside the records (a record's changes). */
  version(kind: RecordKind): number {
    this.#watches[kind].subscribe();
    return this.#watches[kind].version;
  }
  /** The recovered texts of a document that no GM has put back or set aside. */
  recovered(document: OpenDocument): RecoveredText[] {
    this.#watches.note.subscribe();
    return recoveredTexts(document.doc);
  }
  /** Changes whenever any note does, for views that show notes read-only. */
  noteVersion(): number {
    this.#watches.note.subscribe();
    return this.#watches.note.version;
  }
  /** Call when snapshots of bodies were loaded: they decide which sessions count as deleted. */
  sessionsChanged(): void {
    this.#watches.session.changed();
  }
  get docs(): CampaignDocs {
    return this.#docs;
  }
}

// Owns the bridge from documents to the screen: one subscriber per kind of record, so that a keystroke in a note redraws no
// list. In: RecordChanges of CampaignDocs. Out: getters that a component reads inside an effect and that stay current.
import { createSubscriber } from 'svelte/reactivity';
import {
  RECORDS,
  type Calendar,
  type Campaign,
  type LiveSession,
  type NameIndex,
  type RecordKind,
  type RelationTypeFacts,
} from '@emberkeep/domain';
import {
  calendarOf,
  campaignOf,
  listEntities,
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

class Watch {
  #update: (() => void) | null = null;
  version = 0;
  readonly subscribe = createSubscriber((update) => {
    this.#update = update;
    return () => (this.#update = null);
  });
  changed(): void {
    this.version += 1;
    this.#update?.();
  }
}

/** A value that is computed again only after one of its kinds changed. */
class Memo<T> {
  #at = '';
  #value!: T;
  #watches: readonly Watch[];
  #compute: () => T;
  constructor(watches: readonly Watch[], compute: () => T) {
    this.#watches = watches;
    this.#compute = compute;
  }
  get(): T {
    for (const watch of this.#watches) watch.subscribe();
    const at = this.#watches.map((w) => w.version).join();
    if (at !== this.#at) {
      this.#at = at;
      this.#value = this.#compute();
    }
    return this.#value;
  }
}

export class LiveCampaign {
  readonly #watches = Object.fromEntries(
    [...Object.keys(RECORDS), 'note'].map((kind) => [kind, new Watch()]),
  ) as Record<RecordKind, Watch>;
  readonly #docs: CampaignDocs;
  readonly #campaign: Memo<{ campaign: Campaign | null; liveSession: LiveSession; calendar: Calendar }>;
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
      liveSession: liveSessionOf(docs),
      calendar: calendarOf(docs),
    }));
    this.#sessions = new Memo([w.session], () => listSessions(docs, snapshots));
    this.#entities = new Memo([w.entity], () => listEntities(docs));
    this.#names = new Memo([w.entity], () => nameIndexOf(docs));
    this.#relationships = new Memo([w.relationship, w.entity], () => listRelationships(docs));
    this.#relationTypes = new Memo([w.relationType], () => listRelationTypes(docs));
    docs.onChange((changes) => {
      for (const kind of new Set(changes.map((c) => c.kind))) w[kind].changed();
      if (changes.some((c) => c.kind === 'entity')) this.#nameListeners.forEach((callback) => callback());
    });
  }

  get campaign(): Campaign | null {
    return this.#campaign.get().campaign;
  }
  /** Which session is live: a pointer, so its session may be deleted or over. */
  get liveSession(): LiveSession {
    return this.#campaign.get().liveSession;
  }
  get live(): LiveSession {
    return this.liveSession;
  }
  /** Deleted ones left out; numbers as every device shows them. */
  get sessions(): ListedSession[] {
    return this.#sessions.get().filter((s) => !s.deleted);
  }
  /** Only the deleted ones that nobody wrote on. */
  get deletedSessions(): ListedSession[] {
    return this.#sessions.get().filter((s) => s.deleted);
  }
  session(id: string): ListedSession | undefined {
    return this.#find(this.#sessions.get(), id);
  }
  get entities(): ListedEntity[] {
    return this.#entities.get();
  }
  entity(id: string): ListedEntity | undefined {
    return this.#find(this.#entities.get(), id);
  }
  get names(): NameIndex {
    return this.#names.get();
  }
  /** For code outside components (the editor's decorations). */
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
  /** Every record of a noun, in its order; the ledger's, or those of an evening's body. */
  list<S extends Spec>(spec: S, document: OpenDocument = this.#docs.ledger): readonly Listed<S>[] {
    this.#watches[spec.kind].subscribe();
    return listRecords(document, spec);
  }
  /** One record of a noun, or undefined. */
  one<S extends Spec>(spec: S, id: string, document: OpenDocument = this.#docs.ledger): Listed<S> | undefined {
    return this.#find(this.list(spec, document), id);
  }
  /** By id: a log asks for a name a thousand times. The index lives as long as its list. */
  #find<R extends { id: string }>(records: readonly R[], id: string): R | undefined {
    let byId = this.#byId.get(records) as Map<string, R> | undefined;
    if (!byId) this.#byId.set(records, (byId = new Map(records.map((r) => [r.id, r]))));
    return byId.get(id);
  }
  /** An evening's events by time. */
  events(body: OpenDocument): Listed<(typeof RECORDS)['event']>[] {
    this.#watches.event.subscribe();
    return listEvents(body);
  }
  /** Changes whenever any record of the kind does; for views of what lies beside records (history). */
  version(kind: RecordKind): number {
    this.#watches[kind].subscribe();
    return this.#watches[kind].version;
  }
  recovered(document: OpenDocument): RecoveredText[] {
    this.#watches.note.subscribe();
    return recoveredTexts(document.doc);
  }
  /** Changes whenever any note does; for views that show notes read-only. */
  noteVersion(): number {
    this.#watches.note.subscribe();
    return this.#watches.note.version;
  }
  /** Derived snapshots of bodies arrived: deleted sessions may be back. */
  sessionsChanged(): void {
    this.#watches.session.changed();
  }
  get docs(): CampaignDocs {
    return this.#docs;
  }
}

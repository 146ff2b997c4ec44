// Connects every open document of a campaign to other tabs and, if there is a relay, to a socket of its own. Stores a
// cursor for each: how much of the relay's log is on this device's disk.
import { Awareness, removeAwarenessStates } from 'y-protocols/awareness';
import { applyIncoming, hasGap, type CampaignDocs, type DeviceDatabase, type OpenDocument } from '@emberkeep/store';
import { attachTabs, type ConnectionState, type Head, type PresentPerson, type Provider } from '@emberkeep/sync';
import { forgetCursor, storeCursor } from './cursors.ts';
import type { SyncEnvironment } from './sync-environment.ts';

export interface Attachment {
  readonly document: OpenDocument;
  readonly awareness: Awareness;
  /** Null without a relay, or while the document is open for a pull only. */
  provider: Provider | null;
  /** The newest entry that the relay reported. */
  head: Head | null;
  /** Ends the channel to other tabs, and every listener. */
  stopFollowing(): void;
}

export interface AttachmentsDeps {
  docs: CampaignDocs;
  db: DeviceDatabase;
  /** Null when the campaign is not synced with a relay. */
  token: string | null;
  /** `ws://host/sync`, without the room. */
  socketUrl: string;
  person: PresentPerson;
  environment: Pick<SyncEnvironment, 'openChannel' | 'connect'>;
  /** Called when anything that the status shows may have changed. */
  onChange(): void;
  onState(room: string, state: ConnectionState): void;
  /** Called when the relay has a new entry of a document that is not open here. */
  onOtherHead(head: Head): void;
}

/**
 * One for each document as long as it is open, whichever engine syncs it: an editor shows carets through it. It ends with
 * its document.
 */
const awarenessByDocument = new WeakMap<OpenDocument['doc'], Awareness>();
const awarenessFor = (doc: OpenDocument['doc']): Awareness => {
  const known = awarenessByDocument.get(doc);
  if (known) return known;
  const made = new Awareness(doc);
  awarenessByDocument.set(doc, made);
  return made;
};

export class Attachments {
  private readonly deps: AttachmentsDeps;
  /** Rooms that are not open and hold edits without an acknowledgement. */
  readonly unsentRooms = new Set<string>();
  readonly #byRoom = new Map<string, Attachment>();
  /** Rooms that are open only to apply what was pulled. */
  readonly #socketless = new Set<string>();
  #person: PresentPerson;
  #isOffline = false;
  #stopListening: () => void = () => undefined;

  constructor(deps: AttachmentsDeps) {
    this.deps = deps;
    this.#person = deps.person;
  }

  start(): void {
    this.#stopListening = this.deps.docs.onOpened((document) => void this.attach(document));
    this.deps.docs.openDocuments().forEach((document) => void this.attach(document));
  }

  get all(): readonly Attachment[] {
    return [...this.#byRoom.values()];
  }

  get(room: string): Attachment | undefined {
    return this.#byRoom.get(room);
  }

  get person(): PresentPerson {
    return this.#person;
  }

  setPlace(place: string): void {
    this.#person = { ...this.#person, place };
    for (const { awareness } of this.all) awareness.setLocalStateField('user', this.#person);
  }

  attach(document: OpenDocument): Attachment {
    const known = this.#byRoom.get(document.room);
    if (known) return known;
    const { doc, room } = document;
    const awareness = awarenessFor(doc);
    awareness.setLocalStateField('user', this.#person);
    awareness.on('change', this.deps.onChange);
    const { environment, onChange } = this.deps;
    const detachTabs = attachTabs({ room, doc, openChannel: environment.openChannel, apply: applyIncoming });
    const onDestroy = (): void => this.#detach(attachment);
    const attachment: Attachment = {
      document,
      awareness,
      provider: null,
      head: null,
      stopFollowing: () => {
        detachTabs();
        awareness.off('change', onChange);
        doc.off('update', onChange);
        doc.off('destroy', onDestroy);
      },
    };
    this.#byRoom.set(room, attachment);
    if (!this.#socketless.has(room)) this.#connect(attachment);
    doc.on('update', onChange);
    doc.on('destroy', onDestroy);
    return attachment;
  }

  #connect(attachment: Attachment): void {
    const { docs, token, socketUrl, environment, onChange, onState } = this.deps;
    if (!token || attachment.provider) return;
    const { room, doc } = attachment.document;
    attachment.provider = environment.connect({
      url: socketUrl,
      room,
      doc,
      token,
      awareness: attachment.awareness,
      apply: applyIncoming,
      mark: () => docs.queue.markOf(room),
      onDurable: (mark) => {
        docs.queue.markSent(room, mark);
        this.unsentRooms.delete(room);
        onChange();
      },
      onHead: (head) => this.#onHead(attachment, head),
      onState: (state) => {
        if (state.type === 'synced') void this.saveCursor(attachment);
        onState(room, state);
      },
    });
    if (!this.#isOffline) attachment.provider.connect();
  }

  #detach(attachment: Attachment): void {
    const { docs, onChange } = this.deps;
    const { room } = attachment.document;
    this.#byRoom.delete(room);
    if (docs.queue.unsentCount(room) > 0) this.unsentRooms.add(room);
    this.#end(attachment);
    onChange();
  }

  #end({ stopFollowing, provider, awareness }: Attachment): void {
    stopFollowing();
    provider?.destroy();
    const others = [...awareness.getStates().keys()].filter((client) => client !== awareness.clientID);
    removeAwarenessStates(awareness, others, 'stopped');
  }

  #onHead(attachment: Attachment, head: Head): void {
    if (head.room === attachment.document.room) {
      attachment.head = head;
      void this.saveCursor(attachment);
    } else if (!this.#byRoom.has(head.room)) this.deps.onOtherHead(head);
  }

  /**
   * Remembers how far the disk has come; never ahead of it. Before the first exchange is over, a head may be of an
   * update that builds on what has not arrived.
   */
  async saveCursor({ document, head, provider }: Attachment): Promise<void> {
    if (!head || provider?.state().type !== 'synced' || !(await this.deps.docs.queue.whenSaved()).ok) return;
    // A document that lacks an update is visited again: a co-GM may bring it to the relay later.
    if (hasGap(document.doc)) await forgetCursor(this.deps.db, document.room);
    else await storeCursor(this.deps.db, head);
  }

  /** Runs `run`; documents of these rooms that open meanwhile get no socket. */
  async withoutSockets<T>(rooms: readonly string[], run: () => Promise<T>): Promise<T> {
    rooms.forEach((room) => this.#socketless.add(room));
    try {
      return await run();
    } finally {
      rooms.forEach((room) => this.#socketless.delete(room));
    }
  }

  /** Connects a document that stays open after a pull: it was opened without a socket. */
  connect(room: string): void {
    const attachment = this.#byRoom.get(room);
    if (attachment) this.#connect(attachment);
  }

  setOffline(isOffline: boolean): void {
    this.#isOffline = isOffline;
    for (const { provider } of this.all) {
      if (isOffline) provider?.disconnect();
      else provider?.connect();
    }
  }

  get isOffline(): boolean {
    return this.#isOffline;
  }

  /** Those whose connections count as synced and yet have not told that the relay has this much. */
  behind(heads: readonly Head[]): Attachment[] {
    return heads.flatMap(({ room, sequence }) => {
      const attachment = this.#byRoom.get(room);
      const isSynced = attachment?.provider?.state().type === 'synced';
      return attachment?.head && isSynced && attachment.head.sequence < sequence ? [attachment] : [];
    });
  }

  /** Replaces the socket of a document. */
  renew(attachment: Attachment): void {
    const isAttached = this.#byRoom.get(attachment.document.room) === attachment;
    attachment.provider?.disconnect();
    if (isAttached && !this.#isOffline) attachment.provider?.connect();
  }

  /** Connects every document that is not connected, also after a refusal. */
  reconnect(): void {
    for (const { provider } of this.all)
      if (provider && ['offline', 'refused'].includes(provider.state().type)) provider.connect();
  }

  /** Replaces sockets whose first exchange is not over: they may have been opened on a network that is gone. */
  renewUnsynced(): void {
    for (const attachment of this.all) if (attachment.provider?.state().type !== 'synced') this.renew(attachment);
  }

  dropSockets(): void {
    this.all.forEach((attachment) => this.renew(attachment));
  }

  stop(): void {
    this.#stopListening();
    for (const attachment of this.all) this.#end(attachment);
    this.#byRoom.clear();
  }
}

// Links that lead nowhere: no entity and no session has their name.
import {
  compareNames,
  ALL_RECORDS,
  nameKey,
  noteLinks,
  roomOf,
  sentenceAround,
  sessionOfLink,
  type DocumentRef,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { OpenDocument } from '../open-document.ts';
import { fragmentToNote } from '../note-fragment.ts';
import { nameIndexOf } from './entities.ts';
import { listSessions } from './list-sessions.ts';
import { isMarkedDeleted, type Spec } from './read-records.ts';

/** Where a link is: its document, the name of the note in it (`<id>/<field>`), and the words around it. */
export interface LinkPlace {
  ref: DocumentRef;
  text: string;
  sentence: string;
}

/** A name as the first of its links writes it, and where all of them are. */
export interface DeadLink {
  name: string;
  places: LinkPlace[];
}

/** True for a text of a record that is in Trash: nobody follows its links. */
const isOfDeleted = (doc: OpenDocument, text: string): boolean => {
  const id = text.slice(0, text.indexOf('/'));
  const specs = ALL_RECORDS as readonly Spec[];
  return specs.some((spec) => doc.doc.share.has(spec.root) && isMarkedDeleted(doc, spec, id));
};

/** Adds the dead links of one document to `found`, which is by the key of the name. */
const findIn = (doc: OpenDocument, leadsNowhere: (name: string) => boolean, found: Map<string, DeadLink>): void => {
  for (const [text] of doc.doc.share) {
    if (!text.includes('/') || isOfDeleted(doc, text)) continue;
    for (const { line, links } of noteLinks(fragmentToNote(doc.doc.getXmlFragment(text))))
      for (const { name, start, end } of links) {
        if (!leadsNowhere(name)) continue;
        const dead = found.get(nameKey(name)) ?? { name, places: [] };
        dead.places.push({ ref: doc.ref, text, sentence: sentenceAround(line, start, end) });
        found.set(nameKey(name), dead);
      }
  }
};

/**
 * The links of a campaign that lead nowhere, by name. Opens every session's body, one after the other; what is not on
 * this device is left out.
 */
export const listDeadLinks = async (docs: CampaignDocs): Promise<DeadLink[]> => {
  const names = nameIndexOf(docs);
  const sessions = listSessions(docs).filter(({ deleted }) => !deleted);
  const leadsNowhere = (name: string): boolean =>
    names.resolve(name).type === 'missing' && sessionOfLink(sessions, name) === null;
  const found = new Map<string, DeadLink>();
  findIn(docs.ledger, leadsNowhere, found);
  for (const { id } of sessions) {
    const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: id });
    if (!body.ok) continue;
    try {
      findIn(body.value, leadsNowhere, found);
    } finally {
      await body.value.release();
    }
  }
  return [...found.values()].sort((a, b) => compareNames(a.name, b.name));
};

/** The documents and notes that have the links, each note once. */
export const notesOfLinks = (links: readonly DeadLink[]): { ref: DocumentRef; texts: string[] }[] => {
  const byRoom = new Map<string, { ref: DocumentRef; texts: Set<string> }>();
  for (const { ref, text } of links.flatMap(({ places }) => places)) {
    const entry = byRoom.get(roomOf(ref)) ?? { ref, texts: new Set() };
    byRoom.set(roomOf(ref), { ref, texts: entry.texts.add(text) });
  }
  return [...byRoom.values()].map(({ ref, texts }) => ({ ref, texts: [...texts] }));
};

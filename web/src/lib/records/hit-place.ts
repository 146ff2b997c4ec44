// Owns where a hit, or a passage that an answer cites, leads and what it is called: the page that shows the record, the evening it
// belongs to.
import { sessionName, type SearchHit } from '@emberkeep/domain';

type Place = Pick<SearchHit, 'kind' | 'sub' | 'recordId' | 'sessionId' | 'entityId'>;

/** What a hit is shown with, beside itself. */
export interface HitContext {
  base: string;
  session(id: string): { title: string; shownNumber: number; date: string; stage: string } | undefined;
  entity(id: string): { name: string } | undefined;
  chapter(id: string): { title: string } | undefined;
}

const NOTE_DESK: Readonly<Record<string, string>> = { prep: 'prep', play: 'play', actual: 'wrapup' };

export const hitHref = (hit: Place, { base, session }: HitContext): string => {
  const evening = hit.sessionId ? `${base}/sessions/${hit.sessionId}` : '';
  const isDone = hit.sessionId !== null && session(hit.sessionId)?.stage === 'completed';
  switch (hit.kind) {
    case 'entity':
      return `${base}/entities/${hit.recordId}`;
    case 'log':
      return `${base}/entities/${hit.entityId ?? hit.recordId}`;
    case 'session':
      return `${evening}/${isDone ? 'review' : 'record'}`;
    case 'note':
      return `${evening}/${isDone ? 'review' : (NOTE_DESK[hit.sub] ?? 'prep')}`;
    case 'scene':
      return `${evening}/${isDone ? 'review' : 'prep'}`;
    case 'event':
      return `${evening}/log`;
    case 'chat':
      return `${evening}/play`;
    case 'chapter':
      return `${base}/chapters/${hit.recordId}`;
    case 'clock':
      return `${base}/clocks`;
    case 'goal':
      return `${base}/goals`;
    default:
      return `${base}/notebook`;
  }
};

/** The line that names a hit. */
export const hitTitle = (hit: SearchHit, { session, entity }: HitContext): string => {
  const evening = hit.sessionId ? session(hit.sessionId) : undefined;
  if (hit.title) return hit.title;
  if (hit.kind === 'log' && hit.entityId) return entity(hit.entityId)?.name ?? hit.label;
  return evening ? sessionName(evening) : hit.label;
};

/** Session, date and chapter, as far as there are any. */
export const hitWhere = (hit: SearchHit, { session, chapter }: HitContext): string => {
  const evening = hit.sessionId ? session(hit.sessionId) : undefined;
  return [
    evening ? `Session ${evening.shownNumber}${evening.title ? ` · ${evening.title}` : ''}` : '',
    evening?.date ?? '',
    hit.chapterId && hit.kind !== 'chapter' ? (chapter(hit.chapterId)?.title ?? '') : '',
  ]
    .filter(Boolean)
    .join(' · ');
};

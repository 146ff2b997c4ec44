// Where a search hit, or a passage cited in an answer, leads, and what it is called.
import { dayWords, sessionLabel, sessionTitle, type SearchHit } from '@emberkeep/domain';

type Place = Pick<SearchHit, 'kind' | 'sub' | 'recordId' | 'sessionId' | 'entityId'>;

/** The records that a hit refers to. */
export interface HitContext {
  base: string;
  session(id: string): { title: string; shownNumber: number; date: string; stage: string } | undefined;
  entity(id: string): { name: string } | undefined;
  chapter(id: string): { title: string } | undefined;
}

const NOTE_DESK: Readonly<Record<string, string>> = { prep: 'prep', play: 'play', actual: 'wrapup' };

/** The page that shows the record; what belongs to a completed session opens in its review. */
export const hitHref = (hit: Place, { base, session }: HitContext): string => {
  const page = hit.sessionId ? `${base}/sessions/${hit.sessionId}` : '';
  const isDone = hit.sessionId !== null && session(hit.sessionId)?.stage === 'completed';
  switch (hit.kind) {
    case 'entity':
      return `${base}/entities/${hit.recordId}`;
    case 'log':
      return `${base}/entities/${hit.entityId ?? hit.recordId}`;
    case 'session':
      return `${page}/${isDone ? 'review' : 'record'}`;
    case 'note':
      return `${page}/${isDone ? 'review' : (NOTE_DESK[hit.sub] ?? 'prep')}`;
    case 'scene':
      return `${page}/${isDone ? 'review' : 'prep'}`;
    case 'event':
      return `${page}/log`;
    case 'chat':
    case 'encounter':
      return `${page}/play`;
    case 'chapter':
      return `${base}/chapters/${hit.recordId}`;
    case 'clock':
      return `${base}/clocks`;
    case 'goal':
      return `${base}/goals`;
    case 'map':
      return `${base}/maps/${hit.recordId}${hit.sub && `?mark=${encodeURIComponent(hit.sub)}`}`;
    case 'handout':
      return `${base}/handouts`;
    case 'calendar':
      return `${base}/calendar?entry=${hit.recordId}`;
    case 'template':
      return `${base}/templates`;
    case 'table':
      return `${base}/tables`;
    default:
      return `${base}/notebook`;
  }
};

/** The title of a hit: its own, else that of the entity or session it belongs to. */
export const hitTitle = (hit: SearchHit, { session, entity }: HitContext): string => {
  const owner = hit.sessionId ? session(hit.sessionId) : undefined;
  if (hit.title) return hit.title;
  if (hit.kind === 'log' && hit.entityId) return entity(hit.entityId)?.name ?? hit.label;
  return owner ? sessionTitle(owner) : hit.label;
};

/** Session, date and chapter of a hit, as far as it has any. */
export const hitWhere = (hit: SearchHit, { session, chapter }: HitContext): string => {
  const owner = hit.sessionId ? session(hit.sessionId) : undefined;
  return [
    owner ? sessionLabel(owner) : '',
    dayWords(owner?.date ?? ''),
    hit.chapterId && hit.kind !== 'chapter' ? (chapter(hit.chapterId)?.title ?? '') : '',
  ]
    .filter(Boolean)
    .join(' · ');
};

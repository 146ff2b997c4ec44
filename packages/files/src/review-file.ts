// Owns an evening as one file for the players: a page that needs no network and no app. In: what the allow-list lets through
// (player-view.ts), and nothing else. Every word of a GM is escaped.
import { eventType, type PlayerSession } from '@emberkeep/domain';
import { escapeHtml as escaped, noteToHtml } from './note-to-html.ts';

const list = (items: readonly string[]): string =>
  items.length === 0 ? '' : `<ul>${items.map((i) => `<li>${escaped(i)}</li>`).join('')}</ul>`;
const section = (title: string, html: string): string =>
  html === '' ? '' : `<section><h2>${escaped(title)}</h2>${html}</section>`;

const STYLE =
  'body{font:17px/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1c1a17;background:#faf7f2}h1{line-height:1.2}h2{margin-top:2rem;border-bottom:1px solid #d8cfc2}small{color:#5d564c}@media(prefers-color-scheme:dark){body{color:#ece7df;background:#17181c}h2{border-color:#3a3c44}small{color:#a9a39a}}';

/** One self-contained HTML file. `campaign` and `currency` are the campaign's own words. */
export const writeReviewHtml = (campaign: string, session: PlayerSession, currency: string): string => {
  const name = session.title || `Session ${session.number}`;
  const hours = session.minutes === null ? '' : `${Math.floor(session.minutes / 60)} h ${session.minutes % 60} min`;
  const { stats } = session;
  const gained = [
    stats.xpEarned ? `${stats.xpEarned} XP` : '',
    stats.treasureGained ? `${stats.treasureGained} ${currency || 'gp'}` : '',
  ].filter(Boolean);
  const combats = session.combats.map((c) =>
    [
      c.name,
      c.rounds === null ? '' : `${c.rounds} rounds`,
      c.dealt || c.taken ? `${c.dealt} damage dealt, ${c.taken} taken` : '',
      c.outcome,
    ]
      .filter(Boolean)
      .join(' · '),
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(`${campaign}: ${name}`)}</title><style>${STYLE}</style></head><body>
<h1>${escaped(name)}</h1><p><small>${escaped([campaign, `Session ${session.number}`, session.date, hours, session.present.join(', ')].filter(Boolean).join(' · '))}</small></p>
${noteToHtml(session.recap, { heading: () => 3 })}
${section('Achieved', list(session.objectives))}${section('Combats', list(combats))}${section('Explored', list([...session.exploration.places, ...session.exploration.rooms]))}${section('Met', list(session.social.met))}${section('Said', list(session.social.quotes.map((q) => `“${q}”`)))}${section('Gained', list(gained))}${section('Goals', list(session.goals.map((g) => `${g.name}: ${g.status}${g.words ? `, ${g.words}` : ''}`)))}
${section('What happened', list(session.timeline.map((e) => `${eventType(e.type).label}: ${e.line}`)))}
</body></html>
`;
};

// One session for players as a self-contained HTML page that needs neither network nor app. It shows only what the
// player-view allow-list passes (player-view.ts in packages/domain), and escapes every word of it.
import { dayWords, eventType, type PlayerSession } from '@emberkeep/domain';
import { escapeHtml, noteToHtml } from './note-to-html.ts';

// Built without white space between rules: the file's bytes are a format.
const STYLE = [
  'body{font:17px/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;',
  'color:#1c1a17;background:#faf7f2}',
  'h1{line-height:1.2}',
  'h2{margin-top:2rem;border-bottom:1px solid #d8cfc2}',
  'small{color:#5d564c}',
  '@media(prefers-color-scheme:dark){',
  'body{color:#ece7df;background:#17181c}',
  'h2{border-color:#3a3c44}',
  'small{color:#a9a39a}',
  '}',
].join('');

const list = (items: readonly string[]): string =>
  items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;

const section = (title: string, html: string): string =>
  html === '' ? '' : `<section><h2>${escapeHtml(title)}</h2>${html}</section>`;

const joined = (parts: readonly (string | null)[]): string => parts.filter(Boolean).join(' · ');

const combatLine = ({ name, rounds, dealt, taken, outcome }: PlayerSession['combats'][number]): string =>
  joined([
    name,
    rounds === null ? '' : `${rounds} rounds`,
    dealt || taken ? `${dealt} damage dealt, ${taken} taken` : '',
    outcome,
  ]);

const goalLine = ({ name, status, words }: PlayerSession['goals'][number]): string =>
  `${name}: ${status}${words ? `, ${words}` : ''}`;

/** One self-contained HTML file. `campaign` is the campaign's name, `currency` its word for money. */
export const writeReviewHtml = (campaign: string, session: PlayerSession, currency: string): string => {
  const { stats, minutes } = session;
  const name = session.title || `Session ${session.number}`;
  const duration = minutes === null ? '' : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const gained = [
    stats.xpEarned ? `${stats.xpEarned} XP` : '',
    stats.treasureGained ? `${stats.treasureGained} ${currency || 'gp'}` : '',
  ].filter(Boolean);
  const facts = joined([
    campaign,
    `Session ${session.number}`,
    dayWords(session.date),
    duration,
    session.present.join(', '),
  ]);
  const head = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    `<title>${escapeHtml(`${campaign}: ${name}`)}</title>`,
    `<style>${STYLE}</style>`,
  ].join('');
  const sections = [
    section('Achieved', list(session.objectives)),
    section('Highlights', list(session.highlights)),
    section('Combats', list(session.combats.map(combatLine))),
    section('Explored', list([...session.exploration.places, ...session.exploration.rooms])),
    section('Met', list(session.social.met)),
    section('Quotes', list(session.social.quotes.map((quote) => `“${quote}”`))),
    section('Gained', list(gained)),
    section('Goals', list(session.goals.map(goalLine))),
  ].join('');
  const timeline = session.timeline.map((e) => `${eventType(e.type).label}: ${e.line}`);
  return `<!doctype html>
<html lang="en"><head>${head}</head><body>
<h1>${escapeHtml(name)}</h1><p><small>${escapeHtml(facts)}</small></p>
${noteToHtml(session.recap, { heading: () => 3 })}
${sections}
${section('What happened', list(timeline))}
</body></html>
`;
};

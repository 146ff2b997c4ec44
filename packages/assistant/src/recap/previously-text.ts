// Writes the "Previously on…" page as Markdown, in the template of its requirements (M-218 to M-229).
import type { Previously } from './previously.ts';

/** A section with its heading; nothing where it is empty. */
const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`### ${title}`, ...lines, ''];

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\n/g, ' ');

const characterLines = ({ character }: Previously): string[] => {
  if (!character) return [];
  const { name, reminder, state } = character;
  return [`**${name}**${reminder ? ` — ${reminder}` : ''}`, ...(state ? [`Current state: ${state}`] : [])];
};

/** Paragraphs with an empty line between them. */
const storyLines = ({ paragraphs }: Previously): string[] =>
  paragraphs.flatMap((paragraph, n) => [...(n > 0 ? [''] : []), paragraph.map((sentence) => sentence.text).join(' ')]);

const companionLines = ({ companions }: Previously): string[] =>
  companions.length === 0
    ? []
    : [
        '| Name | Status | Relationship |',
        '|------|--------|-------------|',
        ...companions.map(
          ({ name, status, relationship }) => `| ${cell(name)} | ${cell(status)} | ${cell(relationship)} |`,
        ),
      ];

/** The page as Markdown; it ends with the template's question. */
export const previouslyText = (page: Previously): string =>
  [
    `## ${page.heading}`,
    `**Session ${page.session}** | **${page.universe}**`,
    '',
    ...section('Your Character', characterLines(page)),
    ...section('Previously...', storyLines(page)),
    ...section('Your Companions', companionLines(page)),
    ...section(
      'World State',
      page.world.map(({ name, status }) => (status ? `- **${name}:** ${status}` : `- **${name}**`)),
    ),
    ...section(
      'Unresolved Threads',
      page.threads.map((thread) => `- ${thread.text}`),
    ),
    ...section('Where We Left Off', page.leftOff ? [page.leftOff] : []),
    ...(page.hook ? [page.hook, ''] : []),
    'Ready to continue?',
    '',
  ].join('\n');

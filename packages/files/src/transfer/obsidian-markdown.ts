// Owns what Obsidian adds to Markdown, turned into what a note of ours holds: links with headings and aliases, embeds, callouts,
// hidden comments. Code is left as it is. In: text. Out: text for markdownToNote, and what only a GM may read, apart.

export interface ObsidianText {
  text: string;
  /** Comments and callouts that are marked as the GM's. */
  secret: string;
  /** Pictures that are shown in it, in order, as they are named there. */
  pictures: string[];
  /** Links that named a place within a note: they lead to the note now. */
  headings: number;
  embeds: number;
}

const PICTURE = /\.(?:png|jpe?g|webp|gif|svg|avif|bmp)$/i;
const SECRET = /^(?:secret|gm|dm|gm-only|spoiler)$/i;

/** The name that a link should carry for a target of the file: what its note became, or the target's own last part. */
export type NameOfTarget = (target: string) => string;

const lastPart = (path: string): string => (path.split('/').at(-1) ?? path).replace(/\.md$/i, '').trim();

const clean = (words: string): string =>
  words
    .replace(/[[\]|\n]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/** Parts fenced code from the rest; every second part is code. */
const byFences = (body: string): string[] => {
  const parts: string[] = [''];
  let fence: string | null = null;
  for (const line of body.split('\n')) {
    const mark = /^ {0,3}(?:> ?)*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === null && mark) {
      fence = mark;
      parts.push('');
    }
    parts[parts.length - 1] += `${line}\n`;
    if (
      fence !== null &&
      parts.at(-1) !== `${line}\n` &&
      mark?.startsWith(fence) &&
      line.trim().replace(/^(?:> ?)*/, '') === mark
    ) {
      fence = null;
      parts.push('');
    }
  }
  return parts;
};

export const readObsidian = (body: string, nameOf: NameOfTarget): ObsidianText => {
  const out: ObsidianText = { text: '', secret: '', pictures: [], headings: 0, embeds: 0 };
  const secrets: string[] = [];
  const link = (whole: string, isEmbed: boolean, inside: string): string => {
    const [place = '', own] = inside.split(/\\?\|/, 2) as [string, string | undefined];
    const bar = inside.includes('\\|') ? '\\|' : '|';
    const [target = '', ...rest] = place.split('#') as [string, ...string[]];
    const heading = rest.filter((r) => !r.startsWith('^')).join(' > ');
    if (isEmbed && PICTURE.test(target)) {
      out.pictures.push(target);
      return `(picture: ${clean(lastPart(target))})`;
    }
    if (isEmbed) out.embeds += 1;
    if (rest.length > 0) out.headings += 1;
    // A place within the note itself leads nowhere else.
    if (target.trim() === '') return clean(own ?? heading) || whole;
    const name = clean(nameOf(target));
    if (name === '') return clean(own ?? '') || whole;
    const shown = clean(own ?? (heading ? `${name} > ${heading}` : ''));
    return shown && shown !== name ? `[[${name}${bar}${shown}]]` : `[[${name}]]`;
  };
  const words = (text: string): string =>
    text
      .replace(/(!?)\[\[([^[\]\n]{1,400})\]\]/g, (whole, bang: string, inside: string) =>
        link(whole, bang === '!', inside),
      )
      .replace(
        /(!?)\[([^[\]\n]{0,300})\]\((?:<([^<>\n]{1,400})>|([^()\s]{1,400}))(?:\s+"[^"\n]*")?\)/g,
        (whole, bang: string, label: string, angled: string | undefined, bare: string | undefined) => {
          const target = decoded(angled ?? bare ?? '');
          if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return whole;
          if (bang === '!') {
            if (!PICTURE.test(target)) return whole;
            out.pictures.push(target);
            return `(picture: ${clean(label || lastPart(target))})`;
          }
          return /\.md(?:#.*)?$/i.test(target) ? link(whole, false, `${target}|${label}`) : whole;
        },
      );

  byFences(body.replace(/\r\n?/g, '\n')).forEach((part, i) => {
    if (i % 2 === 1) return void (out.text += part);
    const open = part.replace(/%%([\s\S]*?)%%/g, (_, comment: string) => {
      if (comment.trim()) secrets.push(words(comment.trim()));
      return '';
    });
    const lines: string[] = [];
    let isSecret = false;
    for (const line of open.split('\n')) {
      const head = /^(\s*(?:> ?)+)\[!([\w-]+)(?:\|[^\]]*)?\][+-]?[ \t]*(.*)$/.exec(line);
      if (head) {
        isSecret = SECRET.test(head[2]!);
        const title = head[3]!.trim() || head[2]!.charAt(0).toUpperCase() + head[2]!.slice(1).toLowerCase();
        (isSecret ? secrets : lines).push(
          isSecret ? `**${words(title)}**\n` : `${head[1]}**${words(title)}**`,
          ...(isSecret ? [] : [head[1]!.trimEnd()]),
        );
      } else if (isSecret && /^\s*>/.test(line)) secrets.push(words(line.replace(/^\s*> ?/, '')));
      else {
        isSecret = false;
        lines.push(words(line));
      }
    }
    out.text += lines.join('\n');
  });
  out.secret = secrets.join('\n');
  return out;
};

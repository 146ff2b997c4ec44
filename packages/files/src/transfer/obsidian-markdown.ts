// Turns what Obsidian adds to Markdown into what our notes hold: links with headings and aliases, embeds, callouts.
// Code stays as it is. What is the GM's is split off (vault-secrets.ts).
import { findWikiLinks, LINK_CHARACTER, pictureAddress, writeWikiLink } from '@emberkeep/domain';
import { cutAddresses } from './vault-addresses.ts';
import { outsideSpans, splitFences } from './markdown-code.ts';
import { calloutTitle, splitSecrets, type SecretForm } from './vault-secrets.ts';
import { withoutReferences } from './vault-references.ts';

export interface ObsidianText {
  text: string;
  /** Comments, secret callouts and whatever else may be the GM's. */
  secret: string;
  /** In which forms that was written; `names` are those of pictures and files. */
  forms: ReadonlySet<SecretForm | 'names'>;
  /** Embedded pictures in order, as they are named in the text. */
  pictures: string[];
  /** Links to a block of a note, or to a heading that is too long; they lead to the note now. */
  headings: number;
  /** Embedded notes, which are links now. */
  embeds: number;
}

/** Gives the hash by which a note names an embedded picture; empty where it stays as its name. */
export type PictureOfTarget = (target: string) => string;

/** What is read, and how the part in hand is written. */
type Rewriting = ObsidianText & { hidesPictures: boolean; pictureOf: PictureOfTarget };

/**
 * Gives the name of the note that a link's target leads to; the target's last part if there is no such note. Where a
 * heading of it has become a note of its own, with the headings within that.
 */
export type NameOfTarget = (
  target: string,
  headings: readonly string[],
) => string | { name: string; headings: readonly string[] };

const PICTURE = /\.(?:png|jpe?g|webp|gif|svg|avif|bmp)$/i;
/** `[[target#heading|shown]]`, and as an embed with a `!` in front. */
const WIKI_LINK = new RegExp(String.raw`(!?)\[\[(?!\[)((?:${LINK_CHARACTER}|\|){1,400})\]\]`, 'g');
/** `[label](target "title")`, with the target in angle brackets if it has spaces. */
const MARKDOWN_LINK = /(!?)\[([^[\]\n]{0,300})\]\((?:<([^<>\n]{1,400})>|([^()\s]{1,400}))(?:\s+"[^"\n]*")?\)/g;
const URL_SCHEME = /^[a-z][a-z0-9+.-]*:/i;
/** `> [!type|options]- Title`. */
const CALLOUT = /^(\s*(?:> ?)+)\[!([\w-]+)(?:\|[^\]]*)?\][+-]?[ \t]*(.*)$/;

const lastPart = (path: string): string => (path.split('/').at(-1) ?? path).replace(/\.md$/i, '').trim();

/** Text that may stand inside a wiki link. */
const clean = (text: string): string =>
  text
    .replace(/[[\]|\n]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a literal percent sign
  }
};

/** Names that cameras and programs give, which say nothing. */
const UNNAMED = /^(?:pasted image|screenshot|image|img|dsc|photo)?[\s\d_.-]*$/i;
/** What Obsidian takes for the size of a picture. */
const SIZE = /^\d+(?:x\d+)?$/;

const captionOf = (target: string, label: string): string => {
  const name = lastPart(target).replace(PICTURE, '');
  return clean(label && !SIZE.test(label.trim()) ? label : UNNAMED.test(name) ? '' : name);
};

/** The name of a picture may tell what players do not see in it. */
const pictureText = (target: string, label: string, { hidesPictures, pictureOf }: Rewriting): string => {
  if (hidesPictures) return '(picture)';
  const file = pictureOf(target);
  if (file) return `![${captionOf(target, label)}](${pictureAddress(file)})`;
  return `(picture: ${clean(label && !SIZE.test(label.trim()) ? label : lastPart(target))})`;
};

/** Rewrites one link; notes in `out` what could not be kept. `inside`: the text between the brackets. */
const rewriteLink = (whole: string, isEmbed: boolean, inside: string, nameOf: NameOfTarget, out: Rewriting) => {
  const [place = '', label] = inside.split(/\\?\|/, 2) as [string, string | undefined];
  // In a table the bar is escaped, and must stay so.
  const bar = inside.includes('\\|') ? '\\|' : '|';
  const [target = '', ...anchors] = place.split('#') as [string, ...string[]];
  const named = anchors.filter((anchor) => !anchor.startsWith('^')).map(clean);
  if (isEmbed && PICTURE.test(target)) {
    out.pictures.push(target);
    return pictureText(target, label ?? '', out);
  }
  if (isEmbed) out.embeds += 1;
  const isWithin = target.trim() === '';
  const found = isWithin && named.length === 0 ? '' : nameOf(target, named);
  const { name: foundName, headings } = typeof found === 'string' ? { name: found, headings: named } : found;
  const heading = headings.join(' > ');
  // A link within the same note has no note to lead to, unless a part of it has become one.
  if (isWithin && typeof found === 'string') return clean(label ?? heading) || whole;
  const name = clean(foundName);
  if (name === '') return clean(label ?? '') || whole;
  const shown = clean(label ?? (heading ? `${name} > ${heading}` : ''));
  const link = writeWikiLink(name, shown, headings.at(-1) ?? '');
  if (anchors.length > 0 && !findWikiLinks(link)[0]?.heading) out.headings += 1;
  return link.replace('|', bar);
};

/** Rewrites the links outside of inline code. */
const rewriteLinks = (text: string, nameOf: NameOfTarget, out: Rewriting): string =>
  outsideSpans(text, (words) => rewriteLinksOf(words, nameOf, out));

const rewriteLinksOf = (text: string, nameOf: NameOfTarget, out: Rewriting): string =>
  text
    .replace(WIKI_LINK, (whole, bang: string, inside: string) => rewriteLink(whole, bang === '!', inside, nameOf, out))
    .replace(
      MARKDOWN_LINK,
      (whole, bang: string, label: string, angled: string | undefined, bare: string | undefined) => {
        const target = decoded(angled ?? bare ?? '');
        if (URL_SCHEME.test(target)) return whole;
        if (bang === '!') {
          if (!PICTURE.test(target)) return whole;
          out.pictures.push(target);
          return pictureText(target, label, out);
        }
        return /\.md(?:#.*)?$/i.test(target) ? rewriteLink(whole, false, `${target}|${label}`, nameOf, out) : whole;
      },
    );

/** Callouts become quotes with a bold title. */
const formatCallouts = (text: string, rewrite: (text: string) => string): string =>
  text
    .split('\n')
    .flatMap((line) => {
      const callout = CALLOUT.exec(line);
      if (!callout) return [rewrite(line)];
      const [, quote = '', type = '', title = ''] = callout;
      return [`${quote}**${rewrite(calloutTitle(type, title))}**`, quote.trimEnd()];
    })
    .join('\n');

const listed = (label: string, names: readonly string[]): string =>
  names.length > 0 ? `${label}: ${names.join(', ')}` : '';

/** As code, so that it is read as it was written. */
const asCode = (text: string): string => `\`${text.replaceAll('`', "'")}\``;

/** `forPlayers`: the text has no names of pictures and no addresses of files; they are in the secret part. */
export const readObsidian = (
  body: string,
  nameOf: NameOfTarget,
  forPlayers = false,
  pictureOf: PictureOfTarget = () => '',
): ObsidianText => {
  const out: Rewriting = {
    text: '',
    secret: '',
    forms: new Set(),
    pictures: [],
    headings: 0,
    embeds: 0,
    hidesPictures: forPlayers,
    pictureOf,
  };
  const format = (text: string): string =>
    splitFences(text)
      .map((part, i) => (i % 2 === 1 ? part : formatCallouts(part, (words) => rewriteLinks(words, nameOf, out))))
      .join('');
  const { open, secrets, forms } = splitSecrets(withoutReferences(body.replace(/\r\n?/g, '\n')), forPlayers);
  const formatted = format(open);
  const { open: text, addresses } = forPlayers ? cutAddresses(formatted) : { open: formatted, addresses: [] };
  const hidden = forPlayers
    ? [listed('Pictures', out.pictures.map(clean)), listed('Addresses', addresses.map(asCode))].filter(
        (line) => line !== '',
      )
    : [];
  out.hidesPictures = false;
  out.secret = [format(secrets.join('\n\n')), ...hidden].filter(Boolean).join('\n\n');
  const { secret, pictures, headings, embeds } = out;
  return {
    text,
    secret,
    forms: hidden.length > 0 ? new Set([...forms, 'names' as const]) : forms,
    pictures,
    headings,
    embeds,
  };
};

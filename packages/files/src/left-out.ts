// What a page has that a note cannot hold, counted for the GM.
import type { Element, Root } from 'hast';
import { plural, type NoteNode } from '@emberkeep/domain';
import { isElement, property } from './hast-elements.ts';
import { isEmoji } from './hast-to-note.ts';

export interface LeftOut {
  pictures: number;
  /** Videos, sounds and pages within the page. */
  media: number;
}

/** A text as a note, and what is not in it. */
export interface ReadText {
  nodes: NoteNode[];
  leftOut: LeftOut;
}

export const NOTHING_LEFT_OUT: LeftOut = { pictures: 0, media: 0 };

const PICTURES = new Set(['svg', 'canvas', 'v:imagedata']);
const MEDIA = new Set(['video', 'audio', 'iframe', 'object', 'embed']);

/** A picture of one point is how pages count their readers. */
const isSeen = (element: Element): boolean => property(element, 'width') !== '1' && !isEmoji(element);

/** Counts in a tree. What is within a picture or a video is a part of it. Iterative: the markup may be deep. */
export const leftOutOf = (tree: Root): LeftOut => {
  const leftOut = { ...NOTHING_LEFT_OUT };
  const open: (Root | Element)[] = [tree];
  for (let node = open.pop(); node; node = open.pop())
    for (const child of node.children) {
      if (!isElement(child)) continue;
      if (child.tagName === 'img') leftOut.pictures += isSeen(child) ? 1 : 0;
      else if (PICTURES.has(child.tagName)) leftOut.pictures += 1;
      else if (MEDIA.has(child.tagName)) leftOut.media += 1;
      else open.push(child);
    }
  return leftOut;
};

/** As a sentence for the GM; empty where nothing was left out. */
export const leftOutSentence = ({ pictures, media }: LeftOut): string => {
  const parts = [
    ...(pictures > 0 ? [plural(pictures, 'picture')] : []),
    ...(media > 0 ? [plural(media, 'video or embed', 'videos or embeds')] : []),
  ];
  if (parts.length === 0) return '';
  // A page names its pictures by addresses, which no note fetches.
  const advice = pictures > 0 ? ' To add a picture, save it and choose it in the note.' : '';
  return `Left out: ${parts.join(' and ')}.${advice}`;
};

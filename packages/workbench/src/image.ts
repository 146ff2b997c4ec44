// What the container image holds, computed from the Containerfile and .dockerignore: for machines where no container
// tool runs.
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { ROOT } from './run.ts';

export const CONTAINERFILE = join(ROOT, 'sync-server', 'deploy', 'Containerfile');

export interface Copy {
  /** The stage that it copies from; null for the build's context. */
  from: string | null;
  sources: string[];
  /** Ends with a slash or is `.` where it is a folder. */
  to: string;
}

export interface ImageStage {
  name: string | null;
  workdir: string;
  copies: Copy[];
}

const parseCopy = (words: readonly string[]): Copy => {
  const options = words.filter((word) => word.startsWith('--'));
  const paths = words.filter((word) => !word.startsWith('--'));
  const from = options.find((option) => option.startsWith('--from='))?.slice('--from='.length) ?? null;
  return { from, sources: paths.slice(0, -1), to: paths.at(-1) ?? '' };
};

/** The stages of a Containerfile, with what each copies. Throws at ADD, which would bring files in unseen. */
export const stagesOf = (containerfile: string): ImageStage[] => {
  const stages: ImageStage[] = [];
  for (const line of containerfile.split('\n')) {
    const [instruction = '', ...words] = line.trim().split(/\s+/);
    const stage = stages.at(-1);
    if (instruction === 'FROM')
      stages.push({ name: words[1] === 'AS' ? (words[2] ?? null) : null, workdir: '/', copies: [] });
    else if (instruction === 'WORKDIR' && stage) stage.workdir = posix.resolve(stage.workdir, words[0] ?? '');
    else if (instruction === 'COPY') stage?.copies.push(parseCopy(words));
    else if (instruction === 'ADD') throw new Error('ADD is not understood here: use COPY.');
  }
  return stages;
};

/** A pattern of .dockerignore as a regular expression over paths from the context's root. */
const patternOf = (pattern: string): RegExp => {
  const source = pattern
    .replace(/^\/|\/$/g, '')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/|\*\*|\*|\?/g, (token) => ({ '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' })[token]!);
  return new RegExp(`^${source}(?:/|$)`);
};

/** Whether the context leaves a path out. Throws at exceptions (`!`), which would need the order of lines. */
export const ignoredBy = (ignoreFile: string): ((path: string) => boolean) => {
  const lines = ignoreFile.split('\n').map((line) => line.trim());
  const patterns = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (patterns.some((pattern) => pattern.startsWith('!'))) throw new Error('Exceptions are not understood here.');
  const expressions = patterns.map(patternOf);
  return (path) => expressions.some((expression) => expression.test(path));
};

/** The files below a folder that are not left out, as paths from it with slashes. */
export const filesBelow = (folder: string, isIgnored: (path: string) => boolean = () => false): string[] => {
  const visit = (path: string): string[] =>
    readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
      const child = path === '' ? entry.name : `${path}/${entry.name}`;
      if (isIgnored(child)) return [];
      return entry.isDirectory() ? visit(child) : [child];
    });
  return visit('');
};

export interface ImageFile {
  /** In the image. */
  path: string;
  /** In the checkout. */
  source: string;
  bytes: number;
}

const filesOfCopy = ({ sources, to }: Copy, stage: ImageStage, builder: ImageStage, root: string): ImageFile[] =>
  sources.flatMap((source) => {
    const there = join(root, posix.relative(builder.workdir, source));
    const target = posix.resolve(stage.workdir, to);
    const file = (path: string, from: string): ImageFile => ({ path, source: from, bytes: statSync(from).size });
    if (statSync(there).isDirectory())
      return filesBelow(there).map((name) => file(`${target}/${name}`, join(there, name)));
    const isIntoFolder = to.endsWith('/') || to === '.';
    return [file(isIntoFolder ? `${target}/${basename(there)}` : target, there)];
  });

/**
 * The files that the last stage copies, as a built checkout has them: what the image holds beside its base. Throws if
 * the last stage copies from anywhere but a stage of this file, or something that the checkout lacks.
 */
export const imageFiles = (root: string, containerfile: string): ImageFile[] => {
  const stages = stagesOf(containerfile);
  const last = stages.at(-1);
  if (!last) throw new Error('The Containerfile has no stage.');
  return last.copies.flatMap((copy) => {
    const builder = stages.find(({ name }) => name !== null && name === copy.from);
    if (!builder) throw new Error(`The image copies ${copy.sources.join(', ')} from outside of its stages.`);
    return filesOfCopy(copy, last, builder, root);
  });
};

/** The folders of the image, with their sizes in bytes, down to a depth. */
export const sizesByFolder = (files: readonly ImageFile[], depth: number): Map<string, number> => {
  const sizes = new Map<string, number>();
  for (const { path, bytes } of files) {
    const folder = dirname(path)
      .split('/')
      .slice(0, depth + 1)
      .join('/');
    sizes.set(folder, (sizes.get(folder) ?? 0) + bytes);
  }
  return sizes;
};

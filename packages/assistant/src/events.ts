// The patterns of events under the path that src/recap imports; new code imports from `vocabulary/event-verbs.ts`.
export { LASTING, WEIGHTY } from './vocabulary/event-verbs.ts';

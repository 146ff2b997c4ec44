// A sentence of the "Previously on…" page with the records it comes from.

export interface SentenceSource {
  kind: 'summary' | 'notes' | 'log' | 'event' | 'decision' | 'goal' | 'clock' | 'consequence' | 'hook' | 'campaign';
  id: string;
  /** The words that the sentence is based on. */
  quote: string;
}

export interface SourcedSentence {
  text: string;
  sources: readonly SentenceSource[];
}

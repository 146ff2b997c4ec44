// Benchmarks by name: open, typing, campaign, play, chat, note, analysis, search, index, import, relay, memory, soak.
const [name] = process.argv.slice(2);
const benches: Record<string, () => Promise<void>> = {
  open: async () => (await import('../src/bench-open.ts')).benchOpen(),
  campaign: async () => (await import('../src/bench-campaign.ts')).benchCampaign(),
  analysis: async () => (await import('../src/bench-analysis.ts')).benchAnalysis(),
  index: async () => (await import('../src/bench-index.ts')).benchIndex(),
  import: async () => (await import('../src/bench-import.ts')).benchImport(),
  relay: async () => (await import('../src/bench-relay.ts')).benchRelay(),
  memory: async () => (await import('../src/bench-memory.ts')).benchMemory(),
  soak: async () => (await import('../src/bench-soak.ts')).benchSoak(),
  search: async () => (await import('../src/bench-search.ts')).benchSearch(),
  play: async () => (await import('../src/bench-play.ts')).benchPlay(),
  chat: async () => (await import('../src/bench-chat.ts')).benchChat(),
  note: async () => (await import('../src/bench-note.ts')).benchNote(),
  typing: async () => (await import('../src/bench-typing.ts')).benchTyping(),
};
const bench = Object.hasOwn(benches, name ?? '') ? benches[name ?? ''] : undefined;
if (!bench) {
  console.error(`Which benchmark? One of: ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
await bench();
process.exit(0);

export {};

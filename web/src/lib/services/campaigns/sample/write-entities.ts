// Writes the sample's world: its entities, their relationships, the players and the factions' stats.
import { PLAYER } from '@emberkeep/domain';
import { SAMPLE_FACTIONS, SAMPLE_PLAYERS, type SampleCampaign } from '@emberkeep/domain/testing';
import { createEntity, createRelationship, editEntity, stepReputation } from '@emberkeep/store';
import { must, type SampleWriter } from './sample-writer.ts';

export const writeEntities = (writer: SampleWriter, { entities, relationships }: SampleCampaign): void => {
  const { docs } = writer;
  for (const { name, type, aliases, description, gmNotes } of entities) {
    const id = must(createEntity(docs, { name, entityType: type, aliases: aliases ?? [] }));
    writer.addEntity(name, id);
    writer.fill(docs.ledger, id, 'description', description);
    if (gmNotes) writer.fill(docs.ledger, id, 'gm_notes', gmNotes);
  }
  for (const { from, to, type, tone } of relationships) {
    const ends = { fromId: writer.entityId(from), toId: writer.entityId(to) };
    must(createRelationship(docs, { ...ends, relationType: type, tone }));
  }
};

/** A player and the character that they play. */
export interface SamplePlayer {
  name: string;
  playerId: string;
  characterId: string;
}

export const writePlayers = (writer: SampleWriter): SamplePlayer[] =>
  SAMPLE_PLAYERS.map(({ name, plays }) => {
    const playerId = writer.create(PLAYER, { name });
    const characterId = writer.entityId(plays);
    must(editEntity(writer.docs, characterId, { playerId }));
    return { name, playerId, characterId };
  });

export const writeFactions = (writer: SampleWriter): void => {
  for (const { name, type, reputation, ...fields } of SAMPLE_FACTIONS) {
    const id = writer.entityId(name);
    must(editEntity(writer.docs, id, { factionType: type, ...fields }));
    must(stepReputation(writer.docs, id, reputation, 'How it began'));
  }
};

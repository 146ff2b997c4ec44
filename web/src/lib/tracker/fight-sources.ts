// What may join a fight: the campaign's people and creatures, and those of its game system's open rules documents.
import {
  compareNames,
  creatureNamed,
  nameKey,
  ofSeveral,
  readCreatures,
  type CreatureSource,
  type Entity,
  type TypedCreatures,
} from '@emberkeep/domain';
import { creaturesOf, statBlockKey } from '@emberkeep/domain/creatures';

type Fighter = Pick<
  Entity,
  'name' | 'aliases' | 'entityType' | 'isCompanion' | 'attributes' | 'systemData' | 'hp' | 'hpMax'
> & { readonly id: string };

const FIGHTING_TYPES: ReadonlySet<string> = new Set(['npc', 'pc', 'creature']);

export const canFight = ({ entityType }: Pick<Entity, 'entityType'>): boolean => FIGHTING_TYPES.has(entityType);

/** Hit points of an entity as they are now; one that never had any has its most. */
export const sourceOfEntity = (entity: Fighter, count = 1): CreatureSource => ({
  name: entity.name,
  count,
  entityId: entity.id,
  side: entity.entityType === 'pc' || entity.isCompanion ? 'party' : 'foes',
  isPlayed: entity.entityType === 'pc',
  values: { ...entity.systemData, ...entity.attributes },
  ...(entity.hp.steps.length > 0 ? { hp: entity.hp.value } : {}),
  hpMax: entity.hpMax,
});

export class FightSources {
  readonly #known = new Map<string, (count: number) => CreatureSource>();
  /** For the suggestions of a field. */
  readonly names: readonly string[];

  constructor(entities: readonly Fighter[], systemId: string) {
    const names = new Set<string>();
    for (const { role, fields } of creaturesOf(systemId)) {
      names.add(role);
      const statBlock = statBlockKey(systemId, role);
      this.#known.set(nameKey(role), (count) => ({ name: role, count, statBlock, side: 'foes', values: fields }));
    }
    // The campaign's own come before those of the rules; of two with one name, the one that has it as its name.
    const fighters = entities.filter(canFight);
    for (const key of ['aliases', 'name'] as const)
      for (const entity of fighters)
        for (const name of [entity[key]].flat())
          this.#known.set(nameKey(name), (count) => sourceOfEntity(entity, count));
    for (const { name } of fighters) names.add(name);
    this.names = [...names].sort(compareNames);
  }

  /** The creatures of a typed line: "3 goblins, Vex". What nothing known is called has no values. */
  read(text: string): CreatureSource[] {
    return readCreatures(text, (name) => this.#known.has(nameKey(name))).map((typed) => this.#sourceOf(typed));
  }

  #sourceOf(typed: TypedCreatures): CreatureSource {
    const known = creatureNamed(this.#known, typed.name);
    return known?.(typed.count) ?? { name: ofSeveral(typed), count: typed.count, side: 'foes', values: {} };
  }
}

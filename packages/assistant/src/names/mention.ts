/** A stretch of the text that names an entity. */
export interface Mention {
  start: number;
  end: number;
  /** The id of a known entity, or the name of a new one. */
  key: string;
  isKnown: boolean;
}

/** A mention with the name and type of its entity. */
export interface NamedEntity extends Mention {
  name: string;
  /** An entity type, or `party` for the player characters as a group. */
  type: string;
}

// Templates: what a new session, scene or entity begins with. Each field of what it makes is a key of its own, so two GMs
// may change a template while apart.
import { entries, hidden, line, openChoice, paragraph } from './fields.ts';
import { ENTITY_TYPES, entityTypeLabel } from './entity.ts';
import { byOrder } from './order.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';
import { SCENE_TYPES, type SceneType } from './scene.ts';
import { isPlainObject, textOr } from './values.ts';

/** What a template makes: a session, a scene, or an entity of a type, which may be one of the GM's own. */
export const TEMPLATE_TARGETS = ['session', 'scene', ...ENTITY_TYPES] as const;

export const TEMPLATE = defineRecord({
  kind: 'template',
  root: 'templates',
  home: 'ledger',
  label: 'Template',
  plural: 'Templates',
  title: 'name',
  fields: {
    name: line('gm', 'Name'),
    about: paragraph('gm', 'About'),
    makes: openChoice('gm', 'Template for', TEMPLATE_TARGETS, 'npc', {
      optionLabels: {
        session: 'Session',
        scene: 'Scene',
        ...Object.fromEntries(ENTITY_TYPES.map((type) => [type, entityTypeLabel(type)])),
      },
    }),
    /** By the names of fields of what it makes, as a form gives them: lists as texts, counters as their value. */
    values: entries('gm', 'Fields', { input: 'hidden' }),
    /** Of a template for sessions: its scenes. Read them with `templateScenes`. */
    scenes: entries('gm', 'Scenes', { input: 'hidden' }),
    order: hidden('gm', 'Order', 'V'),
  },
  texts: {
    prep_notes: { label: 'Prep notes', audience: 'gm', placeholder: 'What the prep notes begin with…' },
    description: { label: 'Description', audience: 'gm', placeholder: 'What the description begins with…' },
    gm_notes: { label: 'GM notes', audience: 'gm', placeholder: 'What the GM notes begin with…' },
  },
});
export type Template = RecordOf<typeof TEMPLATE>;

/** The texts of a template that what it makes has too. */
export const templateTexts = ({ makes }: Pick<Template, 'makes'>): readonly string[] =>
  makes === 'session' ? ['prep_notes'] : ['description', 'gm_notes'];

export interface TemplateScene {
  title: string;
  sceneType: SceneType;
  objective: string;
  brief: string;
  order: string;
}

/** The scenes of a template in their order. Malformed ones from a peer are left out. */
export const templateScenes = (template: Pick<Template, 'scenes'>): (TemplateScene & { id: string })[] =>
  Object.entries(template.scenes)
    .flatMap(([id, value]) => {
      if (!isPlainObject(value) || textOr(value['title'], '').trim() === '') return [];
      const text = (name: string): string => textOr(value[name], '');
      const sceneType = SCENE_TYPES.find((type) => type === value['sceneType']) ?? 'other';
      const [title, objective, brief] = [text('title'), text('objective'), text('brief')];
      return [{ id, title, sceneType, objective, brief, order: text('order') || 'V' }];
    })
    .sort(byOrder);

// Words that a person reads are in web/messages, not in components and services: there they are translated, and tests
// find each of them. This finds literal text of markup and strings that read like words: two words, or a capital and
// small letters.

/** Attributes that a person reads or hears. Of a component, any attribute may be one. */
const READ_ATTRIBUTES = /^(?:aria-(?:label|description|roledescription|valuetext)|title|placeholder|alt|label)$/;
/** Attributes of components that are no words. */
const CODE_ATTRIBUTES = /^(?:class|style|id|href|name|type|kind|path|accept|role|on[a-z]+|data-.*)$/;
const LETTERS = /\p{L}{2,}/u;
/** "2 links", "Save", "Save…"; not `click`, `scene-id`, `NotFound`, `/a/b` or `M 0 0 L 1 1`. */
const looksLikeWords = (text) =>
  !/^[./#<@]|^\w+:|[{}=]|--|=>/.test(text.trim()) &&
  (/\p{L}{2,}[,:;]? +[“(]?\p{L}+/u.test(text) || /^\s*\p{Lu}\p{Ll}+[.…!?:]?\s*$/u.test(text));

/** " left": a word between the values of a template. */
const WORD_APART = /(?:^|[^\p{L}\w.-]) ?\p{L}{2,}[.…]?(?: |$)/u;

/** Calls whose arguments nobody reads on a screen. */
const UNREAD_CALLS =
  /^(?:Error|TypeError|RegExp|Intl|Map|Set|error|warn|info|log|debug|querySelector|querySelectorAll|closest|matchMedia|matches|getAttribute|setAttribute|addEventListener|removeEventListener|dispatchEvent|CustomEvent|Event|includes|startsWith|endsWith|test|replace|replaceAll|split|has|get|set|delete|createElement|locks|request|channel|BroadcastChannel|setProperty|chain|DOMException|err|fetch|keepScroll|focusIn)$/;

/** Properties whose values are no words. */
const UNREAD_KEYS = /^(?:type|key|kind|code|event|class|rel|range|sql|authorization)$/;

const calleeName = ({ callee }) => (callee?.type === 'MemberExpression' ? callee.property.name : callee?.name) ?? '';

/** Where a string is code: a type, an import, a key, a tag that is compared, an argument that nobody reads. */
const isCode = (node) => {
  const { parent } = node;
  if (!parent) return false;
  switch (parent.type) {
    case 'ImportDeclaration':
    case 'ImportExpression':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'TSLiteralType':
    case 'TSEnumMember':
    case 'SwitchCase':
    case 'TaggedTemplateExpression':
      return true;
    case 'BinaryExpression':
      return parent.operator !== '+';
    case 'VariableDeclarator':
      return UNREAD_KEYS.test(parent.id.name ?? '');
    case 'MemberExpression':
      return parent.computed && parent.property === node;
    case 'Property':
      return (parent.key === node && !parent.computed) || UNREAD_KEYS.test(parent.key.name ?? '');
    case 'CallExpression':
    case 'NewExpression':
      return parent.arguments.includes(node) && UNREAD_CALLS.test(calleeName(parent));
    case 'ArrayExpression':
      return (
        isCode(parent) || (parent.parent.type === 'MemberExpression' && parent.parent.property.name === 'includes')
      );
    case 'ConditionalExpression':
    case 'LogicalExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'SpreadElement':
    case 'TemplateLiteral':
      return parent.test !== node && isCode(parent);
    default:
      return false;
  }
};

/** Whether the value of a node is put as it is into text of markup, a read attribute or a template of words. */
const isShown = (node) => {
  const { parent } = node;
  switch (parent?.type) {
    case 'ConditionalExpression':
      return parent.test !== node && isShown(parent);
    case 'LogicalExpression':
    case 'BinaryExpression':
      return (parent.type === 'LogicalExpression' || parent.operator === '+') && isShown(parent);
    case 'TemplateLiteral':
      return parent.quasis.some(({ value }) => / /.test(value.raw)) && !/^\//.test(parent.quasis[0].value.raw);
    case 'SvelteMustacheTag':
      return (
        parent.parent.type !== 'SvelteStyleDirective' &&
        (parent.parent.type !== 'SvelteAttribute' || READ_ATTRIBUTES.test(parent.parent.key.name))
      );
    default:
      return false;
  }
};

/** @type {import('eslint').Rule.RuleModule} */
export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      words: '“{{text}}” is outside the catalogue: put it into web/messages/en.json and use it as a message.',
    },
  },
  create(context) {
    if (/\.test\.ts$/.test(context.filename)) return {};
    const report = (node, text) =>
      context.report({ node, messageId: 'words', data: { text: text.replace(/\s+/g, ' ').trim() } });
    const isUnread = (attribute) => {
      const name = attribute.key.name;
      const isComponent = attribute.parent.parent?.kind === 'component';
      return isComponent ? CODE_ATTRIBUTES.test(name) : !READ_ATTRIBUTES.test(name);
    };
    const inUnreadAttribute = (node) => {
      for (let each = node.parent; each; each = each.parent) {
        if (each.type === 'SvelteAttribute') return isUnread(each);
        if (/Function|Snippet/.test(each.type)) return false;
      }
      return false;
    };
    const checkString = (node, text) => {
      if (!LETTERS.test(text) || isCode(node) || inUnreadAttribute(node)) return;
      if (looksLikeWords(text) || isShown(node)) report(node, text);
    };
    return {
      SvelteText: (node) => {
        const { parent } = node;
        const isUnread = /^Svelte(?:Style|Script)Element$/.test(parent.type) || parent.name?.name === 'code';
        if (LETTERS.test(node.value) && !isUnread) report(node, node.value);
      },
      SvelteLiteral: (node) => {
        const attribute = node.parent;
        if (attribute.type !== 'SvelteAttribute' || isUnread(attribute) || !LETTERS.test(node.value)) return;
        if (READ_ATTRIBUTES.test(attribute.key.name) || looksLikeWords(node.value)) report(node, node.value);
      },
      Literal: (node) => {
        if (typeof node.value === 'string') checkString(node, node.value);
      },
      TemplateLiteral: (node) => {
        const pieces = node.quasis.map(({ value }) => value.cooked);
        const isPath = /^[./#]|^\w+:\S|[={}]{2}|--/.test(pieces.join(''));
        const hasWords = pieces.some((piece) => looksLikeWords(piece) || WORD_APART.test(piece));
        const isRead = (hasWords && / /.test(pieces.join(''))) || (isShown(node) && LETTERS.test(pieces.join('')));
        if (isRead && !isPath && !isCode(node) && !inUnreadAttribute(node)) report(node, pieces.join(' … '));
      },
    };
  },
};

// A swallowed error and a cast through `unknown` switch off a check, so a comment says why that is right: on the line
// itself, or above the statement, property or class member it is in.

const ENCLOSING = /(?:Statement|Declaration|^Property|Definition)$/;

/** Nothing is done with the error: `() => undefined`, `() => null`, `() => {}`. */
const isIgnored = (handler) => {
  if (handler?.type !== 'ArrowFunctionExpression' || handler.params.length > 0) return false;
  const { body } = handler;
  if (body.type === 'BlockStatement') return body.body.length === 0;
  return (body.type === 'Identifier' && body.name === 'undefined') || (body.type === 'Literal' && body.value === null);
};

/** The statement, property or class member around a node; the whole function where the statement is all of its body. */
const enclosing = (node) => {
  let found = node;
  while (found.parent && !ENCLOSING.test(found.type)) found = found.parent;
  const { parent } = found;
  if (parent?.type === 'BlockStatement' && parent.body.length === 1 && /Function/.test(parent.parent.type))
    return enclosing(parent.parent);
  return /^Export/.test(parent?.type ?? '') ? parent : found;
};

/** @type {import('eslint').Rule.RuleModule} */
export default {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      error: 'An error is swallowed here: say in a comment why nothing is lost, or handle it.',
      cast: 'A cast through `unknown` switches the types off: say in a comment why it is right, or give the value a type.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    const hasReason = (node) => {
      const from = enclosing(node).loc.start.line - 1;
      const to = node.loc.end.line;
      return sourceCode.getAllComments().some(({ loc }) => loc.end.line >= from && loc.start.line <= to);
    };
    const check = (node, messageId) => {
      if (!hasReason(node)) context.report({ node, messageId });
    };
    return {
      'CallExpression[callee.property.name="catch"]': (node) => {
        if (isIgnored(node.arguments[0])) check(node, 'error');
      },
      'TSAsExpression > TSAsExpression > TSUnknownKeyword': (node) => check(node.parent.parent, 'cast'),
    };
  },
};

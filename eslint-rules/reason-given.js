// A swallowed error and a cast through `unknown` switch off a check, so a comment says why that is right: beside it, right
// above it, or above the statement, property or class member it is in.

const ENCLOSING = /(?:Statement|Declaration|^Property|Definition)$/;

/** A value that is the same whatever the error was: `null`, `false`, `''`, `[]`, `{}`, `new Map()`. */
const isConstant = (node) => {
  switch (node?.type) {
    case undefined:
    case 'Literal':
      return true;
    case 'Identifier':
      return node.name === 'undefined';
    case 'UnaryExpression':
      return isConstant(node.argument);
    case 'TemplateLiteral':
      return node.expressions.length === 0;
    case 'ArrayExpression':
      return node.elements.length === 0;
    case 'ObjectExpression':
      return node.properties.length === 0;
    case 'NewExpression':
      return node.arguments.length === 0;
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return isConstant(node.expression);
    default:
      return false;
  }
};

/** A block that does nothing, or gives a constant. */
const isIdle = ({ body }) =>
  body.length === 0 ||
  (body.length === 1 &&
    (/^(?:Continue|Break)Statement$/.test(body[0].type) ||
      (body[0].type === 'ReturnStatement' && isConstant(body[0].argument))));

/** A handler that does nothing with the error: `() => undefined`, `() => []`, `() => {}`. */
const isIgnored = (handler) => {
  if (!/^(?:ArrowFunction|Function)Expression$/.test(handler?.type ?? '') || handler.params.length > 0) return false;
  return handler.body.type === 'BlockStatement' ? isIdle(handler.body) : isConstant(handler.body);
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
    const hasComment = (from, to) =>
      sourceCode.getAllComments().some(({ loc }) => loc.end.line >= from && loc.start.line <= to);
    /** `node` is what switches the check off, `around` what it belongs to. */
    const check = (node, messageId, around = node) => {
      const above = enclosing(around).loc.start.line - 1;
      if (hasComment(above, above) || hasComment(node.loc.start.line - 1, node.loc.end.line)) return;
      context.report({ node, messageId });
    };
    const checkHandler = (handler, call) => {
      if (isIgnored(handler)) check(handler, 'error', call);
    };
    return {
      'CallExpression[callee.property.name="catch"]': (call) => checkHandler(call.arguments[0], call),
      'CallExpression[callee.property.name="then"]': (call) => checkHandler(call.arguments[1], call),
      CatchClause: (clause) => {
        if (!clause.param && isIdle(clause.body)) check(clause, 'error', clause.parent);
      },
      'TSAsExpression > TSAsExpression > TSUnknownKeyword': (node) => check(node.parent.parent, 'cast'),
    };
  },
};

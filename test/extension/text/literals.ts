import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** A text in a source file: a string, a template, or strings added to each other. */
export interface Literal {
  readonly file: string;
  readonly line: number;
  /** With `{{0}}`, `{{1}}` where something is put in. */
  readonly text: string;
  /** Where it stands: between tags, in an attribute of that name, in `new Error(…)`, or elsewhere. */
  readonly place: 'jsx' | `@${string}` | 'error' | 'code';
}

/** TypeScript files below a folder, with their paths from there. */
export function sourceFiles(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules') return [];
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(inside).map((file) => path.join(entry.name, file));
    return /\.tsx?$/.test(entry.name) ? [entry.name] : [];
  });
}

/** Every literal of a file but import paths and types. */
export function literalsOf(folder: string, file: string): Literal[] {
  const source = ts.createSourceFile(
    file,
    fs.readFileSync(path.join(folder, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: Literal[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isLiteralTypeNode(node)) return;
    const text = ts.isJsxText(node) ? node.text.trim() : textOf(node);
    if (text !== undefined) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({ file, line, text, place: placeOf(node) });
    }
    if (text !== undefined && ts.isBinaryExpression(node)) return; // its parts are in it
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => `{{}}${literal.text}`).join('');
  }
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [textOf(node.left), textOf(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}

function placeOf(node: ts.Node): Literal['place'] {
  if (ts.isJsxText(node)) return 'jsx';
  for (let at = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isJsxAttribute(parent)) return `@${parent.name.getText()}`;
    if (ts.isNewExpression(parent) && parent.expression.getText() === 'Error') return 'error';
    if (ts.isJsxExpression(parent) && !ts.isJsxAttribute(parent.parent)) return 'jsx';
    const compared = ts.isBinaryExpression(parent) && /^[!=]==$/.test(parent.operatorToken.getText());
    if (compared || ts.isCallExpression(parent) || ts.isBlock(parent)) return 'code';
  }
  return 'code';
}

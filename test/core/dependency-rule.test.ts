/** The dependency rule on the whole import graph: modes -> extension -> src; cli -> src; the core knows no host. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const PACKAGES: Readonly<Record<string, string>> = {
  '@lacuna/core': 'src',
  '@lacuna/extension': 'extension',
  '@lacuna/mode-review': 'modes/review',
  '@lacuna/viewer': 'viewer',
  '@lacuna/cli': 'cli',
};

function sourceFiles(folder: string): string[] {
  const absolute = path.join(ROOT, folder);
  if (!fs.existsSync(absolute)) return [];
  return fs
    .readdirSync(absolute, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/(^|\/)(node_modules|dist)\//.test(file))
    .map((file) => path.posix.join(folder, file));
}

/** What a file imports, statically or dynamically; repository files as paths from the root, others as written. */
function importsOf(file: string, text = fs.readFileSync(path.join(ROOT, file), 'utf8')): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => {
    if (fileName.startsWith('.'))
      return path.posix.normalize(path.posix.join(path.posix.dirname(file), fileName));
    const owner = Object.keys(PACKAGES).find((name) => fileName === name || fileName.startsWith(`${name}/`));
    return owner ? path.posix.join(PACKAGES[owner]!, fileName.slice(owner.length)) : fileName;
  });
}

interface Rule {
  name: string;
  applies(file: string): boolean;
  forbids: RegExp;
}
const under = (folder: string) => (file: string) => file.startsWith(`${folder}/`);
const RULES: Rule[] = [
  {
    name: 'src depends on nothing outside',
    applies: under('src'),
    forbids: /^(extension|modes|viewer|cli|test|scripts)\//,
  },
  {
    name: 'src knows no host',
    applies: under('src'),
    forbids: /^(@ohif\/|@cornerstonejs\/|react(-dom)?(\/|$)|node:)/,
  },
  {
    name: 'src uses no Node built-in by its bare name',
    applies: under('src'),
    forbids: /^(fs|path|os|url|util|crypto|child_process|worker_threads|buffer|stream)(\/|$)/,
  },
  {
    name: 'onnxruntime lives in the session files',
    applies: (f) => under('src')(f) && !/^src\/inference\/session-[\w-]+\.ts$/.test(f),
    forbids: /^onnxruntime-/,
  },
  { name: 'dcmjs lives in src/dicom', applies: (f) => !under('src/dicom')(f), forbids: /^dcmjs$/ },
  {
    name: 'the numbers know no runtime',
    applies: (f) => /^src\/(imaging|latent|pixel|anomaly)\//.test(f),
    forbids: /^src\/(inference|dicom)\//,
  },
  {
    name: 'inference and DICOM do not know each other',
    applies: under('src/inference'),
    forbids: /^src\/dicom\//,
  },
  { name: 'extension depends on src only', applies: under('extension'), forbids: /^(modes|viewer|cli)\// },
  { name: 'modes compose extensions', applies: under('modes'), forbids: /^(src|viewer|cli)\// },
  { name: 'cli depends on src only', applies: under('cli'), forbids: /^(extension|modes|viewer)\// },
  {
    name: 'the DICOM verifier shares nothing with the writers',
    applies: (f) => /^src\/dicom\/[^/]*verif/.test(f),
    forbids: /writer|^dcmjs$/,
  },
];

const violations = (file: string, imports: readonly string[]) =>
  RULES.filter((rule) => rule.applies(file)).flatMap((rule) =>
    imports
      .filter((target) => rule.forbids.test(target))
      .map((target) => `${file} imports ${target}: ${rule.name}`),
  );

/** The first cycle found by depth-first search, as a path, or null. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | null {
  const state = new Map<string, 'open' | 'done'>();
  const visit = (file: string, trail: string[]): string[] | null => {
    if (state.get(file) === 'done') return null;
    if (state.get(file) === 'open') return [...trail.slice(trail.indexOf(file)), file];
    state.set(file, 'open');
    for (const target of graph.get(file) ?? []) {
      const cycle = graph.has(target) ? visit(target, [...trail, file]) : null;
      if (cycle) return cycle;
    }
    state.set(file, 'done');
    return null;
  };
  for (const file of graph.keys()) {
    const cycle = visit(file, []);
    if (cycle) return cycle;
  }
  return null;
}

const files = ['src', 'extension', 'modes', 'cli', 'viewer'].flatMap(sourceFiles);
const graph = new Map(files.map((file) => [file, importsOf(file)]));

describe('the import graph', () => {
  test('was read', () => {
    expect(files.length).toBeGreaterThan(30);
    expect(graph.get('src/inference/engine.ts')).toContain('src/inference/prepared-series.ts');
  });

  test('keeps the dependency rule', () => {
    expect(files.flatMap((file) => violations(file, graph.get(file)!))).toEqual([]);
  });

  test('has no cycles', () => {
    expect(findCycle(graph)).toBeNull();
  });
});

describe('the check itself', () => {
  test.each([
    ['src/imaging/x.ts', `import { a } from '@cornerstonejs/core';`],
    ['src/imaging/x.ts', `import fs from 'node:fs';`],
    ['src/imaging/x.ts', `export { a } from '../inference/engine.ts';`],
    ['src/inference/engine.ts', `const ort = await import('onnxruntime-web');`],
    ['src/anomaly/x.ts', `import type { A } from '@lacuna/extension/src/a.ts';`],
    ['extension/src/x.ts', `import dcmjs from 'dcmjs';`],
    ['modes/review/src/x.ts', `import { a } from '@lacuna/core/errors.ts';`],
    ['cli/src/x.ts', `import { a } from '../../extension/src/a.ts';`],
  ])('%s may not hold %s', (file, text) => {
    expect(violations(file, importsOf(file, text))).toHaveLength(1);
  });

  test('finds a cycle', () => {
    const cyclic = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ]);
    expect(findCycle(cyclic)).toEqual(['b', 'c', 'b']);
  });
});

import { parseArgs } from 'node:util';
import { METHOD_IDS, type MethodId } from '@lacuna/core/inference/detector.ts';

export const USAGE = `npm run bench -- [options]
  --backend cpu|wasm|webgpu|all   back-ends to measure (default all; webgpu without a graphics device takes tiny weights)
  --browser                       also in Chromium, through the worker of the viewer
  --method NAME                   ${METHOD_IDS.join(' or ')} (default both); may be given twice
  --slices 24,155,512             lengths of the series, the first one in all rounds
  --threads N                     of every engine (default: processors, at most 4)
  --rounds N                      engines alternate so often; the median counts (default 3)
  --weights FOLDER                bundle (default: the one in models/weights)
  --no-torch                      without PyTorch (it needs Python: LACUNA_PYTHON)
  --quick                         one short round
  --json FILE                     everything measured, as JSON
  --history FILE                  adds one line for this run to a JSON-lines file
  --markdown FILE                 writes the page from --json and --history instead of measuring`;

export type Backend = 'cpu' | 'wasm' | 'webgpu';
const BACKENDS: readonly Backend[] = ['cpu', 'wasm', 'webgpu'];

export interface Options {
  backends: readonly Backend[];
  browser: boolean;
  methods: readonly MethodId[];
  slices: readonly number[];
  threads: number;
  rounds: number;
  weights?: string;
  torch: boolean;
  quick: boolean;
  json?: string;
  history?: string;
  markdown?: string;
}

/** @throws Error naming the option that cannot be used */
export function readOptions(args: readonly string[], processors: number): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      backend: { type: 'string', default: 'all' },
      browser: { type: 'boolean', default: false },
      method: { type: 'string', multiple: true, default: [...METHOD_IDS] },
      slices: { type: 'string' },
      threads: { type: 'string' },
      rounds: { type: 'string' },
      weights: { type: 'string' },
      'no-torch': { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      history: { type: 'string' },
      markdown: { type: 'string' },
    },
  });
  const { quick, weights, json, history, markdown } = values;
  const whole = (name: string, text: string): number => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < 1)
      throw new Error(`--${name} takes whole numbers from 1, not ${text}.`);
    return number;
  };
  const backends = BACKENDS.filter((id) => values.backend === 'all' || values.backend === id);
  if (!backends.length)
    throw new Error(`--backend takes ${BACKENDS.join(', ')} or all, not ${values.backend}.`);
  const methods = METHOD_IDS.filter((id) => values.method.includes(id));
  if (methods.length !== new Set(values.method).size)
    throw new Error(`--method takes ${METHOD_IDS.join(' or ')}.`);
  const slices = (values.slices ?? (quick ? '2' : '24,155,512'))
    .split(',')
    .map((text) => whole('slices', text));
  return {
    backends,
    browser: values.browser,
    methods,
    slices,
    threads: whole('threads', values.threads ?? String(Math.min(processors, 4))),
    rounds: whole('rounds', values.rounds ?? (quick ? '1' : '3')),
    ...(weights && { weights }),
    torch: !values['no-torch'],
    quick,
    ...(json && { json }),
    ...(history && { history }),
    ...(markdown && { markdown }),
  };
}

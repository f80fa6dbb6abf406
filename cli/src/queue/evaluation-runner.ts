import fs from 'node:fs/promises';
import path from 'node:path';
import { LacunaError } from '@lacuna/core/errors.ts';
import { Engine } from '@lacuna/core/inference/engine.ts';
import { openNodeSessions } from '@lacuna/core/inference/session-ort-node.ts';
import { isWebRoot, parseWebPlace } from '../dicomweb/address.ts';
import { sendCredentialsTo } from '../dicomweb/credentials.ts';
import type { CaseResult } from '../evaluate/case-types.ts';
import { evaluateCase } from '../evaluate/evaluate-case.ts';
import { settingsHash } from '../evaluate/settings-hash.ts';
import { folderWeights } from '../folder-weights.ts';
import { LACUNA_VERSION } from '../version.ts';
import {
  type CaseReference,
  casePaths,
  type EvaluationTerms,
  readReference,
  readTerms,
} from './evaluation-terms.ts';
import { type CaseRunner, UnfitWorkerError } from './worker.ts';

export interface RunnerOptions {
  weights: string;
  backend: 'auto' | 'cpu' | 'wasm';
  threads: number;
  /** Where the data set lies on this machine, if not where it lies on the coordinator's. */
  data: string | undefined;
}

/** Evaluates the cases of a queue; the weights are verified by their hashes before it exists. */
export class EvaluationRunner implements CaseRunner {
  readonly software = LACUNA_VERSION;

  private constructor(
    private readonly options: RunnerOptions,
    private engine: Engine,
    /** SHA-256 of the calibration file that the engine has. */
    private calibration: string | undefined,
  ) {}

  /** @throws LacunaError `weights-*`, `backend-unavailable`, `cancelled` */
  static async open(options: RunnerOptions, signal: AbortSignal): Promise<EvaluationRunner> {
    const { data } = options;
    // an address that comes with a job gets no credentials: whoever fills the queue could name any
    if (data !== undefined && isWebRoot(data)) sendCredentialsTo(parseWebPlace(data).root);
    return new EvaluationRunner(options, await openEngine(options, null, signal), undefined);
  }

  get weightsId(): string {
    return this.engine.manifest.id;
  }

  get weightsSha256(): string {
    return this.engine.weightsSha256;
  }

  get backend(): string {
    return this.engine.backend.detail;
  }

  async run(job: Parameters<CaseRunner['run']>[0]): Promise<CaseResult> {
    const terms = readTerms(job.settings);
    const reference = readReference(job.reference);
    const { input, settings } = reference;
    const engine = await this.engineFor(terms, reference, job.signal);
    const place = this.options.data ?? job.dataRoot;
    const root = input.image.kind === 'dicomweb' ? webRoot(place) : await dataFolder(place);
    for (const relative of input.image.kind === 'dicomweb' ? [] : casePaths(input))
      await fs.access(path.join(root, ...relative.split('/'))).catch((cause: unknown) => {
        throw new LacunaError('store-failed', `${relative} is not in the data folder.`, undefined, { cause });
      });
    return evaluateCase(input, engine, settings, { root, extras: terms.extras, signal: job.signal });
  }

  async dispose(): Promise<void> {
    await this.engine.dispose();
  }

  /** @throws UnfitWorkerError when results would not be the coordinator's */
  private async engineFor(
    terms: EvaluationTerms,
    { settings, settingsHash: expected }: CaseReference,
    signal: AbortSignal,
  ): Promise<Engine> {
    if (terms.calibration?.sha256 !== this.calibration) {
      const engine = await openEngine(this.options, terms.calibration, signal);
      await this.engine.dispose();
      this.engine = engine;
      this.calibration = terms.calibration?.sha256;
    }
    if (settingsHash(this.engine, settings) === expected) return this.engine;
    throw new UnfitWorkerError(
      'backend-unavailable',
      `This worker computes on ${this.engine.backend.id}, or with other thresholds, than the run does: results would not be the same. Start it with the run's --backend and weights.`,
    );
  }
}

async function openEngine(
  { weights, backend, threads }: RunnerOptions,
  calibration: EvaluationTerms['calibration'],
  signal: AbortSignal,
): Promise<Engine> {
  const sessions = await openNodeSessions({ backend, threads });
  return Engine.open(sessions, folderWeights(weights), { signal, calibration: calibration ?? undefined });
}

function webRoot(place: string): string {
  if (isWebRoot(place)) return parseWebPlace(place).root;
  throw new UnfitWorkerError(
    'invalid-argument',
    'The cases are behind DICOMweb. Start the worker without --data, or with the address of that server as seen from here.',
  );
}

async function dataFolder(folder: string): Promise<string> {
  const isFolder = await fs.stat(folder).then(
    (stat) => stat.isDirectory(),
    () => false,
  );
  if (isFolder) return folder;
  throw new UnfitWorkerError(
    'invalid-argument',
    `The data set's folder ${folder} is not on this machine. Say with --data where it is.`,
  );
}

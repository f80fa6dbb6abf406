import { LacunaError } from '../errors.ts';

/** @throws always LacunaError `weights-invalid`, naming the field */
export function invalidManifest(path: string, rule: string): never {
  throw new LacunaError(
    'weights-invalid',
    `The description of the weights is not valid: ${path} ${rule}. Install the weights again.`,
    { path, rule },
  );
}

/** Reads the fields of one JSON object and refuses, with its path, whatever is not as promised. */
export class Fields {
  private readonly object: Readonly<Record<string, unknown>>;

  constructor(
    json: unknown,
    readonly path: string,
  ) {
    if (typeof json !== 'object' || json === null || Array.isArray(json))
      invalidManifest(path, 'must be an object');
    this.object = json as Record<string, unknown>;
  }

  private at(name: string): string {
    return `${this.path}.${name}`;
  }

  raw(name: string): unknown {
    return Object.hasOwn(this.object, name) ? this.object[name] : undefined;
  }

  fields(name: string): Fields {
    return new Fields(this.raw(name), this.at(name));
  }

  /** An object for people to read, passed on as it is; {} when absent. */
  remarks(name: string): Readonly<Record<string, unknown>> {
    return this.raw(name) === undefined ? {} : this.fields(name).object;
  }

  string(name: string, pattern = /^[^]{1,500}$/, rule = 'must be a text'): string {
    const value = this.raw(name);
    return typeof value === 'string' && pattern.test(value) ? value : invalidManifest(this.at(name), rule);
  }

  /** A finite number within [min, max]. */
  number(name: string, min: number, max: number): number {
    const value = this.raw(name);
    if (typeof value === 'number' && value >= min && value <= max) return value;
    return invalidManifest(this.at(name), `must be a number from ${min} to ${max}`);
  }

  integer(name: string, min: number, max: number): number {
    const value = this.number(name, min, max);
    return Number.isInteger(value) ? value : invalidManifest(this.at(name), 'must be a whole number');
  }

  boolean(name: string): boolean {
    const value = this.raw(name);
    return typeof value === 'boolean' ? value : invalidManifest(this.at(name), 'must be true or false');
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T {
    const found = choices.find((choice) => choice === this.raw(name));
    return found ?? invalidManifest(this.at(name), `must be one of ${choices.join(', ')}`);
  }

  list(name: string): readonly unknown[] {
    const value = this.raw(name);
    return Array.isArray(value) ? value : invalidManifest(this.at(name), 'must be a list');
  }
}

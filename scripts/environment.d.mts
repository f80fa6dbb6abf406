export function findBrowser(): string | undefined;
export function findPython(...modules: string[]): string | undefined;
export function dataFolder(): string | undefined;
export function missingTools(): string[];

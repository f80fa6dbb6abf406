export * from './manifest-types.ts';

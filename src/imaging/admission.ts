export type { Admission, SliceHeader } from './admission-types.ts';

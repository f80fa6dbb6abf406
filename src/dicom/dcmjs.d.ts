/** The little of dcmjs that encoding needs; the package has no types of its own. */
declare module 'dcmjs' {
  export type NaturalDataset = { [keyword: string]: unknown };
  interface TagValue {
    vr: string;
    Value: unknown;
  }
  interface Dcmjs {
    data: {
      DicomDict: new (meta: Readonly<Record<string, TagValue>>) => {
        dict: Readonly<Record<string, TagValue>>;
        write(options?: { allowInvalidVRLength?: boolean }): ArrayBuffer;
      };
      DicomMetaDictionary: {
        denaturalizeDataset(dataset: NaturalDataset): Readonly<Record<string, TagValue>>;
      };
      Colors: { rgb2DICOMLAB(rgb: readonly number[]): number[] };
    };
  }
  const dcmjs: Dcmjs;
  export default dcmjs;
}

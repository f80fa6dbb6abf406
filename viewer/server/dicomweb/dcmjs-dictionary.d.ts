/** The data dictionary of dcmjs, a table without code; dcmjs ships no types. */
declare module 'dcmjs/dictionary' {
  const dictionary: Readonly<Record<string, { readonly vr: string; readonly name: string }>>;
  export default dictionary;
}

/** A segmentation that can be run again, as the panel lists it. */
export interface OwnObject {
  readonly id: string;
  readonly title: string;
}

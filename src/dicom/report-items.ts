import type { NaturalDataset } from 'dcmjs';
import type { Code } from './codes.ts';
import { decimalString } from './decimal-string.ts';

/** How a content item stands to the one that holds it. */
export type Relationship = 'CONTAINS' | 'HAS OBS CONTEXT' | 'HAS CONCEPT MOD';

/** A content item of a structured report, by DICOM keyword. */
export type ContentItem = NaturalDataset;

const item = (
  relationship: Relationship,
  valueType: string,
  name: Code,
  value: NaturalDataset,
  content: readonly ContentItem[] = [],
): ContentItem => ({
  RelationshipType: relationship,
  ValueType: valueType,
  ConceptNameCodeSequence: [name],
  ...value,
  ...(content.length ? { ContentSequence: content } : {}),
});

/**
 * The root of a report: a container that stands in no relationship to anything above it.
 * @param template number of the DCMR template that the container follows
 */
export const rootContainer = (
  name: Code,
  content: readonly ContentItem[],
  template?: string,
): ContentItem => ({
  ValueType: 'CONTAINER',
  ConceptNameCodeSequence: [name],
  ContinuityOfContent: 'SEPARATE',
  ...(template
    ? { ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: template }] }
    : {}),
  ContentSequence: content,
});

export const container = (
  relationship: Relationship,
  name: Code,
  content: readonly ContentItem[],
  template?: string,
): ContentItem => ({ RelationshipType: relationship, ...rootContainer(name, content, template) });

export const code = (
  relationship: Relationship,
  name: Code,
  value: Code,
  content: readonly ContentItem[] = [],
): ContentItem => item(relationship, 'CODE', name, { ConceptCodeSequence: [value] }, content);

/** Text is cleaned by the caller. */
export const text = (relationship: Relationship, name: Code, value: string): ContentItem =>
  item(relationship, 'TEXT', name, { TextValue: value });

export const uidReference = (relationship: Relationship, name: Code, uid: string): ContentItem =>
  item(relationship, 'UIDREF', name, { UID: uid });

/** The value as decimal text and, because 16 characters may cut it, as a double. */
export const measurement = (
  name: Code,
  value: number,
  units: Code,
  content: readonly ContentItem[] = [],
): ContentItem =>
  item(
    'CONTAINS',
    'NUM',
    name,
    {
      MeasuredValueSequence: [
        {
          NumericValue: decimalString(value),
          FloatingPointValue: value,
          MeasurementUnitsCodeSequence: [units],
        },
      ],
    },
    content,
  );

export interface ImageReference {
  readonly sopClassUID: string;
  readonly sopInstanceUID: string;
  readonly segmentNumber?: number;
}

/** A library lists images without a concept name. */
export const image = (
  { sopClassUID, sopInstanceUID, segmentNumber }: ImageReference,
  name?: Code,
): ContentItem => ({
  RelationshipType: 'CONTAINS',
  ValueType: 'IMAGE',
  ...(name ? { ConceptNameCodeSequence: [name] } : {}),
  ReferencedSOPSequence: [
    {
      ReferencedSOPClassUID: sopClassUID,
      ReferencedSOPInstanceUID: sopInstanceUID,
      ...(segmentNumber === undefined ? {} : { ReferencedSegmentNumber: segmentNumber }),
    },
  ],
});

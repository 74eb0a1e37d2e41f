import type { ContentType, Width } from "./media.contract";

/** A part of an object's bytes. */
export interface ByteRange {
  offset: number;
  length: number;
}

/** An object of the bucket, without its bytes. */
export interface StoredPicture {
  /** A strong entity tag of the bytes. */
  etag: string;
  bytes: number;
  contentType: string;
  /** The width of an original; undefined for a resized copy. */
  width: number | undefined;
}
export interface OpenedPicture extends StoredPicture {
  body: ReadableStream;
}

export interface NewPicture {
  contentType: ContentType;
  width: number;
}

/**
 * The bucket of pictures: originals by their key, and resized copies by key and width. Every method throws a
 * DependencyError if the bucket does not answer.
 */
export interface Bucket {
  head(name: string): Promise<StoredPicture | undefined>;
  open(name: string, range?: ByteRange): Promise<OpenedPicture | undefined>;
  /** Stores an object in place of an earlier one of the name. */
  put(name: string, value: ArrayBuffer | Uint8Array, picture: Partial<NewPicture>): Promise<void>;
  delete(names: readonly string[]): Promise<void>;
  /** Resolves if the bucket answers. */
  ping(): Promise<void>;
}

/**
 * Makes a picture narrower, in its own format.
 * @returns undefined if the platform cannot resize this picture
 */
export type Resize = (
  original: ReadableStream,
  to: { contentType: string; width: Width },
) => Promise<ArrayBuffer | undefined>;

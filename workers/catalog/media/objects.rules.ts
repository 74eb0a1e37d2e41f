import { WIDTHS, type Width } from "./media.contract";

/** A key: the id of the media and the extension of its format. */
const KEY = /^med_[0-9a-z]{8,40}\.(png|jpg|gif|webp|avif)$/;

export const isKey = (text: string) => KEY.test(text);

export const keyOf = (id: string, extension: string) => `${id}.${extension}`;

/** The path at which the gateway serves a picture. */
export const pathOf = (key: string) => `/media/${key}`;

/** Returns the name of a picture's object, or of its copy in a width. */
export const objectName = (key: string, width?: Width) =>
  width === undefined ? key : `${key}/${width}`;

/** Returns the names of all objects that a picture may have. */
export const objectNames = (key: string) => [
  objectName(key),
  ...WIDTHS.map((width) => objectName(key, width)),
];

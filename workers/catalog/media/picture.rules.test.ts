import { describe, expect, test } from "bun:test";
import { CONTENT_TYPES, type ContentType } from "./media.contract";
import { pictureOf } from "./picture.rules";
import {
  ANIMATED_GIF,
  hostileAvif,
  LOSSLESS_WEBP,
  PICTURES,
  png,
  pngThatClaims,
  turnedJpeg,
  turnedPng,
} from "./pictures.testing";

const sizeOf = (bytes: Uint8Array, type: ContentType) => {
  const read = pictureOf(bytes, type);
  return read.ok ? [read.value.width, read.value.height] : read.refusal.code;
};
const textBytes = (text: string) => new TextEncoder().encode(text);

describe("sizes", () => {
  test.each(CONTENT_TYPES)("reads the size of %s", (type) => {
    expect(pictureOf(PICTURES[type], type)).toMatchObject({
      ok: true,
      value: { contentType: type, width: 4, height: 3 },
    });
  });

  test("reads the size of an animation and of a lossless WebP", () => {
    expect(sizeOf(ANIMATED_GIF, "image/gif")).toEqual([4, 3]);
    expect(sizeOf(LOSSLESS_WEBP, "image/webp")).toEqual([4, 3]);
  });

  test.each([
    [1, [4, 3]],
    [3, [4, 3]],
    [5, [3, 4]],
    [6, [3, 4]],
    [8, [3, 4]],
    [9, [4, 3]],
  ])("turns the size when EXIF states the orientation %d", (orientation, size) => {
    expect(sizeOf(turnedJpeg(orientation), "image/jpeg")).toEqual(size);
    expect(sizeOf(turnedJpeg(orientation, "MM"), "image/jpeg")).toEqual(size);
    expect(sizeOf(turnedPng(orientation), "image/png")).toEqual(size);
  });

  test("accepts what cameras append after the end of a JPEG", () => {
    const bytes = new Uint8Array([...PICTURES["image/jpeg"], ...textBytes("trailer")]);
    expect(sizeOf(bytes, "image/jpeg")).toEqual([4, 3]);
  });
});

describe("refusals", () => {
  test.each([
    ["an SVG", '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ["HTML", "<!doctype html><script>alert(1)</script>"],
    ["a PDF", "%PDF-1.7"],
    ["text that begins like no picture", "GIF8"],
  ])("refuses %s under the name of a picture", (_, text) => {
    for (const type of CONTENT_TYPES) expect(sizeOf(textBytes(text), type)).toBe("not_a_picture");
  });

  test("refuses a picture when the stated type is another one", () => {
    for (const real of CONTENT_TYPES)
      for (const stated of CONTENT_TYPES)
        if (real !== stated) expect(sizeOf(PICTURES[real], stated)).toBe("type_mismatch");
  });

  test.each(CONTENT_TYPES)("refuses %s when it is cut off anywhere", (type) => {
    const whole = PICTURES[type];
    const accepted = Array.from({ length: whole.length - 1 }, (_, cut) =>
      whole.subarray(0, cut + 1),
    )
      .filter((part) => Array.isArray(sizeOf(part, type)))
      .map(({ length }) => length);
    expect(accepted).toEqual([]);
  });

  test("refuses an empty file", () => {
    expect(sizeOf(new Uint8Array(), "image/png")).toBe("empty");
  });

  test("refuses a picture with a side of zero", () => {
    expect(sizeOf(pngThatClaims(0, 3), "image/png")).toBe("unreadable");
  });

  test.each([
    [12_001, 1],
    [1, 12_001],
    [8001, 8001],
    [4_294_967_295, 4_294_967_295],
  ])("refuses a file that would be decoded to %d by %d pixels", (width, height) => {
    expect(sizeOf(pngThatClaims(width, height), "image/png")).toBe("too_many_pixels");
  });

  test("accepts the largest allowed pictures", () => {
    expect(sizeOf(pngThatClaims(12_000, 5333), "image/png")).toEqual([12_000, 5333]);
    expect(sizeOf(pngThatClaims(8000, 8000), "image/png")).toEqual([8000, 8000]);
  });

  test("refuses a hostile description without reading all of it", () => {
    expect(sizeOf(hostileAvif(3_000_000), "image/avif")).toBe("unreadable");
    expect(sizeOf(hostileAvif(1000), "image/avif")).toBe("unreadable");
  });

  test("never throws when bytes of a picture are replaced", () => {
    let seed = 1;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed;
    };
    for (const type of CONTENT_TYPES) {
      for (let nth = 0; nth < 3000; nth += 1) {
        const bytes = PICTURES[type].slice();
        for (let n = 0; n < 4; n += 1) bytes[random() % bytes.length] = random() % 256;
        expect(() => pictureOf(bytes, type)).not.toThrow();
      }
    }
  });

  test("reads a file of many empty parts in bounded steps", () => {
    const segments = new Uint8Array(10_000_000).fill(0xff);
    segments.set([0xff, 0xd8, 0xff]);
    expect(sizeOf(segments, "image/jpeg")).toBe("incomplete");
    const chunks = png(4, 3, { more: new Uint8Array(9_000_000) });
    expect(sizeOf(chunks, "image/png")).toBe("incomplete");
  });
});

import { crc32, deflateSync } from "node:zlib";

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.fromBase64(text);

const joined = (...parts: readonly (Uint8Array | string | readonly number[])[]) => {
  const bytes = parts.map((part) =>
    typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part as Uint8Array),
  );
  return new Uint8Array(Buffer.concat(bytes));
};

const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** Pictures of four by three pixels, as libvips writes them. */
export const PICTURES = {
  "image/png": fromBase64(
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAEElEQVQImWM4IWcDRww4OQAP2g2ZCJrF5QAAAABJRU5ErkJggg==",
  ),
  "image/jpeg": fromBase64(
    "/9j/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wAARCAADAAQDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAb/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAABQf/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCEAHq+/9k=",
  ),
  "image/webp": fromBase64(
    "UklGRjgAAABXRUJQVlA4ICwAAACQAQCdASoEAAMAAUAmJaACdLoAA5gA/vD6K67xaUa/+8Z//cZ//cZ/7uAAAA==",
  ),
  "image/avif": fromBase64(
    "AAAAHGZ0eXBhdmlmAAAAAG1pZjFhdmlmbWlhZgAAANZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAAA+gABAAAAAAAAACMAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABhdjAxAAAAAA5waXRtAAAAAAABAAAAVmlwcnAAAAA4aXBjbwAAAAxhdjFDgSACAAAAABRpc3BlAAAAAAAAAAQAAAADAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAgMAAAArbWRhdBIACgg4BHmkBDQaQDIVGUJjBMAANAAAkEDJHGFI6X5wTKnx",
  ),
  "image/gif": fromBase64("R0lGODlhBAADAIAAAExpccgePCH5BAUAAAAALAAAAAAEAAMAAAIDjI9WADs="),
} as const;

export const ANIMATED_GIF = fromBase64(
  "R0lGODlhBAADAIAAAExpcQAAACH5BAUAAAAALAAAAAAEAAMAAAIDjI9WACH5BAUAAAAALAAAAAAEAAMAgExpcVBQUAIDjI9WACH5BAUAAAAALAAAAAAEAAMAgExpcaCgoAIDjI9WADs=",
);
export const LOSSLESS_WEBP = fromBase64("UklGRh4AAABXRUJQVlA4TBEAAAAvA4AAAAdQjyKXp/+BiOh/AAA=");

/** Returns EXIF data with one field, in one of the two byte orders. */
const exifData = (orientation: number, order: "II" | "MM" = "II") => {
  const data = Buffer.alloc(26);
  const is = order === "II";
  const put16 = (value: number, at: number) =>
    is ? data.writeUInt16LE(value, at) : data.writeUInt16BE(value, at);
  const put32 = (value: number, at: number) =>
    is ? data.writeUInt32LE(value, at) : data.writeUInt32BE(value, at);
  data.write(order, 0, "latin1");
  put16(42, 2);
  put32(8, 4);
  put16(1, 8);
  put16(0x0112, 10);
  put16(3, 12);
  put32(1, 14);
  put16(orientation, 18);
  return data;
};

const pngChunk = (name: string, data: Uint8Array) => {
  const body = joined(name, data);
  return joined(uint32(data.length), body, uint32(crc32(body)));
};

interface PngOptions {
  /** Makes pictures of one size differ. */
  shade?: number;
  /** Chunks between the header and the pixels. */
  more?: Uint8Array;
  /** Appends random bytes that decoders skip, to reach a length. */
  bytes?: number;
}

/** Returns a PNG of one grey. */
export const png = (width: number, height: number, options: PngOptions = {}) => {
  const { shade = 128, more = new Uint8Array(), bytes } = options;
  const header = joined(uint32(width), uint32(height), [8, 0, 0, 0, 0]);
  const row = joined([0], new Uint8Array(width).fill(shade));
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const head = joined("\x89PNG\r\n\x1a\n", pngChunk("IHDR", header), more);
  const tail = joined(pngChunk("IDAT", pixels), pngChunk("IEND", new Uint8Array()));
  if (bytes === undefined) return joined(head, tail);
  const fill = new Uint8Array(bytes - head.length - tail.length - 12).fill(7);
  return joined(head, pngChunk("teSt", fill), tail);
};

/** Returns a PNG whose header claims a size that its pixels do not have. */
export const pngThatClaims = (width: number, height: number) => {
  const header = joined(uint32(width), uint32(height), [8, 0, 0, 0, 0]);
  const pixels = deflateSync(Buffer.alloc(1_000_000));
  return joined(
    ...["\x89PNG\r\n\x1a\n", pngChunk("IHDR", header), pngChunk("IDAT", pixels)],
    pngChunk("IEND", new Uint8Array()),
  );
};

export const turnedPng = (orientation: number) =>
  png(4, 3, { more: pngChunk("eXIf", exifData(orientation)) });

/** Returns the JPEG with EXIF data after its first marker, as cameras write it. */
export const turnedJpeg = (orientation: number, order: "II" | "MM" = "II") => {
  const segment = joined("Exif\0\0", exifData(orientation, order));
  const jpeg = PICTURES["image/jpeg"];
  const length = [0, segment.length + 2];
  return joined(jpeg.subarray(0, 2), [0xff, 0xe1, ...length], segment, jpeg.subarray(2));
};

/** Returns an AVIF whose description lists its properties millions of times. */
export const hostileAvif = (entries: number) => {
  const box = (name: string, data: Uint8Array) => joined(uint32(data.length + 8), name, data);
  const list = joined(uint32(0), uint32(entries), new Uint8Array(entries * 3).fill(1));
  const meta = joined(uint32(0), box("iprp", box("ipma", list)));
  return joined(
    box("ftyp", joined("avif", uint32(0), "avifmif1")),
    box("meta", meta),
    box("mdat", uint32(0)),
  );
};

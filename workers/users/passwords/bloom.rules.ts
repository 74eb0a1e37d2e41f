/**
 * A Bloom filter (https://en.wikipedia.org/wiki/Bloom_filter): a set of texts in a few bits each. What
 * was put in is always found; so is, now and then, what was not.
 */
type Filter = Uint8Array<ArrayBuffer>;

/** Bits and hashes per text for one false find in 10,000. */
const BITS_PER_TEXT = 19.2;
const HASHES = 13;

/** Two 32-bit hashes of a text, by cyrb53 (public domain, https://github.com/bryc/code). */
const hashesOf = (text: string): [number, number] => {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  const mix = (x: number, y: number) =>
    Math.imul(x ^ (x >>> 16), 2246822507) ^ Math.imul(y ^ (y >>> 13), 3266489909);
  const mixed = mix(a, b);
  return [mixed >>> 0, mix(b, mixed) >>> 0];
};

/** The bits of a text in a filter of that many (Kirsch and Mitzenmacher: two hashes do for many). */
const bitsOf = (text: string, bitCount: number) => {
  const [first, step] = hashesOf(text);
  return Array.from(
    { length: HASHES },
    (_, i) => (first + i * step + (i * i * i - i) / 6) % bitCount,
  );
};

/** Whether the text was put in; wrongly so for about one of 10,000 that were not. */
export const isIn = (filter: Filter, text: string) =>
  bitsOf(text, filter.length * 8).every((bit) => ((filter[bit >> 3] ?? 0) >> (bit & 7)) & 1);

/** A filter of these texts. */
export const filterOf = (texts: readonly string[]): Filter => {
  const filter = new Uint8Array(Math.ceil((texts.length * BITS_PER_TEXT) / 8));
  for (const bit of texts.flatMap((text) => bitsOf(text, filter.length * 8))) {
    filter[bit >> 3] = (filter[bit >> 3] ?? 0) | (1 << (bit & 7));
  }
  return filter;
};

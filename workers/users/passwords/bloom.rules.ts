/**
 * A Bloom filter (https://en.wikipedia.org/wiki/Bloom_filter): a set that stores each text in a few bits.
 * It finds every text of the set, and rarely one that is not in it.
 */
type Filter = Uint8Array<ArrayBuffer>;

/** The number of bits and hashes for each text, for one false positive in 10,000. */
const BITS_PER_TEXT = 19.2;
const HASHES = 13;

/** Returns two 32-bit hashes of a text, by cyrb53 (public domain, https://github.com/bryc/code). */
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

/** Returns the positions of a text's bits. Two hashes replace many (Kirsch and Mitzenmacher). */
const bitsOf = (text: string, bitCount: number) => {
  const [first, stride] = hashesOf(text);
  return Array.from(
    { length: HASHES },
    (_, i) => (first + i * stride + (i * i * i - i) / 6) % bitCount,
  );
};

/** Returns whether the filter contains the text, with one false positive in 10,000. */
export const isIn = (filter: Filter, text: string) =>
  bitsOf(text, filter.length * 8).every((bit) => ((filter[bit >> 3] ?? 0) >> (bit & 7)) & 1);

/** Returns a Bloom filter that contains these texts. */
export const filterOf = (texts: readonly string[]): Filter => {
  const filter = new Uint8Array(Math.ceil((texts.length * BITS_PER_TEXT) / 8));
  for (const bit of texts.flatMap((text) => bitsOf(text, filter.length * 8))) {
    filter[bit >> 3] = (filter[bit >> 3] ?? 0) | (1 << (bit & 7));
  }
  return filter;
};

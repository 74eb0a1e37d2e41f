/** A glyph in the order of drawing. Lengths are in thousandths of the em. */
export interface ShapedGlyph {
  glyph: number;
  /** The index in the text of the first UTF-16 unit that the glyph belongs to. */
  cluster: number;
  advance: number;
  dx: number;
  dy: number;
}

/** Chooses and places the glyphs of one font. */
export interface Shaper {
  /** Whether the font has a glyph for the character. */
  covers(codePoint: number): boolean;
  /** Shapes a text of one script, which is named by its tag of ISO 15924, such as `Deva`. */
  shape(text: string, script: string): ShapedGlyph[];
}

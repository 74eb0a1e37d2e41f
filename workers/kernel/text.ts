import * as z from "zod";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Text of one line: well-formed and without control characters, so that it is safe in a mail header. */
export const onOneLine = (text: z.ZodString) =>
  text
    .refine((line) => !CONTROLS.test(line), {
      error: "must not hold control characters",
      params: { code: "control_characters" },
    })
    .refine((line) => line.isWellFormed(), {
      error: "must be well-formed text",
      params: { code: "malformed_text" },
    });

/**
 * Matches a visible letter, digit, punctuation mark or symbol. Hangul fillers and the empty Braille
 * pattern count as letters and symbols in Unicode but show nothing, so they are excluded.
 */
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

/** Text with at least one visible character, so that it does not look empty. */
export const withVisibleCharacter = (text: z.ZodString) =>
  text.refine((written) => VISIBLE.test(written), {
    error: "must hold a visible character",
    params: { code: "invisible_text" },
  });

/** Trimmed text of one line with at least one visible character. */
export const Line = (max: number) =>
  withVisibleCharacter(onOneLine(z.string().trim().min(1).max(max)));

/** Well-formed text of several lines. */
export const Text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => text.isWellFormed() && !text.includes("\u0000"), "must be well-formed text");

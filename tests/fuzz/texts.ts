import fc from "fast-check";

const WESTERN = [
  "Mug",
  "Größe",
  "crème brûlée",
  "Müller & Söhne",
  "5 €",
  "Œuvre",
  "naïve — “dash”",
];
const SIGNS = [
  "a, b; c",
  '6" pipe',
  "O'Neil",
  "50% & more",
  "=1+1",
  "<b>",
  "NULL",
  "#REF!",
  "™®½№",
];
const OTHER_SCRIPTS = [
  ...["İnci", "ığne", "Чай", "Чаи", "Й ё", "Ελλάδα ΣΑΣ", "Đồng hồ", "ẞ"],
  ...["バッグ", "パック", "ﾊﾝｶｸ", "陶瓷杯", "𠮷野家", "도자기"],
  ...["หมวกสีฟ้า", "ปู", "ปี", "कुर्ता नीला", "বাংলা", "தமிழ்"],
  ...["قهوة", "שָׁלוֹם", "a\u200bb", "می‌خواهم", "👩‍👩‍👧 ❄️", "👍🏽", "🇩🇪"],
];
const DECOMPOSED = ["e\u0301te\u0301", "x\u0323\u0307", "i\u0307nci", "\u1112\u1161\u11ab"];

/** The characters of a file: all of Unicode, or those of Windows-1252. */
export type Script = "western" | "any";

const WINDOWS_1252 = /^[\0-\u007f\u00a0-\u00ff€Œœ“”‘’–—•™…]*$/u;

/** Returns the texts that the script can write. */
export const writable = <T extends string>(texts: readonly T[], script: Script): T[] =>
  texts.filter((text) => script === "any" || WINDOWS_1252.test(text));

const WORDS = [...WESTERN, ...SIGNS, ...OTHER_SCRIPTS, ...DECOMPOSED];

/** Generates texts of one to four words. */
export const words = (script: Script) =>
  fc
    .array(fc.constantFrom(...writable(WORDS, script)), { minLength: 1, maxLength: 4 })
    .map((all) => all.join(" "));

/** Generates texts that the shop must keep exactly, except for Unicode normalization. */
export const plainText = (script: Script) =>
  script === "western"
    ? words(script)
    : fc.oneof(
        { weight: 9, arbitrary: words(script) },
        {
          weight: 1,
          arbitrary: fc
            .string({ unit: "grapheme", maxLength: 40 })
            .map((text) => text.replace(/["\s]+/gu, " ").trim()),
        },
      );

/** Returns the form in which the shop stores a text. */
export const kept = (text: string) => text.normalize("NFC").trim();

/** HTML as shops write it, with its visible words. Source: the HTML standard; exports of Word. */
const MARKUP: readonly (readonly [html: string, words: string])[] = [
  ["<p>Plain words.</p>", "Plain words."],
  ["<b>bold</b> and <i>not</i>", "bold and not"],
  ["Gr&ouml;&szlig;e &Auml;pfel &Eacute;clair", "Größe Äpfel Éclair"],
  ["5&nbsp;&euro; &frac12; &laquo;ja&raquo; &rsquo;s", "5 € ½ «ja» ’s"],
  ["&#8217; &#x2019; &amp;lt; &lt;b&gt;", "’ ’ &lt; <b>"],
  ["&notanentity; AT&T", "&notanentity; AT&T".replace("&not", "¬")],
  ['<a title="a > b" href="x">link</a>', "link"],
  ['<p class="MsoNormal"><![if !supportLists]>•<![endif]> Point<o:p></o:p></p>', "• Point"],
  ["<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]-->Seen", "Seen"],
  ["<?xml:namespace prefix = o />After", "After"],
  ["<style>p { color: red }</style>Styled", "Styled"],
  ["<script>alert('<b>')</script>Safe", "Safe"],
  ["<ul><li>One</li><li>Two</li></ul>", "OneTwo"],
  ["1 < 2 and 3 > 2", "1 < 2 and 3 > 2"],
  ["two\n\nlines", "two lines"],
  ["unclosed <b>bold <i>and", "unclosed bold and"],
];

export interface Html {
  html: string;
  /** The visible text without whitespace. */
  letters: string;
}

/** Returns a text without whitespace, because the promises do not include line breaks. */
export const letters = (text: string) => kept(text).replace(/\s+/gu, "");

const PARAGRAPH = "<p>Thrown by hand, fired twice, glazed in the colour of the sea.</p>\n";

/** Generates descriptions: empty, a few pieces of markup, or tens of thousands of characters. */
export const html = (script: Script): fc.Arbitrary<Html> => {
  const markup = MARKUP.map(([source, text]): Html => ({ html: source, letters: letters(text) }));
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...markup) },
    {
      weight: 2,
      arbitrary: words(script)
        .filter((text) => !/[<&]/.test(text))
        .map((text) => ({ html: `<p>${text}</p>`, letters: letters(text) })),
    },
  );
  const pieces = fc.array(piece, { maxLength: 4 }).map((all) => ({
    html: all.map((one) => one.html).join("\n"),
    letters: all.map((one) => one.letters).join(""),
  }));
  const huge = fc.integer({ min: 200, max: 1200 }).map((times) => ({
    html: PARAGRAPH.repeat(times),
    letters: letters(PARAGRAPH.replace(/<[^>]*>/g, "")).repeat(times),
  }));
  return fc.oneof({ weight: 60, arbitrary: pieces }, { weight: 1, arbitrary: huge });
};

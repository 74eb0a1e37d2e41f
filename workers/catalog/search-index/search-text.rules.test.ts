import { describe, expect, test } from "bun:test";
import { assert, property, string } from "fast-check";
import { indexedWords, placedWords, queriedWords } from "#catalog/search-index/search-text.rules";
import { foldCase } from "#kernel/fold";

/** Checks a property with texts of any script. */
const holds = (promise: (text: string) => boolean) =>
  void assert(property(string({ unit: "grapheme", maxLength: 40 }), promise));

describe("folding of case", () => {
  test.each([
    ["КРАСНАЯ Ёлка", "красная ёлка"],
    ["ΚΑΦΕΣ", "καφεσ"],
    ["Straße STRASSE", "strasse strasse"],
    ["Ｗｉｄｅ  ﬁt", "wide fit"],
    ["C++ & C#", "c++ & c#"],
    ["สีแดง हिन्दी", "สีแดง हिन्दी"],
  ])("folds %p", (text, folded) => expect(foldCase(text)).toBe(folded));

  test("returns the same text when it is applied twice", () => {
    holds((text) => foldCase(foldCase(text)) === foldCase(text));
  });
});

describe("words", () => {
  test.each([
    ["Красная ёлка", "красная елка"],
    ["Ελληνικός", "ελληνικοσ"],
    ["Crème brûlée—Łódź", "creme brulee lodz"],
    ["T-Shirt’s", "t-shirt's"],
    ["قَهْوَة", "قهوة"],
    ["हिन्दी", "हिन्दी"],
    ["Tea🫖", "tea 🫖"],
    ["无线蓝牙耳机", "无线 线蓝 蓝牙 牙耳 耳机"],
    ["สีแดง", "สีแ แด ดง"],
    ["iPhone用ケース", "iphone 用ケ ケー ース"],
    ["碗", "碗"],
    ["무선이어폰", "무선 선이 이어 어폰"],
  ])("of the query %p are %p", (text, words) => expect(queriedWords(text)).toBe(words));

  test("of the index contain the words of a query that is part of the text", () => {
    const words = (text: string) => new Set(indexedWords(text).split(" "));
    for (const [text, part] of [
      ["東京タワー模型 白い茶碗", "茶碗"],
      ["東京タワー模型 白い茶碗", "碗"],
      ["เสื้อยืดสีแดง", "ยืด"],
      ["iPhone用ケース", "iphone ケース"],
    ] as const) {
      const all = words(text);
      expect(
        queriedWords(part)
          .split(" ")
          .filter((word) => !all.has(word)),
      ).toEqual([]);
    }
  });

  test("of the index are the same for every spelling of a text", () => {
    const shout = (text: string) => text.toUpperCase();
    holds((text) => indexedWords(shout(text)) === indexedWords(shout(text).toLowerCase()));
    holds((text) => indexedWords(text.normalize("NFD")) === indexedWords(text.normalize("NFC")));
  });

  test("have offsets in order and within the text", () => {
    holds((text) => placedWords(text).every(({ start, end }) => start < end && end <= text.length));
    expect(placedWords("“Ёлка”, 茶碗!")).toEqual([
      { word: "елка", start: 1, end: 5 },
      { word: "茶碗", start: 8, end: 10 },
    ]);
  });
});

import { describe, expect, test } from "bun:test";
import { bannedWordsIn } from "./code";

const wordsIn = (source: string, path = "a.ts") =>
  bannedWordsIn(path, source).map(({ line, word }) => `${line} ${word}`);

describe("banned words", () => {
  test.each([
    ["a line comment", "// Nobody knows.\nconst a = 1;", ["1 nobody"]],
    ["a comment after code", "const a = 1;\nconst b = 2; // nobody's", ["2 nobody"]],
    ["a docstring", "/** Reads.\n * Whoever asks. */\nconst a = 1;", ["2 whoever"]],
    ["a phrase over two lines", "/**\n * It goes\n * on.\n */\nconst a = 1;", ["2 goes on"]],
    ["a test title", 'test("tells nobody", () => {});', ["1 nobody"]],
    ["a title in a template", "it(`tells $" + "{n} times nobody`, run);", ["1 nobody"]],
    ["the title of test.each", 'test.each(rows)("tells nobody", run);', ["1 nobody"]],
    ["the title of describe.skip", 'describe.skip("nobody", run);', ["1 nobody"]],
  ])("finds a word in %s", (_, source, words) => {
    expect(wordsIn(source)).toEqual(words);
  });

  test.each([
    ["a string", 'const text = "nobody"; say("nobody");'],
    ["a name", "const nobody = 1; test(nobody, run);"],
    ["a part of a word", "// deeded, renewable"],
  ])("ignores %s", (_, source) => {
    expect(wordsIn(source)).toEqual([]);
  });

  test("reads every line of a file that is not TypeScript", () => {
    expect(wordsIn("-- fine\n-- for nobody", "a.lua")).toEqual(["2 nobody"]);
  });
});

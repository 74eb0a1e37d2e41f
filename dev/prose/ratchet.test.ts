import { describe, expect, test } from "bun:test";
import { foldersOver, lowered } from "./ratchet";

describe("the ratchet", () => {
  test("names the folders that hold more than they may", () => {
    expect(foldersOver({ db: 2, dev: 1 }, { db: 2, dev: 2, tests: 1 })).toEqual(["dev", "tests"]);
  });

  test("lowers numbers, raises none, and drops a folder at zero", () => {
    expect(lowered({ db: 2, dev: 1, tests: 3 }, { db: 1, dev: 2, kernel: 1 })).toEqual({
      db: 1,
      dev: 1,
    });
  });
});

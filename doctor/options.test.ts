import { expect, test } from "bun:test";
import { optionsFrom } from "./options";

test("reads several files, an address and two flags", () => {
  const args = "a.json --env-file b.env --url https://shop.example/ --json --strict";
  expect(optionsFrom(args.split(" "))).toEqual({
    files: ["b.env", "a.json"],
    url: "https://shop.example",
    json: true,
    strict: true,
  });
});

test("checks the shop of this machine without arguments", () => {
  expect(optionsFrom([])).toEqual({ files: [], url: undefined, json: false, strict: false });
});

test.each([["--unknown"], ["--url"], ["--url=shop.example"], ["--url=ftp://shop"]])(
  "shows the usage for %s",
  (argument) => expect(() => optionsFrom([argument])).toThrow("Usage: bun run doctor"),
);

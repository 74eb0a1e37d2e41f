import { expect, test } from "bun:test";
import { bearerOf } from "./bearer";

test.each([
  ["Bearer abc.def", "abc.def"],
  ["bearer abc", "abc"],
  ["Bearer   abc", "abc"],
  ["Bearer a secret of words", "a secret of words"],
  ["Bearer", undefined],
  ["Bearer ", undefined],
  ["Bearer\tabc", undefined],
  ["Basic abc", undefined],
  ["abc", undefined],
  [null, undefined],
])("reads the credential of %j as %j", (authorization, credential) => {
  expect(bearerOf(authorization)).toBe(credential as string);
});

import { expect, test } from "bun:test";
import { rangeOf } from "./range.rules";

test.each([
  ["bytes=0-0", { offset: 0, length: 1 }],
  ["bytes=2-", { offset: 2, length: 8 }],
  ["bytes=2-99", { offset: 2, length: 8 }],
  ["bytes=-3", { offset: 7, length: 3 }],
  ["bytes=-99", { offset: 0, length: 10 }],
  ["bytes=10-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=5-4", undefined],
  ["bytes=0-1,3-4", undefined],
  ["items=0-1", undefined],
  ["bytes=a-b", undefined],
] as const)("reads the range %s of ten bytes", (header, range) => {
  expect(rangeOf(header, 10)).toEqual(range);
});

import { describe, expect, test } from "bun:test";
import { decisionIndex, INDEX, readDecision } from "./decisions";

const TEXT = `# 12. Guards raise

- Topic: data
- Status: accepted
- Date: 2026-11-23

## Context

## Decision

## Alternatives

## Cost
`;

describe("decisions", () => {
  test("lists every decision in the index", async () => {
    expect(await Bun.file(INDEX).text()).toBe(await decisionIndex());
  });

  test("reads the head of a decision", () => {
    expect(readDecision("0012-guards-raise.md", TEXT)).toMatchObject({
      number: 12,
      title: "Guards raise",
      topic: "data",
    });
  });

  test.each([
    ["the number differs", "0013-guards-raise.md", TEXT],
    ["the topic is unknown", "0012-guards-raise.md", TEXT.replace("data", "weather")],
    ["the status is unknown", "0012-guards-raise.md", TEXT.replace("accepted", "perhaps")],
    ["the date is missing", "0012-guards-raise.md", TEXT.replace("- Date: 2026-11-23\n", "")],
    ["a section is missing", "0012-guards-raise.md", TEXT.replace("## Cost\n", "")],
  ])("refuses a decision when %s", (_, file, text) => {
    expect(() => readDecision(file, text)).toThrow(file);
  });
});

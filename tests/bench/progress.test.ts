import { expect, test } from "bun:test";
import { progressOn } from "./progress";

const recording = (isTTY: boolean) => {
  const written: string[] = [];
  const output = { isTTY, columns: 40, write: (text: string) => written.push(text) };
  return { progress: progressOn(output), written };
};

test("draws one growing bar in a terminal, and removes it at the end", () => {
  const { progress, written } = recording(true);
  progress.show("half", 0.5);
  progress.end();
  expect(written[0]).toContain("████████████░░░░░░░░░░░░ half");
  expect(written.at(-1)).toBe("\r\u001b[2K");
});

test("fits a bar with a long label into one line", () => {
  const { progress, written } = recording(true);
  progress.show("x".repeat(200), 2);
  expect(written[0]?.replace("\r\u001b[2K", "").length).toBe(39);
});

test("prints each label as one plain line when there is no terminal", () => {
  const { progress, written } = recording(false);
  for (const share of [0, 0.5, 1]) progress.show("list", share);
  progress.show("search", 0);
  progress.end();
  expect(written).toEqual(["list\n", "search\n"]);
});

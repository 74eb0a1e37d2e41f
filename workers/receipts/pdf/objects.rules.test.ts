import { expect, test } from "bun:test";
import { dateString, decimal, dict, pdfObjects, ref, textString } from "./objects.rules";

test("writes text of every script", () =>
  expect(textString("कि 😀")).toBe("<FEFF0915093F0020D83DDE00>"));

test("writes numbers without exponents", () =>
  expect([1e-9, -0.0004, 12.3456, 100].map(decimal)).toEqual(["0", "0", "12.346", "100"]));

test.each([
  ["2026-11-26T09:30:00.000Z", "(D:20261126093000Z)"],
  ["2026-11-26T23:30:00-05:00", "(D:20261127043000Z)"],
  ["yesterday", "(D:19700101000000Z)"],
])("writes the time %s", (iso, expected) => expect(dateString(iso)).toBe(expected));

test("lists the position of each object", async () => {
  const objects = pdfObjects();
  const later = objects.reserve();
  const stream = await objects.addStream("q Q");
  objects.put(later, dict({ Stream: ref(stream) }));
  const info = objects.add(dict({ Title: textString("A") }));
  const file = Buffer.from(await objects.file(later, info)).toString("latin1");
  const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(file)?.[1]);
  expect(file.slice(table)).toStartWith("xref\n0 4\n0000000000 65535 f \n");
  const positions = [...file.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, at]) =>
    Number(at),
  );
  expect(positions.map((at) => file.slice(at, at + 7))).toEqual(["1 0 obj", "2 0 obj", "3 0 obj"]);
});

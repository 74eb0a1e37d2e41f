import { afterEach, beforeEach, expect, test } from "bun:test";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { userActor } from "#kernel/testing";
import { png } from "./pictures.testing";

/** What the platform's resizing was asked for, and whether it works. */
let asked: { width: number | undefined; format: string }[];
let images: "work" | "refuse" | "answer 500";

const resizedTo = async (width: number | undefined, format: string) => {
  asked.push({ width, format });
  if (images === "refuse") throw new Error("9402: too large");
  const status = images === "work" ? 200 : 500;
  return { response: () => new Response(png(width ?? 0, 1), { status }) };
};
const IMAGES = {
  input: () => ({
    transform: ({ width }: ImageTransform) => ({
      output: ({ format }: ImageOutputOptions) => resizedTo(width, format),
    }),
  }),
} as unknown as ImagesBinding;

let catalog: TestCatalog;
beforeEach(async () => {
  asked = [];
  images = "work";
  catalog = await testCatalog({ IMAGES });
});
afterEach(() => catalog.stop());

const uploaded = async (width: number): Promise<string> => {
  const answer = await catalog.ask("/v1/admin/media", {
    method: "POST",
    actor: userActor("staff"),
    body: png(width, 10),
    headers: { "content-type": "image/png" },
  });
  const { url } = (await answer.json()) as { url: string };
  return new URL(url).pathname;
};
const callsDuring = async (work: () => Promise<unknown>): Promise<string[]> => {
  const entries = async () => {
    const answer = await fetch(`${catalog.bucketUrl}/_dev/journal`);
    return ((await answer.json()) as { entries: { method: string; summary: string }[] }).entries;
  };
  const before = (await entries()).length;
  await work();
  return (await entries()).slice(before).map(({ summary }) => summary.split(" ")[0] ?? "");
};
const widthOf = async (answer: Response) => new DataView(await answer.arrayBuffer()).getUint32(16);

test("makes a copy once, and answers it with one call from then on", async () => {
  const path = await uploaded(500);
  expect(await widthOf(await catalog.ask(`${path}?w=320`))).toBe(320);
  const calls = await callsDuring(async () => {
    expect(await widthOf(await catalog.ask(`${path}?w=320`))).toBe(320);
  });
  expect([calls, asked]).toEqual([["get"], [{ width: 320, format: "image/png" }]]);
});

test("answers the original with one call", async () => {
  const path = await uploaded(500);
  expect(await callsDuring(() => catalog.ask(path))).toEqual(["get"]);
  expect(asked).toEqual([]);
});

test("never makes a picture wider", async () => {
  const path = await uploaded(160);
  for (const width of [160, 1920])
    expect(await widthOf(await catalog.ask(`${path}?w=${width}`))).toBe(160);
  expect(asked).toEqual([]);
});

test.each(["refuse", "answer 500"] as const)(
  "answers the original for a minute when the platform's resizing would %s",
  async (failing) => {
    images = failing;
    const path = await uploaded(500);
    const answer = await catalog.ask(`${path}?w=160`);
    expect([answer.headers.get("cache-control"), await widthOf(answer)]).toEqual([
      "public, max-age=60",
      500,
    ]);
    images = "work";
    expect(await widthOf(await catalog.ask(`${path}?w=160`))).toBe(160);
  },
);

test("answers HEAD, a range and a known tag of a copy", async () => {
  const path = `${await uploaded(500)}?w=160`;
  const head = await catalog.ask(path, { method: "HEAD" });
  expect([head.status, head.headers.get("content-length")]).toEqual([
    200,
    String(png(160, 1).length),
  ]);
  const part = await catalog.ask(path, { headers: { range: "bytes=0-3" } });
  expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 4]);
  const etag = head.headers.get("etag") ?? "";
  const known = await catalog.ask(path, { headers: { "if-none-match": etag } });
  expect([known.status, known.headers.get("etag")]).toEqual([304, etag]);
});

test("answers 503 when the bucket fails, and 404 for an unknown key", async () => {
  const path = await uploaded(500);
  expect((await catalog.ask("/media/med_00000000.png?w=160")).status).toBe(404);
  catalog.bucket.faults.set({ seed: 1, rules: [{ kind: "error-before", rate: 1, status: 500 }] });
  expect((await catalog.ask(path)).status).toBe(503);
});

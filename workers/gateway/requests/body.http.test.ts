import { expect, test } from "bun:test";
import { appErrorIn } from "#kernel/errors";
import { wholeBody } from "./body.http";

const chunked = (pieces: (Uint8Array | "stuck" | "broken")[]) =>
  new Request("https://shop.test/v1/carts", {
    method: "POST",
    body: new ReadableStream<Uint8Array>({
      async pull(stream) {
        const piece = pieces.shift();
        if (piece === undefined) stream.close();
        else if (piece === "broken") stream.error(new Error("Network connection lost."));
        else if (piece === "stuck") await new Promise(() => undefined);
        else stream.enqueue(piece);
      },
    }),
  });
const KIB = 1024;
const bytes = (size: number) => new Uint8Array(size).fill(97);
const codeOf = (request: Request) =>
  wholeBody(request, 20).then(
    () => "whole",
    (err) => appErrorIn(err)?.code,
  );

test("returns the whole body when it arrives in chunks and is not too large", async () => {
  const body = await wholeBody(chunked([bytes(40 * KIB), bytes(24 * KIB)]));
  expect(new Uint8Array(body as ArrayBuffer)).toEqual(bytes(64 * KIB));
});

test("returns undefined when there is no body", async () => {
  expect(await wholeBody(new Request("https://shop.test/v1/carts"))).toBeUndefined();
});

test.each([
  ["it is too large", [bytes(40 * KIB), bytes(24 * KIB + 1), "stuck"], "body_too_large"],
  ["its next chunk does not come", [bytes(1), "stuck"], "request_timeout"],
  ["its sender has gone", [bytes(1), "broken"], "malformed_request"],
] as [string, Parameters<typeof chunked>[0], string][])(
  "refuses a body in chunks when %s",
  async (_, pieces, code) => {
    expect(await codeOf(chunked(pieces))).toBe(code);
  },
);

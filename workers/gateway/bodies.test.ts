import { beforeAll, describe, expect, test } from "bun:test";
import { opened } from "./opened.testing";

let ask: ReturnType<typeof opened>;
beforeAll(() => {
  ask = opened();
});
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

describe("a body", () => {
  const large = "x".repeat(64 * 1024 + 1);
  const dripping = () =>
    new ReadableStream({
      start(body) {
        body.enqueue(new TextEncoder().encode(large));
        body.close();
      },
    });
  test.each([
    ["with its length", { body: large, headers: { "content-length": String(large.length) } }],
    ["in chunks", { body: dripping() }],
  ] as [string, RequestInit][])("is refused unread when it is too large: %s", async (_, init) => {
    let reached = false;
    const fetch = async () => {
      reached = true;
      return new Response();
    };
    const answer = await opened({ CART: { fetch } })("/v1/carts", { method: "POST", ...init });
    expect([answer.status, reached]).toEqual([413, false]);
  });

  test("is refused as malformed when it breaks off", async () => {
    const body = new ReadableStream({ pull: (rest) => rest.error(new Error("connection lost")) });
    const answer = await ask("/v1/carts", {
      method: "POST",
      body,
      headers: { "content-length": "9" },
    });
    expect([answer.status, await codeOf(answer)]).toEqual([400, "malformed_request"]);
  });

  test("is refused as malformed when it breaks off while its chunks are counted", async () => {
    const body = new ReadableStream({ pull: (rest) => rest.error(new Error("bad chunk")) });
    const answer = await ask("/v1/carts", { method: "POST", body });
    expect([answer.status, await codeOf(answer)]).toEqual([400, "malformed_request"]);
  });

  test("does not reach a Worker or take a slot when it never ends", async () => {
    let reached = 0;
    const fetch = async () => {
      reached += 1;
      return new Response();
    };
    const busy = opened({ CART: { fetch } });
    for (let callers = 0; callers < 64; callers += 1) {
      const body = new ReadableStream({ start: (rest) => rest.enqueue(new Uint8Array(1)) });
      const headers = { "content-length": "1000" };
      void busy("/v1/carts", { method: "POST", body, headers }).catch(() => undefined);
    }
    expect((await busy("/v1/carts/crt_1")).status).toBe(200);
    expect(reached).toBe(1);
  });
});

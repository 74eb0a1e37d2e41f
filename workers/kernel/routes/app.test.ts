import { describe, expect, test } from "bun:test";
import * as z from "zod";
import { requireRole } from "#kernel/actor";
import { newApp } from "#kernel/routes/app";
import { jsonWithEtag, matchedVersion } from "#kernel/routes/etag";
import { body, json, query } from "#kernel/routes/validate";
import { as, userActor } from "#kernel/testing";

const app = newApp();
app.get("/things", query(z.strictObject({ n: z.coerce.number().optional() })), (c) =>
  jsonWithEtag(c, { a: 1 }, { version: 3 }),
);
app.post("/things", json, body(z.strictObject({ name: z.string() })), (c) =>
  c.json(c.req.valid("json")),
);
app.get("/staff", (c) => c.json(requireRole(c.var.actor, "staff")));
app.get("/broken", () => {
  throw new Error("SELECT password FROM users");
});

const post = (text: string | Uint8Array<ArrayBuffer>, type = "application/json") =>
  app.request("/things", { method: "POST", body: text, headers: { "content-type": type } });
const problem = async (answer: Response | Promise<Response>) => {
  const response = await answer;
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return (await response.json()) as {
    code: string;
    status: number;
    errors?: { pointer: string }[];
  };
};

describe("a body", () => {
  test.each(["{", "", "nope", "{'a':1}"])("refuses a body that is not JSON: %p", async (text) => {
    expect(await problem(post(text))).toMatchObject({ status: 400, code: "malformed_json" });
  });
  test.each(["text/plain", "application/json-seq", "application/jsonx", "application/a+b+json"])(
    "refuses a body of another content type: %p",
    async (type) => {
      expect(await problem(post('{"name":"x"}', type))).toMatchObject({ status: 415 });
    },
  );
  test.each([
    "application/json",
    "application/JSON; charset=utf-8",
    "application/merge-patch+json",
  ])("reads a body of a JSON content type: %p", async (type) => {
    expect(await (await post('{"name":"x"}', type)).json()).toEqual({ name: "x" });
  });
  test.each(['{"name":"\\ud800"}', '{"\\udfff":1}', '{"name":"\\ud83d \\ude00"}'])(
    "refuses a body with a lone surrogate: %p",
    async (text) => {
      expect(await problem(post(text))).toMatchObject({ status: 400, code: "malformed_json" });
    },
  );
  test("refuses a body that is not UTF-8", async () => {
    const latin1 = Uint8Array.from('{"name":"Gr\u00fcn"}', (character) => character.charCodeAt(0));
    expect(await problem(post(latin1))).toMatchObject({ status: 400, code: "malformed_json" });
  });
  test("reads a character outside the basic plane, escaped or not", async () => {
    expect(await (await post('{"name":"\\ud83d\\ude00😀"}')).json()).toEqual({ name: "😀😀" });
  });
  test.each(["[]", "null", "3", '"x"', '{"name":1}', "{}"])(
    "refuses a body that does not match the schema: %p",
    async (text) => {
      expect(await problem(post(text))).toMatchObject({ status: 400, code: "validation_failed" });
    },
  );
  test.each([
    '{"name":"x","role":"admin"}',
    '{"name":"x","__proto__":{"a":1}}',
    '{"name":"x","constructor":1}',
  ])("refuses a body with an unknown field, and points at the field: %p", async (text) => {
    const { errors } = await problem(post(text));
    expect(errors?.[0]?.pointer).toMatch(/^\/(role|__proto__|constructor)$/);
  });
});

test("refuses an unknown query parameter", async () => {
  const { code, errors } = await problem(app.request("/things?x=1"));
  expect([code, errors?.[0]?.pointer]).toEqual(["validation_failed", "?x"]);
});

test.each(["/things?n=1&n=2", "/things?n=1&n=1", "/things?toString=1", "/things?__proto__=1&n=x"])(
  "refuses a query with repeated or unknown parameters: %s",
  async (path) => {
    expect(await problem(app.request(path))).toMatchObject({ status: 400 });
  },
);

test("answers 405 with Allow when the method is not offered", async () => {
  const answer = await app.request("/things", { method: "DELETE" });
  expect(answer.status).toBe(405);
  expect(answer.headers.get("allow")).toMatch(/GET.*POST/);
});

test("answers 404 for an unknown path", async () => {
  expect(await problem(app.request("/nowhere"))).toMatchObject({ code: "not_found" });
});

test("answers 500 without details when an error is unexpected", async () => {
  const answer = await app.request("/broken");
  expect([answer.status, await answer.text()]).toEqual([
    500,
    expect.not.stringContaining("SELECT"),
  ]);
});

test("answers 401 without an account, 403 to customers, and admits staff and admins", async () => {
  const asRole = (...roles: ("customer" | "staff" | "admin")[]) =>
    app.request("/staff", { headers: as(userActor(...roles)) });
  expect((await app.request("/staff")).status).toBe(401);
  expect((await asRole("customer")).status).toBe(403);
  expect((await asRole("staff")).status).toBe(200);
  expect((await asRole("admin")).status).toBe(200);
});

test("answers 304 when the caller has the current ETag", async () => {
  const first = await app.request("/things");
  const etag = first.headers.get("etag") ?? "";
  expect(etag).toMatch(/^"3-[0-9a-f]{20}"$/);
  const again = await app.request("/things", { headers: { "if-none-match": `"x", ${etag}` } });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  const head = { method: "HEAD", headers: { "if-none-match": etag } };
  expect((await app.request("/things", head)).status).toBe(304);
  expect(matchedVersion(etag)).toBe(3);
  expect(matchedVersion("garbage")).toBeNaN();
});

import { afterEach, describe, expect, test } from "bun:test";
import { createClient } from "@libsql/client/web";
import { bodyOf, endAll } from "#cloud/frame/testing";
import { failureOf, serve, token, withStock } from "./testing";

afterEach(endAll);

describe("protocol", () => {
  const select = { type: "execute", stmt: { sql: "SELECT 1" } };

  test("accepts a baton once, for the next call", async () => {
    const { post } = serve();
    const { baton } = await bodyOf(post("/shop/v3/pipeline", { requests: [select] }));
    const next = await post("/shop/v3/pipeline", {
      baton,
      requests: [{ type: "get_autocommit" }, { type: "close" }],
    });
    const { baton: none, results } = await bodyOf(next);
    expect(none).toBeNull();
    expect(results[0].response).toEqual({ type: "get_autocommit", is_autocommit: true });
    const again = await post("/shop/v3/pipeline", { baton, requests: [select] });
    expect([again.status, await again.text()]).toEqual([400, "Received an invalid baton"]);
  });

  test("runs steps of a batch on ok, error, not, and, or and is_autocommit", async () => {
    const { post } = serve();
    const ok = (step: number) => ({ type: "ok", step });
    const fine = { sql: "SELECT 1" };
    const steps = [
      { stmt: fine },
      { stmt: { sql: "SELECT * FROM nowhere" } },
      { stmt: fine, condition: { type: "error", step: 1 } },
      { stmt: fine, condition: { type: "not", cond: ok(0) } },
      { stmt: fine, condition: { type: "and", conds: [ok(0), ok(1)] } },
      { stmt: fine, condition: { type: "or", conds: [ok(1), ok(2)] } },
      { stmt: { sql: "BEGIN" }, condition: { type: "is_autocommit" } },
      { stmt: fine, condition: { type: "is_autocommit" } },
      { stmt: fine, condition: { type: "error", step: 7 } },
    ];
    const answer = await post("/shop/v3/pipeline", {
      requests: [{ type: "batch", batch: { steps } }, { type: "close" }],
    });
    const { result } = (await bodyOf(answer)).results[0].response;
    const ran = result.step_results.map((step: unknown) => step !== null);
    expect(ran).toEqual([true, false, true, false, false, true, true, false, false]);
    expect(result.step_errors[1].code).toBe("SQLITE_UNKNOWN");
  });

  test("describes parameters and columns without running the statement", async () => {
    const { post } = await withStock();
    const answer = await post("/shop/v2/pipeline", {
      requests: [
        {
          type: "store_sql",
          sql_id: 1,
          sql: "DELETE FROM stock WHERE sku = :sku OR available = ?",
        },
        { type: "describe", sql_id: 1 },
        { type: "describe", sql: "EXPLAIN SELECT sku FROM stock" },
        { type: "close_sql", sql_id: 1 },
        { type: "execute", stmt: { sql: "SELECT count(*) FROM stock" } },
        { type: "close" },
      ],
    });
    const { results } = await bodyOf(answer);
    expect(results[1].response.result).toEqual({
      params: [{ name: ":sku" }, { name: null }],
      cols: [],
      is_explain: false,
      is_readonly: false,
    });
    expect(results[2].response.result.is_explain).toBe(true);
    expect(results[4].response.result.rows).toEqual([[{ type: "integer", value: "2" }]]);
  });

  test("returns a batch line by line through a cursor", async () => {
    const { post } = serve();
    const answer = await post("/shop/v3/cursor", {
      batch: { steps: [{ stmt: { sql: "SELECT 'tea' AS sku" } }, { stmt: { sql: "SELECT x" } }] },
    });
    const lines = (await answer.text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map((line) => line.type ?? "head")).toEqual([
      "head",
      "step_begin",
      "row",
      "step_end",
      "step_error",
    ]);
    expect(lines[0].baton).toBeString();
  });

  test.each([
    ["a body that is not JSON", "{"],
    ["a body without requests", {}],
    ["an unknown request", { requests: [{ type: "explode" }] }],
    [
      "an integer beyond 64 bits",
      {
        requests: [
          {
            type: "execute",
            stmt: { sql: "SELECT ?", args: [{ type: "integer", value: "9223372036854775808" }] },
          },
        ],
      },
    ],
    [
      "a lone surrogate",
      `{"requests":[{"type":"execute","stmt":{"sql":"SELECT ?","args":[{"type":"text","value":"\\ud800"}]}}]}`,
    ],
    ["an SQL text that was never stored", { requests: [{ type: "execute", stmt: { sql_id: 3 } }] }],
    [
      "a condition on a later step",
      {
        requests: [
          {
            type: "batch",
            batch: { steps: [{ stmt: { sql: "SELECT 1" }, condition: { type: "ok", step: 0 } }] },
          },
        ],
      },
    ],
    [
      "a condition of a later protocol version",
      {
        requests: [
          {
            type: "batch",
            batch: { steps: [{ stmt: { sql: "SELECT 1" }, condition: { type: "is_autocommit" } }] },
          },
        ],
      },
    ],
    [
      "very deep nesting",
      `{"requests":[{"type":"batch","batch":{"steps":[{"stmt":{"sql":"SELECT 1"},"condition":${'{"type":"not","cond":'.repeat(20_000)}0${"}".repeat(20_000)}}]}}]}`,
    ],
    ["an unknown baton", { baton: "abc", requests: [select] }],
  ])("answers 400 to %s", async (_what, body) => {
    const { post } = serve();
    expect((await post("/shop/v2/pipeline", body)).status).toBe(400);
  });

  test("answers 401 to a wrong token and changes nothing", async () => {
    const { open, available } = await withStock();
    const stranger = open("shop", "guessed");
    const refused = await failureOf(stranger.execute("DELETE FROM stock"));
    expect(refused.message).toContain("401");
    expect(await available("tea")).toBe(5);
  });

  test("explains the format of the URL when the slash after the name is missing", async () => {
    const { url } = serve();
    const client = createClient({ url: `${url}/shop`, authToken: token });
    expect((await failureOf(client.execute("SELECT 1"))).message).toContain(
      "ends in the name and a slash",
    );
    expect((await failureOf(serve().open("Shop_1").execute("SELECT 1"))).message).toContain(
      "slash",
    );
  });
});

import { expect, test } from "bun:test";
import { type Check, type Dependencies, Found, fail } from "./check";
import { examine } from "./runner";

const ENVIRONMENT = { workers: [], values: {}, url: "https://shop.example" };
const DEPENDENCIES: Dependencies = {
  send: () => Promise.reject(new Error("no network")),
  dns: { resolves: async () => true, txt: async () => [] },
  now: () => 0,
};
const FINDING = fail({ code: "some.code", where: "SOME_VARIABLE", problem: "p", action: "a" });

const check = (name: string, run: Check["run"]): Check => ({ name, needs: [], run });
const codes = async (...checks: Check[]) =>
  (await examine(ENVIRONMENT, DEPENDENCIES, { checks, deadlineMs: 50 })).map(({ code }) => code);

test("reports the same finding of two checks once", async () => {
  const found = () => Promise.reject(new Found(FINDING));
  expect(
    await codes(
      check("one", found),
      check("two", () => [FINDING]),
    ),
  ).toEqual(["some.code"]);
});

test("reports a check that throws, without its message", async () => {
  const broken = check("broken", () => {
    throw new TypeError("quotes the-secret-of-a-vendor");
  });
  const findings = await examine(ENVIRONMENT, DEPENDENCIES, { checks: [broken] });
  expect(findings).toMatchObject([{ code: "doctor.check_failed", where: "broken" }]);
  expect(JSON.stringify(findings)).not.toContain("the-secret");
});

test("ends a check at its deadline and keeps the findings of the others", async () => {
  const endless = check("endless", () => new Promise(() => undefined));
  expect(
    await codes(
      endless,
      check("other", () => [FINDING]),
    ),
  ).toEqual(["doctor.check_timeout", "some.code"]);
});

test("skips a check that needs a wrong variable", async () => {
  const { z } = await import("zod");
  const workers = [{ worker: "users", shape: { REDIS_URL: z.url() }, values: {} }];
  const needy: Check = { name: "needy", needs: ["REDIS_URL"], run: () => [FINDING] };
  const findings = await examine({ ...ENVIRONMENT, workers }, DEPENDENCIES, { checks: [needy] });
  expect(findings.map(({ code, where }) => [code, where])).toEqual([
    ["variable.missing", "REDIS_URL"],
  ]);
});

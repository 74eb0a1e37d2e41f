import { expect, test } from "bun:test";
import { z } from "zod";
import { devVarsExample, EXAMPLE, exampleVariables } from "./dev-vars";
import { workerSchemas } from "./workers";

test("lists every variable of the Workers in .dev.vars.example", async () => {
  expect(await Bun.file(EXAMPLE).text()).toBe(await devVarsExample());
});

test("holds a valid value of every required variable, except the keys that a command makes", async () => {
  const refused = (await workerSchemas()).flatMap((shape) => {
    const parsed = z.object(shape).safeParse(exampleVariables());
    return parsed.error?.issues.map(({ path: [name] }) => String(name)) ?? [];
  });
  expect(refused.toSorted()).toEqual(["JWT_NEXT_KEY", "JWT_SIGNING_KEY"]);
});

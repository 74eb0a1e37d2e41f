import { expect, test } from "bun:test";
import type { Role } from "#kernel/actor";
import { AppError } from "#kernel/errors";
import { insight, monitorCheck } from "./insight.service";

const SECRET = "a monitor's secret of more than 32 characters";
const ROLES_BY_TOKEN: Record<string, Role[]> = {
  "Bearer customer": ["customer"],
  "Bearer staff": ["staff"],
  "Bearer admin": ["admin"],
};
const session = async (authorization: string | null) => {
  const roles = ROLES_BY_TOKEN[authorization ?? ""];
  if (!roles) throw new AppError("unauthenticated");
  return { kind: "user", userId: "usr_1", sessionId: "ses_1", roles } as const;
};

test.each([
  [null, false],
  ["Bearer customer", false],
  ["Bearer ended", false],
  ["Bearer staff", true],
  ["Bearer admin", true],
  [`Bearer ${SECRET}`, true],
  [`Bearer   ${SECRET}`, true],
  ["Bearer bdg_sec_0123456789abcdefghjkmnpqrstvwxyz01a1b2c3", false],
  [SECRET, false],
  ["Bearer ", false],
])("decides whether %p may see details: %p", async (authorization, sees) => {
  expect(await insight({ session, isMonitor: monitorCheck(SECRET) })(authorization)).toBe(sees);
});

test("shows no details to an empty bearer token when the shop has no secret", async () => {
  const sees = insight({ session, isMonitor: monitorCheck(undefined) });
  for (const authorization of ["Bearer undefined", "Bearer ", "Bearer bodega-dev"])
    expect(await sees(authorization)).toBe(false);
});

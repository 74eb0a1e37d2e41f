import { z } from "zod";
import { ask, bodyAs, keyRefused, type VendorRequest } from "#doctor/ask";
import { type Check, type Context, fail, valueIn } from "#doctor/check";

const Reply = z.object({ result: z.unknown() });

const readOnly = (token: string) =>
  fail({
    code: "redis.read_only",
    where: token,
    problem: `The token of ${token} may not run scripts.`,
    action: `Set ${token} to the standard token of the database, not the read-only one.`,
  });

/** Sends one command. Returns whether the token may run it. */
const mayRun = async (context: Context, prefix: string, command: readonly string[]) => {
  const token = `${prefix}_TOKEN`;
  const request: VendorRequest = {
    vendor: "redis",
    at: `${prefix}_URL`,
    path: "",
    method: "POST",
    headers: { authorization: `Bearer ${valueIn(context, token)}` },
    body: JSON.stringify(command),
  };
  const answer = await ask(context, request);
  if (answer.status === 401) throw keyRefused("redis", token);
  if (JSON.stringify(answer.body).includes("NOPERM")) return false;
  bodyAs(Reply, answer, request);
  return true;
};

/** Checks that a Redis answers and runs scripts. The script touches no key. */
export const redis = (prefix: string): Check => ({
  name: `redis.${prefix.toLowerCase()}`,
  needs: [`${prefix}_URL`, `${prefix}_TOKEN`],
  async run(context) {
    await mayRun(context, prefix, ["PING"]);
    const runsScripts = await mayRun(context, prefix, ["EVAL", "return 1", "0"]);
    return runsScripts ? [] : [readOnly(`${prefix}_TOKEN`)];
  },
});

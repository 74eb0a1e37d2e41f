import { z } from "zod";
import { ask, bodyAs, keyRefused, type VendorRequest } from "#doctor/ask";
import { type Check, type Finding, fail, valueIn, warn } from "#doctor/check";

const CURRENT = "QSTASH_CURRENT_SIGNING_KEY";
const NEXT = "QSTASH_NEXT_SIGNING_KEY";
const Keys = z.object({ current: z.string(), next: z.string() });

const ACTION = `Copy both signing keys from the QStash console to ${CURRENT} and ${NEXT}.`;

const unknown = () =>
  fail({
    code: "qstash.signing_key_unknown",
    where: CURRENT,
    problem:
      "QStash signs with a key that the gateway does not have, so every delivery is refused.",
    action: ACTION,
  });

const swapped = () =>
  warn({
    code: "qstash.signing_keys_swapped",
    where: CURRENT,
    problem: `${CURRENT} and ${NEXT} are swapped.`,
    action: ACTION,
  });

const outdated = () =>
  warn({
    code: "qstash.signing_keys_outdated",
    where: NEXT,
    problem: "One signing key is outdated, so the next rotation will stop deliveries.",
    action: ACTION,
  });

/** Checks that QStash accepts the token, and signs with the keys that the gateway has. */
export const qstash: Check = {
  name: "qstash",
  needs: ["QSTASH_URL", "QSTASH_TOKEN", CURRENT, NEXT],
  async run(context): Promise<Finding[]> {
    const headers = { authorization: `Bearer ${valueIn(context, "QSTASH_TOKEN")}` };
    const request: VendorRequest = { vendor: "qstash", at: "QSTASH_URL", path: "v2/keys", headers };
    const answer = await ask(context, request);
    if (answer.status === 401) throw keyRefused("qstash", "QSTASH_TOKEN");
    const keys = bodyAs(Keys, answer, request);
    const [current, next] = [valueIn(context, CURRENT), valueIn(context, NEXT)];
    if (keys.current === current && keys.next === next) return [];
    if (keys.current === next && keys.next === current) return [swapped()];
    return [keys.current === current || keys.current === next ? outdated() : unknown()];
  },
};

import { type Check, type Finding, fail, isDeployed } from "#doctor/check";
import { Secret, secretsLeft } from "#kernel/env";

/** The secrets that the shop makes itself. Vendors make strong ones. */
const OWN_SECRETS = [
  "PASSWORD_PEPPER",
  "REFRESH_SECRET",
  "CART_ID_SECRET",
  "ORDER_ACCESS_SECRET",
  "MONITOR_SECRET",
  "SUPPRESSION_SECRET",
] as const;
/** 32 random characters of any alphabet almost never have fewer different ones. */
const DIFFERENT_CHARS_MIN = 10;

const weak = (name: string) =>
  fail({
    code: "secret.weak",
    where: name,
    problem: `${name} repeats few characters, so it can be guessed.`,
    action: `Replace ${name} by the output of: openssl rand -base64 32`,
  });

const reused = (names: readonly string[]) =>
  fail({
    code: "secret.reused",
    where: names.join(", "),
    problem: `${names.join(" and ")} have the same value, so that one leak reveals both.`,
    action: "Give each its own secret.",
  });

/** Checks the strength of the shop's own secrets in a deployed environment. */
export const strength: Check = {
  name: "strength",
  needs: [],
  run(context): Finding[] {
    if (!isDeployed(context)) return [];
    const set = OWN_SECRETS.flatMap((name) => {
      const value = context.values[name];
      // Short values and development secrets are findings of the variables.
      const isOther = !value || !Secret.safeParse(value).success;
      return isOther || secretsLeft({ [name]: value }).length > 0 ? [] : [{ name, value }];
    });
    const repetitive = set.filter(({ value }) => new Set(value).size < DIFFERENT_CHARS_MIN);
    const equal = [...Map.groupBy(set, ({ value }) => value).values()].filter(
      ({ length }) => length > 1,
    );
    return [
      ...repetitive.map(({ name }) => weak(name)),
      ...equal.map((group) => reused(group.map(({ name }) => name))),
    ];
  },
};

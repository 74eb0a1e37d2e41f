import type { Environment, Finding } from "./check";

const SECRET = /_(KEY|TOKEN|SECRET|PEPPER|HEADERS)$/;
const PREFIX_CHARS = 4;
/** A shorter value is no secret, and occurs in other words. */
const SECRET_CHARS_MIN = 8;

/**
 * Replaces every secret of the environment by its first four characters. No check writes a secret; this
 * protects against an address or a message that contains one.
 */
export const redacted = (text: string, { workers }: Pick<Environment, "workers">) => {
  const secrets = workers
    .flatMap(({ values }) => Object.entries(values))
    .flatMap(([name, value = ""]) =>
      SECRET.test(name) && value.length >= SECRET_CHARS_MIN ? [value] : [],
    )
    .toSorted((a, b) => b.length - a.length);
  return secrets.reduce(
    (rest, secret) => rest.replaceAll(secret, `${secret.slice(0, PREFIX_CHARS)}…`),
    text,
  );
};

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

const lines = ({ severity, code, where, problem, action }: Finding) =>
  `${severity}  ${code}  ${where}\n      ${problem}\n      → ${action}`;

/** Returns the findings as text, or one line if there is none. */
export const textOf = (findings: readonly Finding[], checks: number) => {
  if (findings.length === 0) return `Nothing found in ${counted(checks, "check")}.`;
  const failures = findings.filter(({ severity }) => severity === "fail").length;
  const warnings = findings.length - failures;
  const total = `${counted(failures, "failure")}, ${counted(warnings, "warning")}.`;
  return [...findings.map(lines), total].join("\n\n");
};

export const jsonOf = (findings: readonly Finding[]) => JSON.stringify({ findings }, null, 2);

/** Returns 2 after a failure, 1 after a warning if warnings count, else 0. */
export const exitCodeOf = (findings: readonly Finding[], strict: boolean) => {
  if (findings.some(({ severity }) => severity === "fail")) return 2;
  return strict && findings.length > 0 ? 1 : 0;
};

import {
  type Check,
  type Context,
  type Dependencies,
  type Environment,
  type Finding,
  Found,
  fail,
} from "./check";
import { variables } from "./checks/variables.check";

const DEADLINE_MS = 5_000;
/** A check whose request is aborted at the deadline has time to say which address did not answer. */
const GRACE_MS = 200;

const late = ({ name }: Check, deadlineMs: number) =>
  fail({
    code: "doctor.check_timeout",
    where: name,
    problem: `The check ${name} did not finish within ${deadlineMs} ms.`,
    action: "Run the doctor again, and check the network if it repeats.",
  });

/** The message of the error is left out, because it can quote a secret. */
const broken = ({ name }: Check, err: unknown) =>
  fail({
    code: "doctor.check_failed",
    where: name,
    problem: `The check ${name} failed with ${err instanceof Error ? err.name : "an error"}.`,
    action: "Report this as a bug of the doctor.",
  });

/** Runs one check until its deadline. */
const runOne = async (check: Check, base: Omit<Context, "signal">, deadlineMs: number) => {
  const signal = AbortSignal.timeout(deadlineMs);
  const atDeadline = new Promise<Finding[]>((resolve) => {
    const end = () => resolve([late(check, deadlineMs)]);
    signal.addEventListener("abort", () => setTimeout(end, GRACE_MS));
  });
  const work = async () => check.run({ ...base, signal });
  const found = work().catch((err) => [err instanceof Found ? err.finding : broken(check, err)]);
  return Promise.race([found, atDeadline]);
};

const withoutDuplicates = (findings: readonly Finding[]) => [
  ...new Map(findings.map((finding) => [`${finding.code} ${finding.where}`, finding])).values(),
];

const bySeverity = (a: Finding, b: Finding) => a.severity.localeCompare(b.severity);

interface Options {
  checks: readonly Check[];
  deadlineMs?: number;
}

/**
 * Runs the checks of an environment side by side. The variables come first: a check that needs a wrong
 * one is skipped, so that one cause gives one finding.
 */
export const examine = async (
  environment: Environment,
  dependencies: Dependencies,
  { checks, deadlineMs = DEADLINE_MS }: Options,
): Promise<Finding[]> => {
  const base = { ...environment, ...dependencies };
  const ofVariables = await runOne(variables, base, deadlineMs);
  const wrong = new Set(ofVariables.map(({ where }) => where));
  const able = checks.filter(({ needs }) => !needs.some((name) => wrong.has(name)));
  const found = await Promise.all(able.map((check) => runOne(check, base, deadlineMs)));
  return withoutDuplicates([...ofVariables, ...found.flat()]).toSorted(bySeverity);
};

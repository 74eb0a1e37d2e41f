import { z } from "zod";
import { type Check, type Environment, type Finding, fail, isDeployed } from "#doctor/check";
import { secretsLeft, unencryptedIn } from "#kernel/env";

interface Fault {
  name: string;
  worker: string;
  message: string | undefined;
}

/** Returns what a Worker would refuse at its first request. The message is undefined if a value is missing. */
const faultsOf = ({ workers }: Environment): Fault[] =>
  workers.flatMap(({ worker, shape, values }) => {
    const issues = z.object(shape).safeParse(values).error?.issues ?? [];
    return issues.map(({ path, message }) => {
      const name = String(path[0]);
      return { name, worker, message: values[name] ? message : undefined };
    });
  });

const faultFinding = (name: string, faults: readonly Fault[]) => {
  const workers = [...new Set(faults.map(({ worker }) => worker))].join(", ");
  const message = faults.find((fault) => fault.message)?.message;
  if (message === undefined)
    return fail({
      code: "variable.missing",
      where: name,
      problem: `${name} is missing in ${workers}.`,
      action: `Set ${name}.`,
    });
  return fail({
    code: "variable.malformed",
    where: name,
    problem: `${name} is malformed in ${workers}: ${message}.`,
    action: `Correct ${name}.`,
  });
};

const developmentSecret = (name: string) =>
  fail({
    code: "variable.development_secret",
    where: name,
    problem: `${name} has a development value.`,
    action: `Replace ${name} by a secret of its own.`,
  });

const unencrypted = (name: string) =>
  fail({
    code: "variable.not_https",
    where: name,
    problem: `${name} is an address without encryption.`,
    action: `Set ${name} to an https address.`,
  });

/** Returns the names that two Workers have with different values. */
const differing = ({ workers }: Environment) => {
  const all = workers.flatMap(({ values }) => Object.entries(values));
  const byName = Map.groupBy(all, ([name]) => name);
  return [...byName]
    .filter(([, entries]) => new Set(entries.map(([, value]) => value)).size > 1)
    .map(([name]) => name);
};

const differs = (name: string) =>
  fail({
    code: "variable.differs",
    where: name,
    problem: `${name} has different values in different Workers.`,
    action: `Give all Workers the same ${name}.`,
  });

/** Checks every variable with the schemas of the Workers, and by the rules of deployed environments. */
export const variables: Check = {
  name: "variables",
  needs: [],
  run(context): Finding[] {
    const faults = Map.groupBy(faultsOf(context), ({ name }) => name);
    const { values } = context;
    const deployed = isDeployed(context)
      ? [...secretsLeft(values).map(developmentSecret), ...unencryptedIn(values).map(unencrypted)]
      : [];
    return [
      ...[...faults].map(([name, ofName]) => faultFinding(name, ofName)),
      ...deployed,
      ...differing(context).map(differs),
    ];
  },
};

import type { z } from "zod";

/** What is wrong in an environment, and what to do about it. */
export interface Finding {
  /** A stable name, such as `stripe.webhook_disabled`. */
  code: string;
  severity: "fail" | "warn";
  /** The variable, address or object that is concerned. */
  where: string;
  problem: string;
  /** One imperative sentence. */
  action: string;
}

/** The variables of one Worker, with the schema of its env.ts. */
export interface WorkerVariables {
  worker: string;
  shape: z.ZodRawShape;
  values: Readonly<Record<string, string | undefined>>;
}

/** A shop to check: its variables and its address. */
export interface Environment {
  workers: readonly WorkerVariables[];
  /** The variables of all Workers together. */
  values: Readonly<Record<string, string | undefined>>;
  /** The shop's address, without a final slash. */
  url: string;
}

export interface Dns {
  /** Returns whether a host name has an address. */
  resolves(host: string): Promise<boolean>;
  /** Returns the TXT records of a name; none if it does not exist. */
  txt(name: string): Promise<string[]>;
}

export type Send = (url: string, init: RequestInit) => Promise<Response>;

/** The dependencies of the checks. Tests replace the clock, the DNS and the network. */
export interface Dependencies {
  send: Send;
  dns: Dns;
  now(): number;
}

export interface Context extends Environment, Dependencies {
  /** Aborts at the check's deadline. */
  signal: AbortSignal;
}

/** One row of the registry. It only reads. */
export interface Check {
  name: string;
  /** The variables without which the check cannot run. It is skipped while one of them is wrong. */
  needs: readonly string[];
  run(context: Context): Promise<Finding[]> | Finding[];
}

/** Ends a check with a finding. */
export class Found extends Error {
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.code);
    this.finding = finding;
  }
}

export const fail = (finding: Omit<Finding, "severity">): Finding => ({
  ...finding,
  severity: "fail",
});
export const warn = (finding: Omit<Finding, "severity">): Finding => ({
  ...finding,
  severity: "warn",
});

/** Returns the value of a variable that the check needs, or an empty string. */
export const valueIn = ({ values }: Pick<Environment, "values">, name: string) =>
  values[name] ?? "";

/** Whether customers may depend on the environment, so that development shortcuts are wrong. */
export const isDeployed = ({ values: { ENVIRONMENT } }: Pick<Environment, "values">) =>
  ENVIRONMENT === "staging" || ENVIRONMENT === "production";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Returns an address in which every name of this machine is the same. */
export const sameMachine = (text: string) => {
  const url = URL.parse(text);
  if (url && LOOPBACK.has(url.hostname)) url.hostname = "localhost";
  return url?.href ?? text;
};

export const isLoopback = (text: string) => LOOPBACK.has(URL.parse(text)?.hostname ?? "");

import type { Cost } from "#workers/users/passwords/kdf.rules";
import { KDFS } from "#workers/users/passwords/kdfs.rules";
import type { Scenario } from "./scenarios";
import { table } from "./table";

/** The cost of one derivation in isolation, with the cost parameters of new hashes. */
export interface KdfCost {
  name: string;
  cost: Cost;
  perSecond: number;
  /** Null where the system has no /proc. */
  cpuMs: number | null;
}

/** Each KDF runs in the KDF Worker, one derivation at a time. */
export const KDF_SCENARIOS: readonly (Scenario & Pick<KdfCost, "cost">)[] = KDFS.map(
  ({ name, recommended }) => ({
    name,
    title: name,
    unit: `GET /${name}`,
    target: null,
    clientsMax: 1,
    cost: recommended,
    begin:
      () =>
      async ({ ask }) => {
        await ask({ method: "GET", path: `/${name}`, expect: 200 });
      },
  }),
);

const written = (cost: Cost) =>
  Object.entries(cost)
    .map(([name, value]) => `${name}=${value}`)
    .join(",");

/** The first KDF makes the new hashes. */
export const kdfTable = (kdfs: readonly KdfCost[]) =>
  table([
    ["KDF by itself", "cost", "per second", "CPU"],
    ...kdfs.map(({ name, cost, perSecond, cpuMs }) => [
      ...[name, written(cost), perSecond.toFixed(1)],
      cpuMs === null ? "–" : `${cpuMs.toFixed(0)} ms`,
    ]),
  ]);

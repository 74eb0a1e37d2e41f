import { lookup, resolveTxt } from "node:dns/promises";
import type { Dependencies } from "./check";

/** The network, the DNS and the clock of this machine. */
export const systemDependencies: Dependencies = {
  send: (url, init) => fetch(url, init),
  now: () => Date.now(),
  dns: {
    resolves: (host) =>
      lookup(host).then(
        () => true,
        () => false,
      ),
    txt: (name) =>
      resolveTxt(name).then(
        (records) => records.map((chunks) => chunks.join("")),
        () => [],
      ),
  },
};

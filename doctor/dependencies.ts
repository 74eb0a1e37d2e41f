import { lookup, resolveTxt } from "node:dns/promises";
import type { Tools } from "./check";

/** The network, the DNS and the clock of this machine. */
export const systemTools: Tools = {
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

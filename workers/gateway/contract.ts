import type { ServiceHealth } from "#kernel/entrypoint";

/** One Worker in the registry. Bindings connect the Workers; the registry only shows them. */
export interface ServiceEntry {
  name: string;
  version: string;
  /** The service binding by which the gateway calls it. */
  binding: string;
  routes: string[];
  health: ServiceHealth["dependencies"];
}

export interface Readiness {
  status: "ok" | "degraded" | "down";
  version: string;
  services: ServiceHealth[];
}

import type { ServiceHealth } from "#kernel/entrypoint";

/** One line of the registry. Bindings replace look-up; what is left is to show what there is. */
export interface ServiceEntry {
  name: string;
  version: string;
  /** The service binding by which the gateway reaches it. */
  binding: string;
  routes: string[];
  health: ServiceHealth["dependencies"];
}

export interface Readiness {
  status: "ok" | "degraded" | "down";
  version: string;
  services: ServiceHealth[];
}

import type { UpstreamCalls } from "./journals";

/** Requests per second of a Worker alone, and CPU time of its runtime per request. */
export interface Yardstick {
  perSecond: number;
  cpuMs: number | null;
}

/** The result of one scenario. */
export interface Result {
  name: string;
  title: string;
  unit: string;
  units: number;
  errors: number;
  errorSamples: string[];
  seconds: number;
  unitsPerSecond: number;
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** The bare Worker, right before and right after. */
  bare: Yardstick[];
  /** `unitsPerSecond` as a share of its mean requests per second. */
  ofBare: number;
  target: number | null;
  upstream: UpstreamCalls;
  /** CPU milliseconds per unit, by process; empty where the system has no /proc. */
  cpuMsPerUnit: Record<string, number>;
}

import type { FaultPlan, FaultRule } from "#cloud/faults";
import { VENDORS, type Vendor } from "#dev/clouds";
import type { Options } from "./options";

/** The rates per call of docs/decisions/0180-chaos-runs-kill-real-processes.md. */
const EVERY_CALL: readonly FaultRule[] = [
  { kind: "drop-before", rate: 0.02 },
  { kind: "apply-then-drop", rate: 0.02 },
  { kind: "delay", rate: 0.015, ms: 20 },
  { kind: "delay", rate: 0.01, ms: 300 },
  { kind: "delay", rate: 0.005, ms: 3000 },
  { kind: "error-before", rate: 0.01 },
  { kind: "error-after", rate: 0.01 },
  { kind: "truncate", rate: 0.002 },
  { kind: "rate-limit", rate: 0.001 },
];
const EVERY_DELIVERY: readonly FaultRule[] = [
  { kind: "duplicate", rate: 0.05 },
  { kind: "reorder", rate: 0.1 },
];
const NO_DELIVERY: FaultRule = { kind: "forget", rate: 1 };

const PROVIDERS: readonly Vendor[] = ["stripe", "razorpay"];

/** Rules that stay after the faults, because they are the mode of the run. */
export const lastingRules = (vendor: Vendor, { noWebhooks, amnesiacQueue }: Options) =>
  (noWebhooks && PROVIDERS.includes(vendor)) || (amnesiacQueue && vendor === "qstash")
    ? [NO_DELIVERY]
    : [];

const rulesOf = (vendor: Vendor, options: Options): FaultRule[] => {
  const delivers = vendor === "qstash" || vendor === "twilio" || PROVIDERS.includes(vendor);
  return [...lastingRules(vendor, options), ...EVERY_CALL, ...(delivers ? EVERY_DELIVERY : [])];
};

/** Returns the faults of a stand-in. Each start of its process draws others from the same seed. */
export const faultsOf = (vendor: Vendor, starts: number, options: Options): FaultPlan => ({
  seed: options.seed * 1009 + VENDORS.indexOf(vendor) * 101 + starts,
  rules: rulesOf(vendor, options),
});

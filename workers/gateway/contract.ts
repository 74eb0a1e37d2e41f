import * as z from "zod";
import type { ServiceHealth } from "#kernel/entrypoint";

const HealthOfDependency = z.strictObject({
  name: z.string(),
  status: z.enum(["ok", "down"]),
  latencyMs: z.number(),
  /** The shop works without an optional dependency. */
  optional: z.boolean(),
});

const HealthOfService = z
  .strictObject({
    service: z.string(),
    version: z.string(),
    dependencies: z.array(HealthOfDependency),
    /** Age of the oldest event that is not acknowledged; missing if there is none. */
    oldestEventSeconds: z.number().exactOptional(),
  })
  .meta({ id: "ServiceHealth" }) satisfies z.ZodType<ServiceHealth>;

/** Where a client finds what the shop offers. */
export const Directory = z.strictObject({
  name: z
    .string()
    .exactOptional()
    .describe("Of the shop; missing while its settings cannot be read."),
  version: z.string(),
  documentation: z.literal("/docs"),
  openapi: z.literal("/openapi.json"),
  health: z.literal("/health"),
});
export type Directory = z.infer<typeof Directory>;

export const Liveness = z.strictObject({ status: z.literal("ok"), version: z.string() });
export type Liveness = z.infer<typeof Liveness>;

const ReadinessStatus = z.enum(["ok", "degraded", "down"]);

/** What callers without access to details see. */
export const ShopStatus = z.strictObject({ status: ReadinessStatus });

/** The health of every Worker and its dependencies. */
export const Readiness = z
  .strictObject({
    status: ReadinessStatus,
    version: z.string(),
    services: z.array(HealthOfService),
  })
  .meta({ id: "Readiness" });
export type Readiness = z.infer<typeof Readiness>;

/** One Worker in the list of services. Service bindings replace discovery, so the list is only informative. */
export const ServiceEntry = z
  .strictObject({
    name: z.string(),
    version: z.string(),
    /** The service binding by which the gateway reaches it. */
    binding: z.string(),
    routes: z.array(z.string()).describe("Method and path of each, such as `GET /v1/products`."),
    health: z.array(HealthOfDependency),
  })
  .meta({ id: "ServiceEntry" });
export type ServiceEntry = z.infer<typeof ServiceEntry>;

const Row = z.record(z.string(), z.unknown());
const Rows = z.array(Row).exactOptional();

/** The stored data of an account: the parts of all Workers in one document. Each Worker decides the fields of its rows. */
export const PersonalData = z
  .strictObject({
    exportedAt: z.iso.datetime(),
    account: Row.exactOptional(),
    addresses: Rows,
    consents: Rows,
    sessions: Rows,
    secondFactors: Row.exactOptional(),
    challenges: Rows,
    apiKeys: Rows,
    audit: Rows,
    carts: Rows,
    orders: Rows,
    payments: Rows,
    savedCards: Rows,
    reviews: Rows,
    customerGroups: Rows,
    wishlist: Rows,
    messages: Rows,
    mailSuppression: z
      .strictObject({ reason: z.string(), reportedAt: z.iso.datetime() })
      .nullable()
      .describe("Why the address gets required mails only; null if it gets all."),
  })
  .meta({ id: "PersonalData" });

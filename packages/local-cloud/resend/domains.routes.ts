import { Hono } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import { Failure } from "./failure";

type RecordStatus = "not_started" | "pending" | "verified" | "failed";

/** A domain of the account, with the status of its DNS records. */
export interface SenderDomain {
  name: string;
  spf?: RecordStatus;
  dkim?: RecordStatus;
}

const CREATED_AT = "2026-01-01 00:00:00.000000+00";

const domainOf = ({ name, spf = "verified", dkim = "verified" }: SenderDomain) => ({
  id: crypto.randomUUID(),
  name,
  status: [spf, dkim].find((status) => status !== "verified") ?? "verified",
  created_at: CREATED_AT,
  region: "eu-west-1",
  capabilities: { sending: "enabled", receiving: "disabled" },
  records: [
    { record: "SPF", name: "send", type: "TXT", ttl: "Auto", status: spf, value: "v=spf1 ~all" },
    {
      ...{ record: "DKIM", name: "resend._domainkey", type: "TXT", ttl: "Auto", status: dkim },
      value: "p=",
    },
  ],
});

/** `GET /domains` lists the domains without their records, which `GET /domains/{id}` has. */
export const domainRoutes = (domains: readonly SenderDomain[]) => {
  const app = new Hono<StandInEnv>();
  const all = domains.map(domainOf);
  app.get("/", (c) =>
    c.json({
      object: "list",
      has_more: false,
      data: all.map(({ records: _, ...listed }) => listed),
    }),
  );
  app.get("/:id", (c) => {
    const found = all.find(({ id }) => id === c.req.param("id"));
    if (!found) throw new Failure("not_found", "Domain not found");
    return c.json({ object: "domain", ...found });
  });
  return app;
};

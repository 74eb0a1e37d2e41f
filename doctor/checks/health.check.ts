import { z } from "zod";
import { type Check, type Context, type Finding, fail, warn } from "#doctor/check";
import { EnvironmentName } from "#kernel/env";
import { monitorSecretOf } from "#workers/gateway/env";

const Dependency = z.object({ name: z.string(), status: z.string() });
const Service = z.object({ service: z.string(), dependencies: z.array(Dependency) });
const Readiness = z.object({
  status: z.enum(["ok", "degraded", "down"]),
  services: z.array(Service).optional(),
});
type Readiness = z.infer<typeof Readiness>;

const unreachable = (url: string, why: string) =>
  fail({
    code: "shop.unreachable",
    where: url,
    problem: `The shop does not answer (${why}).`,
    action: "Correct the address, or deploy the gateway.",
  });

const downIn = ({ services = [] }: Readiness) =>
  services.flatMap(({ service, dependencies }) =>
    dependencies.filter(({ status }) => status === "down").map(({ name }) => `${service} ${name}`),
  );

const notReady = (url: string, readiness: Readiness) => {
  const { status } = readiness;
  const found = {
    code: `shop.${status}`,
    where: `${url}/health/ready`,
    problem: `The shop is ${status}: ${downIn(readiness).join(", ") || "events wait, or details are hidden"}.`,
    action: "Repair the dependencies that are down, and read the Workers' log.",
  };
  return status === "down" ? fail(found) : warn(found);
};

const monitorRefused = (url: string) =>
  warn({
    code: "shop.monitor_refused",
    where: `${url}/health/ready`,
    problem: "The shop does not accept MONITOR_SECRET.",
    action: "Deploy the gateway's MONITOR_SECRET, or correct it in the checked environment.",
  });

const monitorOf = ({ values }: Context) => {
  const ENVIRONMENT = EnvironmentName.catch("production").parse(values.ENVIRONMENT);
  return monitorSecretOf({ ENVIRONMENT, MONITOR_SECRET: values.MONITOR_SECRET });
};

/** Checks that the shop answers and is ready. */
export const health: Check = {
  name: "health",
  needs: ["PUBLIC_URL", "ENVIRONMENT", "MONITOR_SECRET"],
  async run(context): Promise<Finding[]> {
    const { send, signal, url } = context;
    const secret = monitorOf(context);
    const headers: Record<string, string> = secret ? { authorization: `Bearer ${secret}` } : {};
    const answer = await send(`${url}/health/ready`, { headers, signal }).catch(() => undefined);
    if (!answer) return [unreachable(url, "no answer")];
    const read = Readiness.safeParse(await answer.json().catch(() => undefined));
    if (!read.success) return [unreachable(url, `status ${answer.status}`)];
    return [
      ...(read.data.status === "ok" ? [] : [notReady(url, read.data)]),
      ...(secret && !read.data.services ? [monitorRefused(url)] : []),
    ];
  },
};

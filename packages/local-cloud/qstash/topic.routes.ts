import { Hono } from "hono";
import { z } from "zod";
import type { StandInEnv } from "#cloud/frame/stand-in";
import type { Cloud } from "./cloud";
import { isHttpUrl, refuse } from "./instructions";

const Endpoints = z.object({
  endpoints: z
    .array(
      z.object({
        url: z.string().refine(isHttpUrl, "endpoint has invalid scheme, add http:// or https://"),
        name: z.string().optional(),
      }),
    )
    .min(1),
});
const Removed = z.object({
  endpoints: z.array(z.object({ url: z.string().optional(), name: z.string().optional() })).min(1),
});

const parse = async <T>(schema: z.ZodType<T>, request: Request): Promise<T> => {
  const parsed = schema.safeParse(await request.json().catch(() => undefined));
  return parsed.success
    ? parsed.data
    : refuse(400, parsed.error.issues[0]?.message ?? "invalid endpoints");
};

/** URL groups, on the wire still called topics. */
export const topicRoutes = ({ topics, clock }: Cloud) => {
  const app = new Hono<StandInEnv>();
  app.get("/", (c) => c.json(topics.list()));
  app.get("/:name", (c) => {
    const name = c.req.param("name");
    return c.json(topics.get(name) ?? refuse(404, `topic ${name} not found`));
  });
  app.delete("/:name", (c) => {
    topics.remove(c.req.param("name"));
    return c.body(null, 200);
  });
  app.post("/:name/endpoints", async (c) => {
    const { endpoints } = await parse(Endpoints, c.req.raw);
    topics.add(c.req.param("name"), endpoints, clock());
    return c.body(null, 200);
  });
  app.delete("/:name/endpoints", async (c) => {
    const { endpoints } = await parse(Removed, c.req.raw);
    topics.removeEndpoints(c.req.param("name"), endpoints, clock());
    return c.body(null, 200);
  });
  return app;
};

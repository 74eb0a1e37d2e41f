import { z } from "zod";

/** The value that every key and token has in development, and that production refuses. */
export const DEVELOPMENT_SECRET = "bodega-dev";

export const EnvironmentName = z.enum(["development", "test", "staging", "production"]);

/** What every Worker's environment holds besides its own. */
export const CommonEnv = {
  ENVIRONMENT: EnvironmentName,
  VERSION: z.string().default("0.1.0"),
};

/** What a Worker with an outbox needs: the queue, and the public address it delivers to. */
export const QueueEnv = {
  QSTASH_URL: z.url(),
  QSTASH_TOKEN: z.string().min(1),
  PUBLIC_URL: z.url(),
};

/** The storefronts whose pages may call the shop from a browser, separated by commas. */
export const StorefrontOrigins = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((origin) => origin.trim())
      .filter(Boolean),
  )
  .pipe(z.array(z.url()));

/** The environment does not hold what a Worker needs; the message names each value. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

const secretsLeft = (values: Record<string, unknown>) =>
  Object.entries(values)
    .filter(([, value]) => typeof value === "string" && value.includes(DEVELOPMENT_SECRET))
    .map(([name]) => name);

/**
 * A Worker's variables and secrets, checked. Bindings to other Workers are left out of the schema:
 * the deploy checks those.
 * @throws EnvironmentError naming every value that is missing or malformed, and in staging and
 * production every one that still has its development value
 */
export const parseEnv = <Shape extends z.ZodRawShape>(
  worker: string,
  shape: Shape,
  bindings: object,
): z.infer<z.ZodObject<Shape>> => {
  const parsed = z.object(shape).safeParse(bindings);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".")} (${message})`);
    throw new EnvironmentError(`${worker} refuses to start: ${faults.join(", ")}`);
  }
  const { ENVIRONMENT } = bindings as { ENVIRONMENT?: string };
  const left = secretsLeft(parsed.data);
  if ((ENVIRONMENT === "production" || ENVIRONMENT === "staging") && left.length > 0) {
    throw new EnvironmentError(
      `${worker} refuses to start: ${left.join(", ")} still has its development value`,
    );
  }
  return parsed.data;
};

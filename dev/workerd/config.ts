import { relative, resolve } from "node:path";
import { R2_SERVICE } from "#cloud/r2/service";
import { RATE_LIMIT_MODULE } from "#cloud/rate-limit";
import { ROOT } from "#dev/install";
import type { Bundle } from "./bundle";
import type { Wiring } from "./wiring";

/** The service that fires a Worker's cron. Only its own loopback socket can reach it. */
const CRON = "bodega-cron";
const CRON_WORKER = `export default {
  async fetch(request, env) { return Response.json(await env.TARGET.scheduled({ cron: "" })); }
};`;

const quoted = (text: string) => JSON.stringify(text);
const list = (items: readonly string[]) => `[${items.join(", ")}]`;

/** The kinds of modules that wrangler writes, by their extensions. */
const MODULE_KINDS: readonly [RegExp, string][] = [
  [/\.m?js$/, "esModule"],
  [/\.cjs$/, "commonJsModule"],
  [/\.wasm$/, "wasm"],
  [/\.(txt|html|sql|lua)$/, "text"],
  [/\.(bin|ttf)$/, "data"],
];

const kindOf = (module: string) => {
  const [, kind] = MODULE_KINDS.find(([end]) => end.test(module)) ?? [];
  if (!kind) throw new Error(`${module} has no type that a Worker can import.`);
  return kind;
};

/** The name of the rate limit module in workerd. */
const RATE_LIMIT = "bodega:rate-limit";

const rateLimit = ({ name, simple: { limit, period } }: Wiring["rateLimits"][number]) =>
  `(name = ${quoted(name)}, wrapped = (moduleName = ${quoted(RATE_LIMIT)}, innerBindings = [
        (name = "limit", json = "${limit}"), (name = "period", json = "${period}")]))`;

const serviceOf = (bucket: string) => `r2:${bucket}`;

/** Each bucket as a service that passes the binding's requests on to the stand-in at `R2_URL`. */
const buckets = (bundles: readonly Bundle[]) => {
  const names = new Set(
    bundles.flatMap(({ wiring }) => wiring.buckets.map(({ bucket_name }) => bucket_name)),
  );
  const { compatibilityDate } = bundles[0]?.wiring ?? { compatibilityDate: "" };
  return [...names].map(
    (name) => `
    (name = ${quoted(serviceOf(name))}, worker = (
      modules = [(name = "index.js", esModule = ${quoted(R2_SERVICE)})],
      compatibilityDate = ${quoted(compatibilityDate)},
      bindings = [
        (name = "BUCKET", text = ${quoted(name)}),
        (name = "R2_URL", fromEnvironment = "R2_URL"),
        (name = "R2_TOKEN", fromEnvironment = "R2_TOKEN"),
      ],
      globalOutbound = "network",
    )),`,
  );
};

const worker = (
  { wiring, folder, modules }: Bundle,
  variables: readonly string[],
  home: string,
) => `
    (name = ${quoted(wiring.name)}, worker = (
      modules = ${list(
        modules.map(
          (module) =>
            `(name = ${quoted(module)}, ${kindOf(module)} = embed ${quoted(relative(home, `${folder}/${module}`))})`,
        ),
      )},
      compatibilityDate = ${quoted(wiring.compatibilityDate)},
      compatibilityFlags = ${list(wiring.compatibilityFlags.map(quoted))},
      bindings = ${list([
        ...variables.map((name) => `(name = ${quoted(name)}, fromEnvironment = ${quoted(name)})`),
        ...wiring.services.map(
          ({ binding, service }) => `(name = ${quoted(binding)}, service = ${quoted(service)})`,
        ),
        ...wiring.rateLimits.map(rateLimit),
        ...wiring.buckets.map(
          ({ binding, bucket_name }) =>
            `(name = ${quoted(binding)}, r2Bucket = ${quoted(serviceOf(bucket_name))})`,
        ),
        ...(wiring.assets ? [`(name = ${quoted(wiring.assets.binding)}, service = "assets")`] : []),
      ])},
      globalOutbound = "network",
    )),`;

/**
 * `service_binding_extra_handlers` is experimental, and the only way to call `scheduled()` without
 * wrangler.
 */
const cron = (target: string, compatibilityDate: string) => `
    (name = ${quoted(CRON)}, worker = (
      modules = [(name = "index.js", esModule = ${quoted(CRON_WORKER)})],
      compatibilityDate = ${quoted(compatibilityDate)},
      compatibilityFlags = ["service_binding_extra_handlers"],
      bindings = [(name = "TARGET", service = ${quoted(target)})],
    )),`;

/** The folder of a Worker's static assets, served as files. */
const assets = (bundles: readonly Bundle[]) =>
  bundles.flatMap(({ wiring }) =>
    wiring.assets
      ? [
          `
    (name = "assets", disk = (path = ${quoted(resolve(ROOT, wiring.assets.directory))})),`,
        ]
      : [],
  );

interface ConfigOptions {
  /** The listening Worker first. */
  bundles: readonly [Bundle, ...Bundle[]];
  /** Names of the variables of every Worker. workerd reads their values from its environment. */
  variables: readonly string[];
  /** The folder of the configuration file. */
  home: string;
}

/**
 * Returns the configuration of workerd: every Worker with its bindings, one socket for the first
 * Worker and one for its cron. It contains no secret.
 * https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp
 */
export const workerdConfig = ({ bundles, variables, home }: ConfigOptions) => {
  const { name, compatibilityDate } = bundles[0].wiring;
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [${bundles.map((bundle) => worker(bundle, variables, home)).join("")}${buckets(bundles).join("")}${assets(bundles).join("")}${cron(name, compatibilityDate)}
    (name = "network", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [
    (name = "shop", address = "127.0.0.1:0", http = (), service = ${quoted(name)}),
    (name = "cron", address = "127.0.0.1:0", http = (), service = ${quoted(CRON)}),
  ],
  extensions = [(modules = [
    (name = ${quoted(RATE_LIMIT)}, internal = true, esModule = ${quoted(RATE_LIMIT_MODULE)}),
  ])],
);
`;
};

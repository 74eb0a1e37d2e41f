import { relative } from "node:path";
import { RATE_LIMIT_MODULE } from "#cloud/rate-limit";
import type { Bundle } from "./bundle";
import type { Wiring } from "./wiring";

/** The service that fires a Worker's cron. Nothing else can reach it than its own loopback socket. */
const CRON = "bodega-cron";
const CRON_WORKER = `export default {
  async fetch(request, env) { return Response.json(await env.TARGET.scheduled({ cron: "" })); }
};`;

const quoted = (text: string) => JSON.stringify(text);
const list = (items: readonly string[]) => `[${items.join(", ")}]`;

/** The kinds of modules that wrangler writes, by the end of their names. */
const MODULE_KINDS: readonly [RegExp, string][] = [
  [/\.m?js$/, "esModule"],
  [/\.cjs$/, "commonJsModule"],
  [/\.wasm$/, "wasm"],
  [/\.(txt|html|sql|lua)$/, "text"],
  [/\.bin$/, "data"],
];

const kindOf = (module: string) => {
  const [, kind] = MODULE_KINDS.find(([end]) => end.test(module)) ?? [];
  if (!kind) throw new Error(`${module} is of no kind that a Worker can import.`);
  return kind;
};

/** The name under which workerd knows the module of rate limit bindings. */
const RATE_LIMIT = "bodega:rate-limit";

const rateLimit = ({ name, simple: { limit, period } }: Wiring["rateLimits"][number]) =>
  `(name = ${quoted(name)}, wrapped = (moduleName = ${quoted(RATE_LIMIT)}, innerBindings = [
        (name = "limit", json = "${limit}"), (name = "period", json = "${period}")]))`;

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
      ])},
      globalOutbound = "network",
    )),`;

/** `service_binding_extra_handlers` is experimental, and the one way to `scheduled()` without wrangler. */
const cron = (target: string, compatibilityDate: string) => `
    (name = ${quoted(CRON)}, worker = (
      modules = [(name = "index.js", esModule = ${quoted(CRON_WORKER)})],
      compatibilityDate = ${quoted(compatibilityDate)},
      compatibilityFlags = ["service_binding_extra_handlers"],
      bindings = [(name = "TARGET", service = ${quoted(target)})],
    )),`;

interface ConfigOptions {
  /** The first one is the one that listens. */
  bundles: readonly [Bundle, ...Bundle[]];
  /** Names of the variables that every Worker has; workerd takes their values from its environment. */
  variables: readonly string[];
  /** The folder that the configuration will lie in. */
  home: string;
}

/**
 * The configuration of workerd: every Worker with its bindings, one socket for the first of them and
 * one for its cron. It holds no secret. https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp
 */
export const workerdConfig = ({ bundles, variables, home }: ConfigOptions) => {
  const { name, compatibilityDate } = bundles[0].wiring;
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [${bundles.map((bundle) => worker(bundle, variables, home)).join("")}${cron(name, compatibilityDate)}
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

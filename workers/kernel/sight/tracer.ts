import * as z from "zod";
import { CommonEnv } from "#kernel/env";
import { type AnalyticsBinding, recordCall } from "#kernel/sight/analytics";
import { otlpExporter } from "#kernel/sight/exporter";
import type { Tracer } from "#kernel/sight/served-call";

const Vars = z.object(CommonEnv);

/**
 * Returns what takes a Worker's spans: the receiver of its variables, and Analytics Engine; undefined without
 * both. Malformed variables are reported by the Worker itself, which refuses to start.
 */
export const tracerOf = (service: string, env: AnalyticsBinding): Tracer | undefined => {
  const vars = Vars.safeParse(env).data;
  const endpoint = vars?.OTEL_EXPORTER_OTLP_ENDPOINT;
  const { ANALYTICS: analytics } = env;
  if (!vars || (!endpoint && !analytics)) return undefined;
  const { VERSION: version, ENVIRONMENT: environment } = vars;
  const send = endpoint
    ? otlpExporter({
        endpoint,
        headers: vars.OTEL_EXPORTER_OTLP_HEADERS,
        service: { name: service, version, environment },
      })
    : undefined;
  return {
    service,
    ratio: vars.OTEL_TRACES_SAMPLER_ARG,
    async report(call, recording) {
      if (analytics) recordCall(analytics, call, recording);
      await send?.(recording.spans);
    },
  };
};

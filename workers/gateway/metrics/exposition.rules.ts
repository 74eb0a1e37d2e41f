import { type Gauge, METRICS, type MetricName } from "#kernel/sight/gauges";

/** The text format of Prometheus: https://prometheus.io/docs/instrumenting/exposition_formats/ */
export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

const escaped = (value: string) =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

const labelsOf = (labels: Record<string, string> = {}) => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
};

/** Returns gauges as text, grouped by metric in the order of `METRICS`. */
export const exposition = (gauges: readonly Gauge[]): string => {
  const byName = Map.groupBy(gauges, ({ name }) => name);
  const lines = Object.entries(METRICS).flatMap(([name, help]) => {
    const values = byName.get(name as MetricName) ?? [];
    if (values.length === 0) return [];
    const samples = values.map(({ labels, value }) => `${name}${labelsOf(labels)} ${value}`);
    return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...samples];
  });
  return `${lines.join("\n")}\n`;
};

import { PORTS, type Ports } from "#dev/ports";

/** Returns a free port for every server of a shop. */
export const freePorts = (): Ports => {
  const probes = Object.keys(PORTS).map((name) => {
    const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
    return { name, server };
  });
  const ports = Object.fromEntries(probes.map(({ name, server }) => [name, server.port])) as Ports;
  for (const { server } of probes) server.stop(true);
  return ports;
};

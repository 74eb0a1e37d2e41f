import { claimPort, type PortName } from "#dev/ports";

/**
 * Says whose port is taken before anything is started on it: a second shop on the same folder would
 * otherwise end the first one's Redis before it finds out.
 */
export const ensureFree = (name: PortName, port: number) => {
  const probe = claimPort(name, port, (number) =>
    Bun.serve({ hostname: "127.0.0.1", port: number, fetch: () => new Response() }),
  );
  return probe.stop(true);
};

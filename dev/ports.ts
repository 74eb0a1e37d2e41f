/** Every address of a shop on this machine, and the variable that moves it. */
export const PORTS = {
  shop: 8787,
  console: 8790,
  libsql: 8791,
  redis: 8792,
  qstash: 8793,
  typesense: 8794,
  resend: 8795,
  stripe: 8796,
} as const;
export type PortName = keyof typeof PORTS;
export type Ports = Record<PortName, number>;

const NAMES = Object.keys(PORTS) as PortName[];

export const portVariable = (name: PortName) => `BODEGA_${name.toUpperCase()}_PORT`;

const chosenPort = (name: PortName, given: string | undefined) => {
  const chosen =
    given === undefined ? PORTS[name] : given.trim() === "" ? Number.NaN : Number(given);
  if (!Number.isInteger(chosen) || chosen < 0 || chosen > 65_535) {
    throw new Error(`${portVariable(name)}=${given} is not a port.`);
  }
  return chosen;
};

/** Refuses a port for two of them; 0 is any free one. */
const ensureApart = (ports: Ports) => {
  for (const [port, names] of Map.groupBy(NAMES, (name) => ports[name])) {
    if (port === 0 || names.length === 1) continue;
    throw new Error(
      `Port ${port} is meant for ${names.join(" and ")}. Choose another for one of them, such as ${portVariable(names[0] as PortName)}=${port + 1000}`,
    );
  }
};

/** The address of each, moved by its variable. @throws naming what is no port, or one meant for two */
export const portsFrom = (environment: Record<string, string | undefined>): Ports => {
  const ports = Object.fromEntries(
    NAMES.map((name) => [name, chosenPort(name, environment[portVariable(name)])]),
  ) as Ports;
  ensureApart(ports);
  return ports;
};

/** Returns free ports, for tests. */
export const freePorts = (): Ports => {
  const held = Object.keys(PORTS).map((name) => {
    const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
    return { name, server };
  });
  const ports = Object.fromEntries(held.map(({ name, server }) => [name, server.port])) as Ports;
  for (const { server } of held) server.stop(true);
  return ports;
};

const isTaken = (err: unknown) =>
  /EADDRINUSE|in use/i.test(`${(err as { code?: string }).code} ${err}`);

/** Listens, or says in one sentence whose port is taken and how to take another. */
export const claimPort = <T>(name: PortName, port: number, listen: (port: number) => T): T => {
  try {
    return listen(port);
  } catch (err) {
    if (!isTaken(err)) throw err;
    throw new Error(
      `Port ${port} (${name}) is taken. End what listens there, or choose another: ${portVariable(name)}=${port + 1000} bun run dev`,
    );
  }
};

/**
 * Says whose port is taken before anything is started on it: wrangler would quietly take another, and
 * a second shop on the same folder would end the first one's Redis before it finds out.
 */
export const ensureFree = (name: PortName, port: number) => {
  const probe = claimPort(name, port, (number) =>
    Bun.serve({ hostname: "127.0.0.1", port: number, fetch: () => new Response() }),
  );
  return probe.stop(true);
};

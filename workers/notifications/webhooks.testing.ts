type Forward = (request: Request) => Response | Promise<Response>;

/** Starts the public address of the Worker's webhooks. It refuses them until a Worker is set. */
export const startReceiver = () => {
  let forward: Forward = () => new Response(null, { status: 503 });
  let answered = 0;
  let wake: (() => void) | undefined;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const answer = await forward(request);
      if (answer.ok) answered += 1;
      wake?.();
      return answer;
    },
  });
  return {
    publicUrl: `http://127.0.0.1:${server.port}`,
    addressOf: (vendor: string) => `http://127.0.0.1:${server.port}/webhooks/${vendor}`,
    setWorker(worker: Forward) {
      forward = worker;
    },
    /** Resolves once so many webhooks were accepted. */
    async accepted(count: number) {
      while (answered < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    stop: () => server.stop(true),
  };
};

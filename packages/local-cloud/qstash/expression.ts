/** What an `Upstash-Retry-Delay` expression may call, with how many arguments. */
const FUNCTIONS: Record<string, { arity: number; apply: (...args: number[]) => number }> = {
  pow: { arity: 2, apply: Math.pow },
  exp: { arity: 1, apply: Math.exp },
  sqrt: { arity: 1, apply: Math.sqrt },
  abs: { arity: 1, apply: Math.abs },
  floor: { arity: 1, apply: Math.floor },
  ceil: { arity: 1, apply: Math.ceil },
  round: { arity: 1, apply: Math.round },
  min: { arity: 2, apply: Math.min },
  max: { arity: 2, apply: Math.max },
};

const OPERATORS: Record<string, { rank: number; apply: (a: number, b: number) => number }> = {
  "+": { rank: 1, apply: (a, b) => a + b },
  "-": { rank: 1, apply: (a, b) => a - b },
  "*": { rank: 2, apply: (a, b) => a * b },
  "/": { rank: 2, apply: (a, b) => a / b },
  "%": { rank: 2, apply: (a, b) => a % b },
};

type Formula = (retried: number) => number;

const TOKEN = /\s*(\d+(?:\.\d+)?|[a-z]+|[-+*/%(),])/gy;

const tokensOf = (source: string) => {
  const tokens: string[] = [];
  let end = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(source); match; match = TOKEN.exec(source)) {
    tokens.push(match[1] ?? "");
    end = TOKEN.lastIndex;
  }
  if (source.slice(end).trim()) throw new SyntaxError(`unexpected "${source.slice(end).trim()}"`);
  return tokens;
};

class Parser {
  readonly #tokens: string[];

  constructor(source: string) {
    this.#tokens = tokensOf(source);
  }

  whole(): Formula {
    const formula = this.#sum(1);
    if (this.#tokens.length > 0) throw new SyntaxError(`unexpected "${this.#tokens[0]}"`);
    return formula;
  }

  /** Operators of this rank and above, from left to right. */
  #sum(rank: number): Formula {
    let left = rank > 2 ? this.#operand() : this.#sum(rank + 1);
    for (;;) {
      const operator = OPERATORS[this.#tokens[0] ?? ""];
      if (rank > 2 || operator?.rank !== rank) return left;
      this.#tokens.shift();
      const [a, b] = [left, this.#sum(rank + 1)];
      left = (retried) => operator.apply(a(retried), b(retried));
    }
  }

  #operand(): Formula {
    const token = this.#tokens.shift() ?? "end of expression";
    if (/^\d/.test(token)) return () => Number(token);
    if (token === "retried") return (retried) => retried;
    if (token === "-") {
      const operand = this.#operand();
      return (retried) => -operand(retried);
    }
    if (token === "(") {
      const inner = this.#sum(1);
      this.#expect(")");
      return inner;
    }
    return this.#call(token);
  }

  #call(name: string): Formula {
    const called = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (!called) throw new SyntaxError(`unexpected "${name}"`);
    this.#expect("(");
    const args = [this.#sum(1)];
    while (args.length < called.arity) {
      this.#expect(",");
      args.push(this.#sum(1));
    }
    this.#expect(")");
    return (retried) => called.apply(...args.map((argument) => argument(retried)));
  }

  #expect(token: string) {
    const found = this.#tokens.shift();
    if (found !== token) throw new SyntaxError(`expected "${token}", got "${found ?? "the end"}"`);
  }
}

/** Milliseconds as a function of how often a message was retried. Throws SyntaxError. */
export const parseRetryDelay = (source: string): Formula => new Parser(source).whole();

import { EventLog } from "./event-log.ts";
import { HostedModule, type ServedCarrier, type ServedModuleOptions } from "./hosted-module.ts";
import type { ModuleOrigin } from "./served-event.ts";

/** How modules are made where nobody says otherwise. */
export interface ModuleHostOptions {
  readonly options: ServedModuleOptions;
  readonly createCarrier: (() => ServedCarrier) | undefined;
  readonly showSecrets: boolean;
}

/** How many modules that have ended can still be looked into. */
const maxEnded = 20;

/** All modules of a server, by name, and what happens to them. */
export class ModuleHost {
  readonly events: EventLog = new EventLog();
  readonly #options: ModuleHostOptions;
  readonly #modules = new Map<string, HostedModule>();
  #count = 0;

  constructor(options: ModuleHostOptions) {
    this.#options = options;
  }

  get defaults(): ServedModuleOptions {
    return this.#options.options;
  }

  /** Makes a module. @throws SimulationOptionError `INVALID_OPTION` */
  create(origin: ModuleOrigin, options: ServedModuleOptions = this.defaults): HostedModule {
    const id = String(this.#count + 1);
    const hosted = new HostedModule({
      id,
      origin,
      options,
      createCarrier: this.#options.createCarrier,
      showSecrets: this.#options.showSecrets,
      tell: ({ connection }, body, atMs) =>
        this.events.add({ module: id, connection, atMs }, body).seq,
    });
    this.#count += 1;
    this.#modules.set(id, hosted);
    hosted.tellOf({ type: "created", origin });
    return hosted;
  }

  get(id: string): HostedModule | undefined {
    return this.#modules.get(id);
  }

  list(): readonly HostedModule[] {
    return [...this.#modules.values()];
  }

  /** Ends a module; it can be looked into for a while. */
  end(hosted: HostedModule): void {
    hosted.end();
    const ended = this.list().filter(({ isEnded }) => isEnded);
    for (const { id } of ended.slice(0, Math.max(0, ended.length - maxEnded))) {
      this.#modules.delete(id);
    }
  }

  /** Forgets a module altogether. */
  forget(hosted: HostedModule): void {
    hosted.end();
    this.#modules.delete(hosted.id);
  }

  close(): void {
    for (const hosted of this.list()) hosted.end();
  }
}

/** A timer that waits. */
export interface Timer {
  readonly atMs: number;
  /** Among those of one moment the one that was set first comes first. */
  readonly order: number;
  readonly run: () => void;
  /** The clock that it was set on. */
  readonly owner: object;
  /** Taken back, or run: it is passed over. */
  isOver: boolean;
}

/** As many timers that were taken back may lie in the queue before it is swept. */
const mostLeftovers = 64;

/** Timers by their time, as a binary heap. */
export class TimerQueue {
  #heap: Timer[] = [];
  #leftovers = 0;

  /** How many wait. */
  get size(): number {
    return this.#heap.length - this.#leftovers;
  }

  /** The timer that comes next. */
  get next(): Timer | undefined {
    for (let top = this.#heap[0]; top !== undefined; top = this.#heap[0]) {
      if (!top.isOver) return top;
      this.#pop();
      this.#leftovers -= 1;
    }
    return undefined;
  }

  push(timer: Timer): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(timer);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(timer, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = timer;
  }

  /** Takes out the timer that comes next. */
  take(): Timer | undefined {
    const timer = this.next;
    if (timer === undefined) return undefined;
    timer.isOver = true;
    this.#pop();
    return timer;
  }

  /** Takes a timer back; one that has run is passed over. */
  remove(timer: Timer): void {
    if (timer.isOver) return;
    timer.isOver = true;
    this.#leftovers += 1;
    if (this.#leftovers > mostLeftovers && this.#leftovers > this.#heap.length / 2) this.#sweep();
  }

  /** Timers that never run would be kept until their time has come. */
  #sweep(): void {
    const kept = this.#heap.filter(({ isOver }) => !isOver);
    // In order of time every list is a heap.
    kept.sort((a, b) => (isBefore(a, b) ? -1 : 1));
    this.#heap = kept;
    this.#leftovers = 0;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const [a, b] = [heap[left], heap[left + 1]];
      const isRight = a !== undefined && b !== undefined && isBefore(b, a);
      const child = isRight ? b : a;
      if (child === undefined || !isBefore(child, last)) break;
      heap[at] = child;
      at = isRight ? left + 1 : left;
    }
    heap[at] = last;
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.atMs === b.atMs ? a.order < b.order : a.atMs < b.atMs;
}

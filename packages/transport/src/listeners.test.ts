import { afterEach, describe, expect, it, vi } from "vitest";
import { Listeners } from "./listeners.ts";

describe("Listeners", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("calls the others when one throws, and lets the error surface as uncaught", () => {
    const surfaced: (() => void)[] = [];
    vi.spyOn(globalThis, "queueMicrotask").mockImplementation((task) => surfaced.push(task));
    const error = new Error("in a listener");
    const other = vi.fn();
    const listeners = new Listeners<number>();
    listeners.add(() => {
      throw error;
    });
    listeners.add(other);
    listeners.emit(1);
    expect(other).toHaveBeenCalledExactlyOnceWith(1);
    expect(surfaced).toHaveLength(1);
    expect(surfaced[0]).toThrow(error);
  });

  it("counts the same function once for each registration", () => {
    const listener = vi.fn();
    const listeners = new Listeners<number>();
    const remove = listeners.add(listener);
    listeners.add(listener);
    remove();
    remove();
    listeners.emit(1);
    expect(listener).toHaveBeenCalledOnce();
  });

  it("leaves out a listener that an earlier one removed, and one that was just added", () => {
    const late = vi.fn();
    const listeners = new Listeners<number>();
    let removeSecond = (): void => {};
    listeners.add(() => {
      removeSecond();
      listeners.add(late);
    });
    const second = vi.fn();
    removeSecond = listeners.add(second);
    listeners.emit(1);
    expect(second).not.toHaveBeenCalled();
    expect(late).not.toHaveBeenCalled();
  });
});

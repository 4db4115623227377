export type ArmPosition = 'closed' | 'opening' | 'open' | 'closing' | 'stuck';
export type Opening = { at: number; plate: string | null; by: string };

/** Which input of the camera each contact is wired to (0–3 = IO1–IO4); an unwired contact is never reported. */
export type BarrierWiring = { openEnd?: number; closedEnd?: number; loop?: number };

export type BarrierOptions = {
  name?: string;
  travelMs?: number;
  /** How long the truck stands in the loop; when it leaves, the controller closes by itself. */
  passMs?: number;
  wiring?: BarrierWiring;
};

export type SimulatedBarrier = ReturnType<typeof createBarrier>;

/**
 * A barrier with its own controller: pulse inputs, travel time, end switches, loop and close-after-pass.
 * The arm never closes onto an occupied loop; a locked or broken arm takes the pulse and does not move.
 */
export function createBarrier({ name = '道闸', travelMs = 3000, passMs = 2000, wiring = {} }: BarrierOptions = {}) {
  let position: ArmPosition = 'closed';
  let locked = false;
  let held = false;
  let broken = false;
  let loopOccupied = false;
  let travel: NodeJS.Timeout | undefined;
  let passing: NodeJS.Timeout | undefined;
  const openings: Opening[] = [];
  const listeners = new Set<(source: number, value: 0 | 1) => void>();
  const stats = { openPulses: 0, closePulses: 0, pulsesWithoutMovement: 0, reversals: 0 };

  const report = (source: number | undefined, value: 0 | 1): void => {
    if (source === undefined) return;
    for (const listener of listeners) listener(source, value);
  };
  const moveTo = (end: 'open' | 'closed'): void => {
    if (position === end) return;
    if (position === 'closed') report(wiring.closedEnd, 0);
    if (position === 'open') report(wiring.openEnd, 0);
    position = end === 'open' ? 'opening' : 'closing';
    clearTimeout(travel);
    travel = setTimeout(() => {
      position = end;
      report(end === 'open' ? wiring.openEnd : wiring.closedEnd, 1);
    }, travelMs);
    travel.unref();
  };
  const setLoop = (occupied: boolean): void => {
    if (occupied === loopOccupied) return;
    loopOccupied = occupied;
    report(wiring.loop, occupied ? 1 : 0);
    if (occupied && position === 'closing') {
      stats.reversals++;
      moveTo('open');
    }
    if (!occupied && !held && !broken && (position === 'open' || position === 'opening')) moveTo('closed');
  };

  return {
    name,
    openings,
    stats,
    wiring,
    get position(): ArmPosition {
      return broken ? 'stuck' : position;
    },
    get loopOccupied(): boolean {
      return loopOccupied;
    },
    get locked(): boolean {
      return locked;
    },
    get held(): boolean {
      return held;
    },
    /** The OPEN contact was pulsed. Returns whether the arm moves or is open. */
    pulseOpen(by: string, plate: string | null = null): boolean {
      stats.openPulses++;
      if (locked || broken) {
        stats.pulsesWithoutMovement++;
        return false;
      }
      openings.push({ at: Date.now(), plate, by });
      moveTo('open');
      return true;
    },
    pulseClose(): boolean {
      stats.closePulses++;
      if (locked || broken || held || loopOccupied) {
        stats.pulsesWithoutMovement++;
        return false;
      }
      moveTo('closed');
      return true;
    },
    /** A latched OPEN contact: the arm stays up until it is released. */
    hold(on: boolean, by = 'hold'): void {
      held = on;
      if (on && !locked && !broken && position !== 'open' && position !== 'opening') {
        openings.push({ at: Date.now(), plate: null, by });
        moveTo('open');
      }
      if (!on && !loopOccupied && !broken) moveTo('closed');
    },
    lock(on: boolean): void {
      locked = on;
    },
    /** A jammed or powerless arm: it takes pulses and stands still. */
    setBroken(on: boolean): void {
      broken = on;
      if (on) clearTimeout(travel);
    },
    setLoop,
    /** A vehicle drives through: loop on, and off again after `passMs`. */
    vehiclePasses(): void {
      setLoop(true);
      clearTimeout(passing);
      passing = setTimeout(() => setLoop(false), passMs);
      passing.unref();
    },
    /** Listens to the wired contacts; returns the function that ends it. */
    onInput(listener: (source: number, value: 0 | 1) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop(): void {
      clearTimeout(travel);
      clearTimeout(passing);
      listeners.clear();
    },
  };
}

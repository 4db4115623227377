/** What a browser keeps for its user (columns, density, theme, sound). Broken or refused storage means: nothing kept. */
export function kept<T>(name: string, fallback: T): T {
  try {
    const text = localStorage.getItem(`greengate.${name}`);
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

/** Keeps a value; silently does nothing where the browser allows no storage. */
export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(`greengate.${name}`, JSON.stringify(value));
  } catch {
    return;
  }
}

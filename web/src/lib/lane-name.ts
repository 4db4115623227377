/** Entrance and lane in one name; a lane that is already called after its entrance is not called so twice. */
export function laneName(lane: { entranceName: string; name: string }): string {
  return lane.name.startsWith(lane.entranceName) ? lane.name : `${lane.entranceName} ${lane.name}`;
}

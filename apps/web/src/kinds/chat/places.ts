/** Where the user was in the rooms that were shown before: the sequence at the top, unless that was the end. */
const places = new Map<string, number>();

export function savePlace(room: string, sequence: number | undefined): void {
  if (sequence === undefined) places.delete(room);
  else places.set(room, sequence);
}

export function loadPlace(room: string): number | undefined {
  return places.get(room);
}

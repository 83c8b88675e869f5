// The server knows rooms named . and .., but no address can name them.
const ROOM_NAME = /^(?!\.\.?$)[A-Za-z0-9._\-:/#@+]{1,128}$/;

export function isRoomName(name: string): boolean {
  return ROOM_NAME.test(name);
}

/** Why a text is no name of a room; `undefined` if it is one. */
export function roomNameProblem(name: string): string | undefined {
  if (name === '') return 'Enter a name.';
  return isRoomName(name) ? undefined : 'Use 1 to 128 characters: A to Z, a to z, digits, and . _ - : / # @ +. No spaces.';
}

/** The keys of everything that the page keeps. Names of rooms come last, because they may contain any separator. */
export const keys = {
  name: 'name',
  theme: 'theme',
  notifications: 'notifications',
  rooms: 'rooms',
  members: 'members',
  draft: (room: string) => `draft.${room}`,
  lastRead: (room: string) => `read.${room}`,
  outbox: (user: string, room: string) => `outbox.${encodeURIComponent(user)}.${room}`,
};

import type { ConnectionState, ParleyClient, RoomEvent, RoomInfo } from '@parley/client';
import { RoomModel } from '../rooms/roomModel';
import { keys } from '../storage/keys';
import { isRoomName } from '../rooms/roomName';
import { isStringArray, loadJson, onOtherTab, saveJson } from '../storage/localStore';
import { notifyOfMention } from './notifications';
import { Store } from './store';

const REFRESH_MS = 30_000;
const MAX_LISTED = 5_000;

/** The rooms of the server. */
export interface Directory {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly rooms: readonly RoomInfo[];
}

/** One user on the server, and the rooms that this user is in. */
export class Session {
  readonly client: ParleyClient;
  readonly connection: Store<ConnectionState>;
  readonly rooms = new Store<ReadonlyMap<string, RoomModel>>(new Map());
  readonly directory = new Store<Directory>({ status: 'loading', rooms: [] });
  readonly #stops: (() => void)[] = [];
  #isRefreshing = false;

  constructor(client: ParleyClient) {
    this.client = client;
    this.connection = new Store(client.state);
    for (const name of loadRooms()) this.#add(name);
    this.#stops.push(
      client.onStateChange((state) => this.#onState(state)),
      onOtherTab((key, value) => this.#onOtherTab(key, value)),
    );
    const onVisible = () => document.visibilityState === 'visible' && void this.refresh();
    const timer = setInterval(onVisible, REFRESH_MS);
    addEventListener('focus', onVisible);
    this.#stops.push(() => {
      clearInterval(timer);
      removeEventListener('focus', onVisible);
    });
    void this.refresh();
  }

  get user(): string {
    return this.client.user;
  }

  /** Joins a room, unless the user is in it already. */
  open(name: string): void {
    if (this.rooms.get().has(name)) return;
    this.#add(name);
    this.#saveRooms();
  }

  leave(name: string): void {
    this.#remove(name);
    this.#saveRooms();
  }

  /** Reads the rooms of the server again. */
  async refresh(): Promise<void> {
    if (this.#isRefreshing) return;
    this.#isRefreshing = true;
    try {
      const rooms: RoomInfo[] = [];
      for await (const room of this.client.listRooms()) {
        rooms.push(room);
        if (rooms.length === MAX_LISTED) break;
      }
      this.directory.set({ status: 'ready', rooms });
    } catch {
      const { rooms } = this.directory.get();
      this.directory.set({ status: rooms.length > 0 ? 'ready' : 'failed', rooms });
    } finally {
      this.#isRefreshing = false;
    }
  }

  end(): void {
    for (const stop of this.#stops) stop();
    for (const room of this.rooms.get().values()) room.end({ leave: false });
    void this.client.close();
  }

  #onState(state: ConnectionState): void {
    this.connection.set(state);
    if (state.status === 'connected') void this.refresh();
  }

  #onOtherTab(key: string, value: string | undefined): void {
    if (key === keys.rooms) {
      const names = new Set(loadRooms());
      for (const name of names) if (!this.rooms.get().has(name)) this.#add(name);
      for (const name of this.rooms.get().keys()) if (!names.has(name)) this.#remove(name);
    }
    for (const room of this.rooms.get().values()) if (key === keys.lastRead(room.name)) room.onReadElsewhere(value);
  }

  #add(name: string): void {
    const onNews = (room: RoomModel, event: RoomEvent) => notifyOfMention(room, event);
    const room = new RoomModel({ client: this.client, name, onNews });
    this.rooms.set(new Map([...this.rooms.get(), [name, room]]));
  }

  #remove(name: string): void {
    const rooms = new Map(this.rooms.get());
    rooms.get(name)?.end({ leave: true });
    rooms.delete(name);
    this.rooms.set(rooms);
  }

  #saveRooms(): void {
    saveJson(keys.rooms, [...this.rooms.get().keys()]);
  }
}

function loadRooms(): readonly string[] {
  return (loadJson(keys.rooms, isStringArray) ?? []).filter(isRoomName);
}

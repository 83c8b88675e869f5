import { useStore } from '../app/store';
import { Avatar } from '../ui/Avatar';
import type { RoomModel } from './roomModel';

/** Who is in the room now. */
export function MembersPanel({ room }: { readonly room: RoomModel }) {
  const { members, memberCount, phase } = useStore(room);
  const more = memberCount - members.length;
  return (
    <section className="members" aria-labelledby="members-title" tabIndex={0}>
      <h2 id="members-title">{phase === 'joined' ? `Here now: ${memberCount.toLocaleString('en')}` : 'Here now'}</h2>
      <ul>
        {members.map((name) => (
          <li key={name} className="member">
            <span className="member-avatar">
              <Avatar name={name} size="small" />
            </span>
            <bdi className="ellipsis" title={name}>
              {name}
            </bdi>
            {name === room.user && <span className="soft small">you</span>}
          </li>
        ))}
      </ul>
      {more > 0 && <p className="soft small">and {more.toLocaleString('en')} more</p>}
    </section>
  );
}

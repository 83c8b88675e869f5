const WIDTHS = [62, 38, 74, 45, 56];

/** What stands in for messages that are not here yet. */
export function ChatSkeleton() {
  return (
    <div className="chat-skeleton" role="status">
      <span className="hidden-visually">Loading messages</span>
      {WIDTHS.map((width) => (
        <div key={width} className="chat-skeleton-row">
          <span className="chat-skeleton-avatar" />
          <span className="chat-skeleton-text" style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}

interface TypingLineProps {
  readonly users: readonly string[];
}

/** Says who is typing. It keeps its place when nobody is. */
export function TypingLine({ users }: TypingLineProps) {
  const [first, second] = users;
  return (
    <p className="chat-typing small soft ellipsis" aria-live="off">
      {first !== undefined && users.length > 2 ? (
        `${users.length} people are typing…`
      ) : first !== undefined ? (
        <>
          <bdi>{first}</bdi>
          {second !== undefined && (
            <>
              {' and '}
              <bdi>{second}</bdi>
            </>
          )}
          {second === undefined ? ' is typing…' : ' are typing…'}
        </>
      ) : null}
    </p>
  );
}

package parley

import (
	"fmt"
	"strconv"
	"strings"

	v1 "parley/v1"
)

// Error says that something was refused, or the session ended, for good.
type Error struct {
	Code   v1.Code
	Reason string
}

func (e *Error) Error() string { return e.CodeName() + ": " + e.Reason }

// CodeName is the code as people and logs name it; one that this client does not know is a number.
func (e *Error) CodeName() string { return strings.TrimPrefix(e.Code.String(), "CODE_") }

func notJoined(room string) error {
	return &Error{v1.Code_CODE_NOT_JOINED, "join " + room + " first"}
}

// Position is how far a reader is in a room; as text EPOCH:SEQUENCE.
type Position struct {
	Epoch    string
	Sequence int64
}

func (p Position) String() string { return fmt.Sprintf("%s:%d", p.Epoch, p.Sequence) }

// ParsePosition reads what String wrote.
func ParsePosition(text string) (Position, error) {
	colon := strings.LastIndexByte(text, ':')
	sequence, err := strconv.ParseInt(text[colon+1:], 10, 64)
	if colon < 0 || err != nil {
		return Position{}, fmt.Errorf("%q is not EPOCH:SEQUENCE", text)
	}
	return Position{text[:colon], sequence}, nil
}

// Joined is a room as it was when it was joined.
type Joined struct {
	Position    Position // where it begins: every later event follows
	Head        int64    // the sequence of its last event
	Resumed     bool     // it goes on right after the position that was given
	Members     []string // who is in it, you included; the first 256 by name if there are more
	MemberCount int
}

// Item is what happens in a room: an Event, a Reset, a Presence or a Signal. There may be more one day.
type Item interface{ item() }

// Event is what somebody said in a room. Keep its position to go on after it in another session.
type Event struct {
	Room      string
	Position  Position
	User      string
	TimeMs    int64
	CommandID string
	Text      string
}

// Reset says that the log is another one than before: the room goes on after the position, and what is between is not told.
type Reset struct {
	Room     string
	Position Position
}

// Presence is somebody who came or went, also while the session was away. Members of a room are those Joined names and who
// came since, but who went.
type Presence struct {
	Room, User string
	Here       bool
}

// Signal is something passing that somebody else shows, such as typing.
type Signal struct {
	Room, User, Key string
	Content         []byte
}

func (Event) item()    {}
func (Reset) item()    {}
func (Presence) item() {}
func (Signal) item()   {}

// From is where a room begins.
type From func(*v1.Join)

// FromNow begins with what is new.
func FromNow(*v1.Join) {}

// Last begins with the last events of the room.
func Last(events int64) From {
	return func(join *v1.Join) { join.From = &v1.Join_Last{Last: events} }
}

// After goes on after a position.
func After(p Position) From {
	return func(join *v1.Join) {
		join.From = &v1.Join_After{After: &v1.Position{Epoch: p.Epoch, Sequence: p.Sequence}}
	}
}

// Post is something said.
type Post struct {
	ID         string
	room, text string
	sent       bool // on the present stream
	done       chan struct{}
	sequence   int64
	err        error
}

// Wait returns its sequence, or why it was refused.
func (p *Post) Wait() (int64, error) {
	<-p.done
	return p.sequence, p.err
}

func (p *Post) answer(sequence int64, err error) {
	p.sequence, p.err = sequence, err
	close(p.done)
}

func (p *Post) frame() *v1.ClientFrame {
	content := &v1.Content{Kind: &v1.Content_Message{Message: &v1.Message{Text: p.text}}}
	return &v1.ClientFrame{Frame: &v1.ClientFrame_Post{Post: &v1.Post{Room: p.room, CommandId: p.ID, Content: content}}}
}

package parley

import (
	"fmt"
	"strconv"
	"strings"

	v1 "parley/v1"
)

// Position is how far a reader is in a room; as text, EPOCH:SEQUENCE.
type Position struct {
	Epoch    string
	Sequence int64
}

func (p Position) String() string { return fmt.Sprintf("%s:%d", p.Epoch, p.Sequence) }

// ParsePosition parses what String returns.
func ParsePosition(text string) (Position, error) {
	colon := strings.LastIndexByte(text, ':')
	sequence, err := strconv.ParseInt(text[colon+1:], 10, 64)
	if colon < 0 || err != nil {
		return Position{}, fmt.Errorf("%q is not EPOCH:SEQUENCE", text)
	}
	return Position{text[:colon], sequence}, nil
}

// From is where reading a room begins. Create it with After, Last or FromNow.
type From func(*v1.Join)

// FromNow begins with the next new event.
func FromNow(*v1.Join) {}

// Last begins with this many of the room's last events.
func Last(events int64) From {
	return func(join *v1.Join) { join.From = &v1.Join_Last{Last: events} }
}

// After begins with the event after a position.
func After(p Position) From {
	return func(join *v1.Join) {
		join.From = &v1.Join_After{After: &v1.Position{Epoch: p.Epoch, Sequence: p.Sequence}}
	}
}

// Joined is a room at the moment it was joined.
type Joined struct {
	Position    Position // every event after it follows
	Head        int64    // the sequence of the room's last event
	Resumed     bool     // the events continue right after the position that was asked for
	Members     []string // who is in the room, including you; only the first 256 by name if there are more
	MemberCount int
}

// Item is something that happens in a room: an Event, a Reset, a Presence, a PresencePaused or a Signal. Ignore other types; later
// versions may add some.
type Item interface{ item() }

// Event is a message in a room. Store its position to continue after it in another session.
type Event struct {
	Room      string
	Position  Position
	User      string
	TimeMs    int64
	CommandID string
	Text      string
}

// Reset reports that the room has a new epoch. Reading continues after this position; events between the last one received
// and this position are not delivered.
type Reset struct {
	Room     string
	Position Position
}

// Presence reports that somebody joined or left a room, possibly while the session was away or presence was paused. To know a room's members, start
// with those in Joined, then add and remove users as Presence reports them.
type Presence struct {
	Room, User string
	Here       bool
}

// PresencePaused reports that a room has grown to more than 256 members, so that Presence does not report who joins and leaves.
// It does again within a second after the room has 256 members or fewer, beginning with what changed in the meantime.
type PresencePaused struct {
	Room        string
	MemberCount int
}

// Signal is something transient from somebody else in a room, such as typing.
type Signal struct {
	Room, User, Key string
	Content         []byte
}

func (Event) item()          {}
func (Reset) item()          {}
func (Presence) item()       {}
func (PresencePaused) item() {}
func (Signal) item()         {}

// Post is a post whose answer can be awaited.
type Post struct {
	ID         string // the command id
	room, text string
	sent       bool          // on the open stream
	done       chan struct{} // closed when it is answered or has failed
	sequence   int64
	err        error
}

// Wait returns the sequence of the post, or why it was refused.
func (p *Post) Wait() (int64, error) {
	<-p.done
	return p.sequence, p.err
}

func (p *Post) complete(sequence int64, err error) {
	p.sequence, p.err = sequence, err
	close(p.done)
}

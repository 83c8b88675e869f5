package parley

import (
	"time"

	v1 "parley/v1"
)

type room struct {
	join        *v1.Join // enters it: from where the caller said, at first
	begun, gone chan struct{}
	first       Joined
	last        Position        // of the last event received
	members     map[string]bool // as the server last said
	err         error           // why it is gone
	joined      bool            // on the present stream
	held        bool            // posts, or the join, wait because the server has too much to do
	leaving     bool            // nothing more can be said
	posts       []*Post         // without an answer, in the order they were said
}

func (r *room) hasBegun() bool { return r.last.Epoch != "" }

func (r *room) isDone() bool { return r.leaving && len(r.posts) == 0 }

func (r *room) enter() *v1.ClientFrame {
	if r.hasBegun() {
		After(r.last)(r.join)
	}
	return &v1.ClientFrame{Frame: &v1.ClientFrame_Join{Join: &v1.Join{Room: r.join.Room, From: r.join.From}}}
}

// find returns where the post is that an answer is for: most often the first, for answers come in order; or -1.
func (r *room) find(id string) int {
	for i, post := range r.posts {
		if post.ID == id && post.sent {
			return i
		}
	}
	return -1
}

func (r *room) failPosts(err error) {
	for _, post := range r.posts {
		post.answer(0, err)
	}
	r.posts = nil
}

func (s *Session) onJoined(joined *v1.Joined) {
	s.failures = 0
	r := s.rooms[joined.Room]
	if r == nil {
		return
	}
	position := Position{joined.Epoch, joined.AfterSequence}
	if _, resuming := r.join.From.(*v1.Join_After); resuming && !joined.Resumed {
		s.deliver(Reset{joined.Room, position})
	}
	members := make([]string, len(joined.Members))
	for i, member := range joined.Members {
		members[i] = member.User
	}
	if r.hasBegun() {
		s.tellMissed(r, members)
	} else {
		r.first = Joined{position, joined.HeadSequence, joined.Resumed, members, int(joined.MemberCount)}
		close(r.begun)
	}
	r.joined, r.last, r.members = true, position, map[string]bool{}
	for _, user := range members {
		r.members[user] = true
	}
	s.sendPosts(r)
}

// tellMissed tells who came and went while the session was away.
func (s *Session) tellMissed(r *room, members []string) {
	gone := r.members
	for _, user := range members {
		if !gone[user] {
			s.deliver(Presence{r.join.Room, user, true})
		}
		delete(gone, user)
	}
	for user := range gone {
		s.deliver(Presence{r.join.Room, user, false})
	}
}

func (s *Session) onPresence(presence *v1.Presence) {
	r := s.rooms[presence.Room]
	here := presence.State == v1.PresenceState_PRESENCE_STATE_JOINED
	if r == nil || !here && presence.State != v1.PresenceState_PRESENCE_STATE_LEFT || r.members[presence.User] == here {
		return
	}
	if here {
		r.members[presence.User] = true
	} else {
		delete(r.members, presence.User)
	}
	s.deliver(Presence{presence.Room, presence.User, here})
}

func (s *Session) onEvent(event *v1.Event) {
	r := s.rooms[event.Room]
	if r == nil {
		return
	}
	r.last.Sequence = event.Sequence
	if message := event.Content.GetMessage(); message != nil { // other kinds are passed over, but counted
		s.deliver(Event{
			Room: event.Room, Position: r.last, User: event.User, TimeMs: event.TimeMs, CommandID: event.CommandId, Text: message.Text,
		})
	}
}

// onLeft ends a room that was left; one that the server cannot read now is joined again after a while.
func (s *Session) onLeft(left *v1.Left) error {
	r := s.rooms[left.Room]
	switch {
	case r == nil:
	case r.isDone():
		s.forget(r, notJoined(left.Room))
	case left.Code == v1.Code_CODE_UNAVAILABLE:
		r.joined = false
		s.retryLater(r, rejoinPause)
	default:
		return &Error{left.Code, left.Reason}
	}
	return nil
}

func (s *Session) onRejected(rejected *v1.Rejected) error {
	refusal := &Error{rejected.Code, rejected.Reason}
	r := s.rooms[rejected.Room]
	switch {
	case !s.now.welcome: // the Hello
		return refusal
	case r == nil: // it was left
	case worthRepeating(rejected.Code) || rejected.Code == v1.Code_CODE_NOT_JOINED && rejected.CommandId != "":
		// Not joined: the server took the session out of the room, and says so.
		if i := r.find(rejected.CommandId); i >= 0 {
			r.posts[i].sent = false
			s.now.inFlight--
		}
		s.retryLater(r, time.Duration(rejected.RetryAfterMs)*time.Millisecond)
	case rejected.CommandId != "":
		s.answer(r, rejected.CommandId, 0, refusal)
	case rejected.Code == v1.Code_CODE_NOT_JOINED: // a signal, or the leave
		if r.isDone() {
			s.forget(r, refusal)
		}
	case !r.joined:
		if r.hasBegun() {
			return refusal
		}
		s.forget(r, refusal)
	}
	return nil
}

// answer ends a post, which makes place on the way for others.
func (s *Session) answer(r *room, id string, sequence int64, refusal error) {
	if r == nil {
		return
	}
	i := r.find(id)
	if i < 0 {
		return
	}
	r.posts[i].answer(sequence, refusal)
	r.posts = append(r.posts[:i], r.posts[i+1:]...)
	s.now.inFlight--
	for _, other := range s.rooms {
		s.sendPosts(other)
	}
	s.leaveIfDone(r)
}

// sendPosts sends what waits, in order, as far as the server allows.
func (s *Session) sendPosts(r *room) {
	if !r.joined || r.held {
		return
	}
	for _, post := range r.posts {
		if s.now.inFlight >= int(s.limits.Posts) {
			return
		}
		if !post.sent {
			post.sent = true
			s.now.inFlight++
			s.now.send(post.frame())
		}
	}
}

// retryLater holds posts back, and goes on after a pause.
func (s *Session) retryLater(r *room, pause time.Duration) {
	if r.held {
		return
	}
	r.held = true
	now := s.now
	if pause < shortestPause {
		pause = shortestPause
	}
	time.AfterFunc(pause, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if now != s.now || s.rooms[r.join.Room] != r {
			return // a later stream sends everything again
		}
		r.held = false
		if r.joined {
			s.sendPosts(r)
		} else {
			now.send(r.enter())
		}
	})
}

// leaveIfDone leaves a room that is to be left when nothing said in it waits for an answer. A stream that broke has left it.
func (s *Session) leaveIfDone(r *room) {
	switch {
	case !r.isDone():
	case s.now.welcome:
		s.now.send(&v1.ClientFrame{Frame: &v1.ClientFrame_Leave{Leave: &v1.Leave{Room: r.join.Room}}})
	default:
		s.forget(r, notJoined(r.join.Room))
	}
}

// forget ends a room that was refused or left.
func (s *Session) forget(r *room, err error) {
	delete(s.rooms, r.join.Room)
	r.err = err
	close(r.gone)
	r.failPosts(err)
}

func worthRepeating(code v1.Code) bool {
	return code == v1.Code_CODE_UNAVAILABLE || code == v1.Code_CODE_STORAGE_FULL || code == v1.Code_CODE_OVERLOADED
}

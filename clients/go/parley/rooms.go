package parley

import (
	"time"

	v1 "parley/v1"
)

const (
	minRetryPause = 100 * time.Millisecond
	rejoinPause   = time.Second // before rejoining a room whose log the server could not read
)

// The methods in this file need the session's lock.

func (s *Session) onJoined(joined *v1.Joined) {
	s.failures = 0
	r := s.rooms[joined.Room]
	if r == nil {
		return
	}
	position := Position{joined.Epoch, joined.AfterSequence}
	if r.isResuming() && !joined.Resumed {
		s.deliver(Reset{joined.Room, position})
	}
	members := names(joined.Members)
	if r.hasEntered() {
		s.replaceMembers(r, members, int(joined.MemberCount))
	} else {
		r.first = Joined{position, joined.HeadSequence, joined.Resumed, members, int(joined.MemberCount)}
		r.setMembers(members)
		close(r.entered)
	}
	r.joined, r.position = true, position
	s.sendPosts(r)
}

func (s *Session) onMembers(members *v1.Members) {
	if r := s.rooms[members.Room]; r != nil {
		s.replaceMembers(r, names(members.Members), int(members.MemberCount))
	}
}

// replaceMembers reports who joined or left without being announced. A room that is too large to list everybody only pauses presence.
func (s *Session) replaceMembers(r *room, members []string, count int) {
	if len(members) < count {
		s.deliver(PresencePaused{r.name, count})
		return
	}
	gone := r.members
	r.setMembers(members)
	for _, user := range members {
		if !gone[user] {
			s.deliver(Presence{r.name, user, true})
		}
		delete(gone, user)
	}
	for user := range gone {
		s.deliver(Presence{r.name, user, false})
	}
}

func names(members []*v1.Member) []string {
	users := make([]string, len(members))
	for i, member := range members {
		users[i] = member.User
	}
	return users
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
	r.position.Sequence = event.Sequence
	if message := event.Content.GetMessage(); message != nil { // other events only move the position
		s.deliver(Event{
			Room: event.Room, Position: r.position, User: event.User, TimeMs: event.TimeMs, CommandID: event.CommandId, Text: message.Text,
		})
	}
}

func (s *Session) onSignal(signal *v1.Signal) {
	s.deliver(Signal{Room: signal.Room, User: signal.User, Key: signal.Key, Content: signal.Content})
}

// onLeft removes a room that the caller left. If the server cannot read a room's log, the session joins the room again later.
func (s *Session) onLeft(left *v1.Left) error {
	r := s.rooms[left.Room]
	switch {
	case r == nil:
	case r.isDone():
		s.remove(r, notJoined(left.Room))
	case left.Code == v1.Code_CODE_UNAVAILABLE, left.Code == v1.Code_CODE_BELOW_FLOOR:
		r.joined = false
		s.retryLater(r, rejoinPause)
	default:
		return &Error{left.Code, left.Reason}
	}
	return nil
}

func (s *Session) onRejected(rejected *v1.Rejected) error {
	refusal := &Error{rejected.Code, rejected.Reason}
	isNotJoined := rejected.Code == v1.Code_CODE_NOT_JOINED
	r := s.rooms[rejected.Room]
	switch {
	case !s.stream.welcome: // the Hello
		return refusal
	case r == nil: // already left
	case isRetryable(rejected.Code) || isNotJoined && rejected.CommandId != "":
		// NOT_JOINED for a post: the server has taken the session out of the room, and sends Left for it.
		if i := r.findSent(rejected.CommandId); i >= 0 {
			r.posts[i].sent = false
			s.stream.inFlight--
		}
		s.retryLater(r, time.Duration(rejected.RetryAfterMs)*time.Millisecond)
	case rejected.CommandId != "":
		s.answer(r, rejected.CommandId, 0, refusal)
	case isNotJoined: // a signal or a Leave
		if r.isDone() {
			s.remove(r, refusal)
		}
	case !r.joined: // the Join
		if r.hasEntered() {
			return refusal
		}
		s.remove(r, refusal)
	}
	return nil
}

// answer completes the post that was answered, and sends posts that were waiting for it.
func (s *Session) answer(r *room, id string, sequence int64, refusal error) {
	if r == nil {
		return
	}
	i := r.findSent(id)
	if i < 0 {
		return
	}
	r.posts[i].complete(sequence, refusal)
	r.posts = append(r.posts[:i], r.posts[i+1:]...)
	s.stream.inFlight--
	for _, other := range s.rooms {
		s.sendPosts(other)
	}
	s.leaveIfDone(r)
}

// sendPosts sends the posts that are not sent yet, in order, up to the server's limit of unanswered posts.
func (s *Session) sendPosts(r *room) {
	if !r.joined || r.held {
		return
	}
	for _, post := range r.posts {
		if s.stream.inFlight >= int(s.limits.Posts) {
			return
		}
		if !post.sent {
			post.sent = true
			s.stream.inFlight++
			s.stream.send(postFrame(post))
		}
	}
}

// retryLater holds back the room's posts, or its join, until the pause is over. The timer takes the lock.
func (s *Session) retryLater(r *room, pause time.Duration) {
	if r.held {
		return
	}
	r.held = true
	stream := s.stream
	if pause < minRetryPause {
		pause = minRetryPause
	}
	time.AfterFunc(pause, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if stream != s.stream || s.rooms[r.name] != r {
			return // a later stream sends everything again
		}
		r.held = false
		if r.joined {
			s.sendPosts(r)
		} else {
			stream.send(joinFrame(r.join()))
		}
	})
}

// leaveIfDone leaves a room that the caller wants to leave, once all its posts are answered. Without a stream, it has been left already.
func (s *Session) leaveIfDone(r *room) {
	switch {
	case !r.isDone():
	case s.stream.welcome:
		s.stream.send(leaveFrame(r.name))
	default:
		s.remove(r, notJoined(r.name))
	}
}

// remove ends a room that was left or refused.
func (s *Session) remove(r *room, err error) {
	delete(s.rooms, r.name)
	r.err = err
	close(r.removed)
	r.failPosts(err)
}

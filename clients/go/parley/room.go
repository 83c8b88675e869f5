package parley

import v1 "parley/v1"

// room is what a session knows about one room, and its unanswered posts.
type room struct {
	name     string
	start    v1.Join       // where the caller asked to begin
	entered  chan struct{} // closed when the room is first joined
	removed  chan struct{} // closed when the room was left or refused
	first    Joined        // from when it was first joined
	err      error         // why it was removed
	position Position      // of the last event received; none before the room is first joined
	members  map[string]bool
	joined   bool    // on the open stream
	held     bool    // the server asked to wait before the next posts, or before joining again
	leaving  bool    // takes no more posts
	posts    []*Post // unanswered, in the order of the calls
}

func newRoom(name string, from From) *room {
	r := &room{name: name, entered: make(chan struct{}), removed: make(chan struct{})}
	from(&r.start)
	return r
}

func (r *room) hasEntered() bool { return r.position.Epoch != "" }

// isDone returns whether the room can be left now.
func (r *room) isDone() bool { return r.leaving && len(r.posts) == 0 }

func (r *room) join() *v1.Join {
	join := &v1.Join{Room: r.name, From: r.start.From}
	if r.hasEntered() {
		After(r.position)(join)
	}
	return join
}

// isResuming returns whether join asks for the events after a position.
func (r *room) isResuming() bool {
	_, resuming := r.join().From.(*v1.Join_After)
	return resuming
}

func (r *room) disconnect() {
	r.joined, r.held = false, false
	for _, post := range r.posts {
		post.sent = false
	}
}

func (r *room) setMembers(members []string) {
	r.members = map[string]bool{}
	for _, user := range members {
		r.members[user] = true
	}
}

// findSent returns the index of the post that was answered, or -1. It is usually 0, because answers come in order.
func (r *room) findSent(id string) int {
	for i, post := range r.posts {
		if post.ID == id && post.sent {
			return i
		}
	}
	return -1
}

func (r *room) failPosts(err error) {
	for _, post := range r.posts {
		post.complete(0, err)
	}
	r.posts = nil
}

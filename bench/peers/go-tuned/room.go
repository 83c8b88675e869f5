package main

import (
	"sync"
	"time"

	"github.com/golang/protobuf/proto"

	"parley/chat"
)

const (
	ringSize = 1024
	stays    = ^uint64(0)
)

// A room is one ring of encoded messages. Each member reads the ring at its own pace. A post never
// overwrites a message that has not been sent to all members.
type room struct {
	mu      sync.RWMutex
	grew    *sync.Cond
	moved   *sync.Cond
	ring    [ringSize]encoded
	end     uint64
	slowest uint64
	members map[*member]struct{}
}

// A member has been sent everything before next, and leaves once next reaches leaveAt.
type member struct {
	next    uint64
	leaveAt uint64
}

func newRoom() *room {
	r := &room{members: map[*member]struct{}{}}
	r.grew = sync.NewCond(r.mu.RLocker())
	r.moved = sync.NewCond(&r.mu)
	return r
}

func (r *room) join() *member {
	r.mu.Lock()
	defer r.mu.Unlock()
	m := &member{next: r.end, leaveAt: stays}
	r.members[m] = struct{}{}
	return m
}

// leave makes the member leave once it has been sent everything posted so far.
func (r *room) leave(m *member) {
	r.mu.Lock()
	defer r.mu.Unlock()
	m.leaveAt = r.end
	r.grew.Broadcast()
}

// remove makes the room stop waiting for the member.
func (r *room) remove(m *member) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.members, m)
	r.moved.Broadcast()
}

func (r *room) post(message *chat.ChatMessage) error {
	message.Timestamp = time.Now().Unix()
	data, err := proto.Marshal(message)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.isFull() {
		r.moved.Wait()
	}
	r.ring[r.end%ringSize] = data
	r.end++
	r.grew.Broadcast()
	return nil
}

// isFull checks the members only when the last known slowest position is a whole ring behind: positions only grow.
func (r *room) isFull() bool {
	if r.end-r.slowest < ringSize {
		return false
	}
	r.slowest = r.end
	for m := range r.members {
		if m.next < r.slowest {
			r.slowest = m.next
		}
	}
	return r.end-r.slowest == ringSize
}

// advance records that the member has been sent everything before next, and waits for more. It returns
// the end of what can be sent, or next if the member has left. Up to there the ring does not change.
func (r *room) advance(m *member, next uint64) uint64 {
	r.mu.RLock()
	defer r.mu.RUnlock()
	m.next = next
	r.moved.Broadcast()
	for next == r.end && next < m.leaveAt {
		r.grew.Wait()
	}
	if m.leaveAt < r.end {
		return m.leaveAt
	}
	return r.end
}

func (r *room) at(position uint64) encoded { return r.ring[position%ringSize] }

package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"parley"
)

// client is one name in a transcript: a session, and its reports that no line has asked for yet.
type client struct {
	session  *parley.Session
	answers  []report // what calls have returned, except answers to posts
	posts    []post
	items    chan parley.Item // what happens in rooms
	closed   bool
	closeErr error
}

type post struct {
	*parley.Post
	room string
}

func connect(server, user string) (*client, error) {
	session, err := parley.Connect(context.Background(), server, user)
	if err != nil {
		return nil, err
	}
	c := &client{session: session, items: make(chan parley.Item, 100)}
	c.report("welcome", object{"user": session.User()})
	go func() {
		defer close(c.items)
		for {
			item, err := session.Next()
			if err != nil {
				return
			}
			c.items <- item
		}
	}()
	return c, nil
}

func (c *client) report(kind string, fields object) {
	c.answers = append(c.answers, newReport(kind, fields))
}

// call makes the call that sends this frame.
func (c *client) call(kind string, frame object) error {
	room := frame.text("room")
	var err error
	switch kind {
	case "join":
		err = c.join(room, frame)
	case "leave":
		if err = c.session.Leave(context.Background(), room); err == nil {
			c.report("left", object{"room": room, "code": "CODE_LEFT"})
		}
	case "post":
		var sent *parley.Post
		text := frame.object("content").object("message").text("text")
		if sent, err = c.session.SayAs(room, text, frame.text("commandId")); err == nil {
			c.posts = append(c.posts, post{sent, room})
		}
	case "signal":
		var content []byte
		if content, err = base64.StdEncoding.DecodeString(frame.text("content")); err == nil {
			err = c.session.Signal(room, frame.text("key"), content)
		}
	}
	var refusal *parley.Error
	if errors.As(err, &refusal) {
		c.answers = append(c.answers, rejectedReport(refusal, room, frame.text("commandId")))
		return nil
	}
	return err
}

func (c *client) join(room string, frame object) error {
	from := parley.FromNow
	after := frame.object("after")
	if after != nil {
		from = parley.After(parley.Position{Epoch: after.text("epoch"), Sequence: after.number("sequence")})
	} else if frame["last"] != nil {
		from = parley.Last(frame.number("last"))
	}
	joined, err := c.session.Join(context.Background(), room, from)
	if err != nil {
		return err
	}
	if after != nil && !joined.Resumed {
		if item := <-c.items; item != (parley.Reset{Room: room, Position: joined.Position}) {
			return fmt.Errorf("expected a Reset, got %v", item)
		}
	}
	members := []object{}
	for _, user := range joined.Members {
		members = append(members, object{"user": user})
	}
	c.report("joined", object{
		"room": room, "epoch": joined.Position.Epoch, "headSequence": joined.Head, "afterSequence": joined.Position.Sequence,
		"resumed": joined.Resumed, "members": members, "memberCount": joined.MemberCount,
	})
	return nil
}

// next returns the next report of this kind. Answers to posts have no order relative to other reports.
func (c *client) next(kind string, expected object) (report, error) {
	if kind == "event" || kind == "presence" || kind == "members" || kind == "signal" {
		item, ok := <-c.items
		if !ok {
			return report{}, errors.New("the session has ended")
		}
		return itemReport(item), nil
	}
	if len(c.answers) > 0 && kind != "accepted" {
		first := c.answers[0]
		c.answers = c.answers[1:]
		return first, nil
	}
	for i, post := range c.posts {
		if id := expected.text("commandId"); id == "" || id == post.ID {
			c.posts = append(c.posts[:i], c.posts[i+1:]...)
			return post.answer()
		}
	}
	return report{}, errors.New("no post is waiting for this answer")
}

// remaining returns what a closed session has reported and no line has asked for.
func (c *client) remaining() []report {
	remaining := c.answers
	for _, post := range c.posts {
		answer, _ := post.answer()
		remaining = append(remaining, answer)
	}
	for item := range c.items {
		remaining = append(remaining, itemReport(item))
	}
	return remaining
}

func (p post) answer() (report, error) {
	sequence, err := p.Wait()
	var refusal *parley.Error
	if errors.As(err, &refusal) {
		return rejectedReport(refusal, p.room, p.ID), nil
	}
	return newReport("accepted", object{"room": p.room, "commandId": p.ID, "sequence": sequence}), err
}

func rejectedReport(refusal *parley.Error, room, id string) report {
	fields := object{"room": room, "code": "CODE_" + refusal.CodeName(), "reason": refusal.Reason}
	if id != "" {
		fields["commandId"] = id
	}
	return newReport("rejected", fields)
}

func itemReport(item parley.Item) report {
	switch item := item.(type) {
	case parley.Event:
		return newReport("event", object{
			"room": item.Room, "sequence": item.Position.Sequence, "user": item.User, "timeMs": item.TimeMs,
			"commandId": item.CommandID, "content": object{"message": object{"text": item.Text}},
		})
	case parley.Presence:
		state := "PRESENCE_STATE_LEFT"
		if item.Here {
			state = "PRESENCE_STATE_JOINED"
		}
		return newReport("presence", object{"room": item.Room, "user": item.User, "state": state})
	case parley.PresencePaused:
		return newReport("members", object{"room": item.Room, "memberCount": item.MemberCount})
	case parley.Signal:
		return newReport("signal", object{"room": item.Room, "user": item.User, "key": item.Key, "content": item.Content})
	}
	return newReport(fmt.Sprintf("%T", item), object{"item": item})
}

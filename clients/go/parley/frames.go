package parley

import v1 "parley/v1"

func helloFrame(user string) *v1.ClientFrame {
	hello := &v1.Hello{User: user, Client: "parley-go", ProtocolVersion: 1}
	return &v1.ClientFrame{Frame: &v1.ClientFrame_Hello{Hello: hello}}
}

func joinFrame(join *v1.Join) *v1.ClientFrame {
	return &v1.ClientFrame{Frame: &v1.ClientFrame_Join{Join: join}}
}

func leaveFrame(room string) *v1.ClientFrame {
	return &v1.ClientFrame{Frame: &v1.ClientFrame_Leave{Leave: &v1.Leave{Room: room}}}
}

func postFrame(post *Post) *v1.ClientFrame {
	content := &v1.Content{Kind: &v1.Content_Message{Message: &v1.Message{Text: post.text}}}
	return &v1.ClientFrame{Frame: &v1.ClientFrame_Post{Post: &v1.Post{Room: post.room, CommandId: post.ID, Content: content}}}
}

func signalFrame(room, key string, content []byte) *v1.ClientFrame {
	return &v1.ClientFrame{Frame: &v1.ClientFrame_Signal{Signal: &v1.Signal{Room: room, Key: key, Content: content}}}
}

func pingFrame() *v1.ClientFrame {
	return &v1.ClientFrame{Frame: &v1.ClientFrame_Ping{Ping: &v1.Ping{}}}
}

func pongFrame() *v1.ClientFrame {
	return &v1.ClientFrame{Frame: &v1.ClientFrame_Pong{Pong: &v1.Pong{}}}
}

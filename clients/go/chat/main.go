// Command chat is a terminal client for the Chat contract: one goroutine sends what you type, the main one prints what arrives.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"
	"unicode/utf8"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"parley"
	"parley/chat"
	"terminal"
)

const usage = "usage: chat --user NAME [--room NAME] [--server HOST:PORT]"

func main() {
	flags := terminal.NewFlags()
	err := flags.Parse()
	isUserValid := flags.User != "" && utf8.ValidString(flags.User)
	if err != nil || flags.NArg() > 0 || !isUserValid || !isVisibleASCII(flags.Room) || !isVisibleASCII(flags.Server) {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}

	interrupt := make(chan os.Signal, 1)
	signal.Notify(interrupt, os.Interrupt)
	go func() {
		<-interrupt
		os.Exit(130)
	}()

	if err := run(flags.User, flags.Room, flags.Server); err != nil {
		fmt.Fprintln(os.Stderr, "chat: "+parley.Printable(explain(err, flags.Server)))
		os.Exit(1)
	}
}

func run(user, room, server string) error {
	connection, err := grpc.Dial(server, grpc.WithInsecure(), grpc.WithConnectParams(grpc.ConnectParams{
		Backoff:           backoff.DefaultConfig,
		MinConnectTimeout: 4 * time.Second,
	}))
	if err != nil {
		return err
	}
	defer connection.Close()

	ctx := metadata.AppendToOutgoingContext(context.Background(), "parley-room", room)
	stream, err := chat.NewChatServiceClient(connection).JoinChat(ctx)
	if err != nil {
		return err
	}

	left := make(chan struct{})
	go func() {
		sendLines(stream, user, os.Stdin)
		close(left)
		stream.CloseSend()
	}()

	for {
		message, err := stream.Recv()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		at := time.Unix(message.Timestamp, 0).Format("15:04:05")
		fmt.Printf("[%s] %s: %s\n", at, parley.Printable(message.UserId), parley.Printable(message.Text))
	}

	select {
	case <-left:
		return nil
	default:
		return errors.New("the server ended the chat")
	}
}

// sendLines sends each line of the input until the input ends, a line is "exit", or the stream has ended.
func sendLines(stream chat.ChatService_JoinChatClient, user string, input io.Reader) {
	lines := bufio.NewReader(input)
	for {
		line, end := lines.ReadString('\n')
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		switch {
		case line == "exit":
			return
		case !utf8.ValidString(line):
			fmt.Fprintln(os.Stderr, "chat: skipped a line that is not UTF-8")
		case line != "":
			// If this fails, Recv returns the reason.
			if stream.Send(&chat.ChatMessage{UserId: user, Text: line}) != nil {
				return
			}
		}
		if end != nil {
			return
		}
	}
}

func explain(err error, server string) string {
	failure, ok := status.FromError(err)
	switch {
	case !ok:
		return err.Error()
	case failure.Code() == codes.Unavailable:
		return fmt.Sprintf("cannot reach %s: %s", server, failure.Message())
	}
	return fmt.Sprintf("%s: %s", code.Code(failure.Code()), failure.Message())
}

func isVisibleASCII(text string) bool {
	return text != "" && strings.IndexFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}
